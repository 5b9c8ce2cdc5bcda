package io.shearwater.definitions;

import io.shearwater.api.GroupDefinition;
import io.shearwater.model.Aggregate;
import io.shearwater.model.Aggregation;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A stored group beside what the folder says of it. The order of columns does not count: views name theirs.
 *
 * @param target what the stored group is to become
 * @param changed what becomes different
 * @param impossible what would need a new version
 * @param left what only the store has and keeps
 * @param dropped columns that only the store has and loses
 */
record GroupComparison(
        GroupDefinition target,
        List<String> changed,
        List<String> impossible,
        List<String> left,
        List<String> dropped) {

    static GroupComparison of(GroupDefinition given, GroupDefinition stored, Absent absent) {
        return new Comparing(given, stored, absent).compare();
    }

    /** Collects what differs. */
    private static final class Comparing {
        private final GroupDefinition given;
        private final FeatureGroupSpec to;
        private final GroupDefinition stored;
        private final FeatureGroupSpec from;
        private final boolean keep;
        private final List<String> changed = new ArrayList<>();
        private final List<String> impossible = new ArrayList<>();
        private final List<String> left = new ArrayList<>();
        private final List<String> dropped = new ArrayList<>();

        Comparing(GroupDefinition given, GroupDefinition stored, Absent absent) {
            this.given = given;
            this.to = given.spec();
            this.stored = stored;
            this.from = stored.spec();
            this.keep = absent == Absent.KEEP;
        }

        GroupComparison compare() {
            if (!to.description().equals(from.description())) {
                changed.add("description: " + quoted(from.description()) + " becomes " + quoted(to.description()));
            }
            same("key", to.primaryKey(), from.primaryKey());
            same("event time", to.eventTime(), from.eventTime());
            same("foreign keys", to.foreignKeys(), from.foreignKeys());
            same("partitions", to.partitions(), from.partitions());
            same("storage", to.storage(), from.storage());
            same("TTL", to.ttl().map(Durations::format), from.ttl().map(Durations::format));
            same("entity", to.entity(), from.entity());
            same("statistics", to.statistics(), from.statistics());
            CallComparison.difference("on-demand transformation", to.onDemand(), from.onDemand())
                    .ifPresent(impossible::add);
            aggregates();
            List<Feature> columns = to.isWritten() && from.isWritten() ? columns() : from.features();
            Map<String, String> tags = tags();
            FeatureGroupSpec target = impossible.isEmpty() ? target(columns) : from;
            return new GroupComparison(new GroupDefinition(target, tags), changed, impossible, left, dropped);
        }

        private FeatureGroupSpec target(List<Feature> columns) {
            FeatureGroupSpec described = from.withDescription(to.description()).withFeatures(columns);
            boolean hasMore = !to.aggregation()
                    .map(Aggregation::aggregates)
                    .equals(from.aggregation().map(Aggregation::aggregates));
            return hasMore
                    ? described
                            .withAggregation(to.aggregation().orElseThrow().declared())
                            .over(to.stored())
                    : described;
        }

        private void same(String what, Object wanted, Object there) {
            if (!Objects.equals(wanted, there)) {
                impossible.add(what + " is " + Shown.of(wanted) + ", the store has " + Shown.of(there));
            }
        }

        // ---- aggregates

        private void aggregates() {
            if (to.aggregation().isEmpty() || from.aggregation().isEmpty()) {
                same("origin of the rows", origin(to), origin(from));
                return;
            }
            Aggregation wanted = to.aggregation().orElseThrow();
            Aggregation there = from.aggregation().orElseThrow();
            same("group of the events", wanted.events(), there.events());
            same("condition on all events", wanted.where(), there.where());
            Map<String, Aggregate> before = byName(there);
            Map<String, Aggregate> after = byName(wanted);
            after.forEach((name, aggregate) -> {
                if (before.containsKey(name)) {
                    same("aggregate " + name, aggregate, before.get(name));
                } else {
                    changed.add("+ " + aggregate);
                }
            });
            before.forEach((name, aggregate) -> {
                if (!after.containsKey(name)) {
                    impossible.add("the aggregate " + aggregate + " is in the store only");
                }
            });
            for (Feature column : to.features()) {
                from.features().stream()
                        .filter(stored -> stored.name().equals(column.name())
                                && to.onDemandNames().contains(column.name()))
                        .forEach(stored -> same("column " + column.name(), column.type(), stored.type()));
            }
            if (impossible.isEmpty()) {
                // New ones come behind those that are there.
                List<String> order = new ArrayList<>(before.keySet());
                after.keySet().stream()
                        .filter(name -> !before.containsKey(name))
                        .forEach(order::add);
                same("order of the aggregates", List.copyOf(after.keySet()), order);
            }
        }

        private static Map<String, Aggregate> byName(Aggregation aggregation) {
            Map<String, Aggregate> aggregates = new LinkedHashMap<>();
            aggregation.aggregates().forEach(aggregate -> aggregates.put(aggregate.name(), aggregate));
            return aggregates;
        }

        private static String origin(FeatureGroupSpec spec) {
            return spec.aggregation()
                    .map(part -> "aggregates of " + part.events())
                    .orElse("written");
        }

        // ---- columns

        private List<Feature> columns() {
            if (to.schemaIsOpen()) {
                return from.features();
            }
            if (from.schemaIsOpen()) {
                changed.add("columns, which the store has none of yet: "
                        + to.schema().names());
                return to.features();
            }
            Map<String, Feature> wanted = new TreeMap<>();
            to.features().forEach(feature -> wanted.put(feature.name(), feature));
            List<Feature> columns = new ArrayList<>();
            for (Feature feature : from.features()) {
                Feature next = wanted.remove(feature.name());
                if (next != null) {
                    columns.add(column(feature, next));
                } else if (absent(feature)) {
                    columns.add(feature);
                }
            }
            for (Feature feature : to.features()) {
                if (wanted.containsKey(feature.name())) {
                    changed.add("+ column " + feature.field()
                            + feature.defaultValue()
                                    .map(value -> ", " + Shown.of(value) + " in the rows that are there")
                                    .orElse(""));
                    columns.add(feature);
                }
            }
            return columns;
        }

        /** Whether a column that only the store has stays. */
        private boolean absent(Feature feature) {
            if (keep) {
                left.add("column " + feature.field() + " is in the store only");
                return true;
            }
            if (from.indexColumns().contains(feature.name())) {
                impossible.add("column " + feature.name() + " is part of a key, the event time or the partitions and "
                        + "cannot be left out");
                return true;
            }
            changed.add("- column " + feature.field() + ", with its values");
            dropped.add(feature.name());
            return false;
        }

        private Feature column(Feature there, Feature wanted) {
            String name = there.name();
            boolean fits = wanted.type().equals(there.type()) || widens(there, wanted.type());
            if (!wanted.type().equals(there.type())) {
                if (fits) {
                    changed.add("column " + name + ": " + there.type() + " becomes " + wanted.type());
                } else {
                    impossible.add("column " + name + " is " + wanted.type() + ", the store has " + there.type());
                }
            }
            if (!wanted.defaultValue().equals(there.defaultValue())) {
                impossible.add("the default of column " + name + " is " + Shown.of(wanted.defaultValue())
                        + ", the store has " + Shown.of(there.defaultValue()));
            }
            if (fits && wanted.featureType() != there.featureType()) {
                impossible.add("the feature type of column " + name + " is " + Shown.of(wanted.featureType())
                        + ", the store has " + Shown.of(there.featureType()));
            }
            if (!wanted.description().equals(there.description())) {
                changed.add("description of column " + name + ": " + quoted(there.description()) + " becomes "
                        + quoted(wanted.description()));
            }
            return wanted;
        }

        /** Whether the store can do it in place; it has the last word. */
        private boolean widens(Feature there, DataType to) {
            boolean index = from.indexColumns().contains(there.name());
            return switch (there.type()) {
                case DataType.StringType text ->
                    to instanceof DataType.StringType longer
                            && (longer.maxLength().isEmpty()
                                    || (text.maxLength().isPresent()
                                            && text.maxLength().getAsInt()
                                                    <= longer.maxLength().getAsInt()));
                case DataType.DecimalType number ->
                    !index
                            && to instanceof DataType.DecimalType longer
                            && number.scale() == longer.scale()
                            && number.precision() <= longer.precision();
                case DataType.IntType number -> !index && to instanceof DataType.LongType;
                case DataType.FloatType number -> !index && to instanceof DataType.DoubleType;
                default -> false;
            };
        }

        // ---- tags

        private Map<String, String> tags() {
            Map<String, String> tags = new TreeMap<>(given.tags());
            given.tags().forEach((name, value) -> {
                String there = stored.tags().get(name);
                if (there == null) {
                    changed.add("+ tag " + name + ": " + quoted(value));
                } else if (!there.equals(value)) {
                    changed.add("tag " + name + ": " + quoted(there) + " becomes " + quoted(value));
                }
            });
            stored.tags().forEach((name, value) -> {
                if (!tags.containsKey(name)) {
                    if (keep) {
                        left.add("tag " + name + ": " + quoted(value) + " is in the store only");
                        tags.put(name, value);
                    } else {
                        changed.add("- tag " + name + ": " + quoted(value));
                    }
                }
            });
            return tags;
        }

        private static String quoted(String text) {
            return "'" + text + "'";
        }
    }
}
