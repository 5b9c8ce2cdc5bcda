package io.shearwater.store;

import io.shearwater.model.Aggregation;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.ShearwaterException;
import io.shearwater.offline.GroupTables;
import io.shearwater.spi.SchemaChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Turns the difference between a stored group and what it is to be into changes of its table, or refuses. */
final class GroupDifference {
    private GroupDifference() {}

    /**
     * The changes of the table; none where only descriptions differ.
     *
     * @throws ShearwaterException BAD_CHANGE when it needs a new version
     */
    static List<SchemaChange> changes(FeatureGroupSpec stored, FeatureGroupSpec next) {
        if (isAppended(stored, next)) {
            return List.of();
        }
        List<String> others = Definitions.differences(next.withFeatures(List.of()), stored);
        if (!others.isEmpty()) {
            throw refused(stored, String.join("; ", others));
        }
        if (stored.schemaIsOpen()) {
            return List.of();
        }
        Map<String, Feature> wanted =
                next.features().stream().collect(Collectors.toMap(Feature::name, Function.identity()));
        List<SchemaChange> changes = new ArrayList<>();
        List<String> order = new ArrayList<>();
        for (Feature feature : stored.features()) {
            Feature to = wanted.get(feature.name());
            if (to == null) {
                requireNoIndex(stored, feature.name(), "left out");
                changes.add(new SchemaChange.Drop(feature.name()));
            } else {
                order.add(feature.name());
                widened(stored, feature, to, changes);
            }
        }
        for (Feature feature : next.features()) {
            if (!stored.schema().contains(feature.name())) {
                order.add(feature.name());
                changes.add(new SchemaChange.Add(feature));
            }
        }
        if (!order.equals(next.schema().names())) {
            throw refused(
                    stored, "its columns are in another order: " + next.schema().names() + ", not " + order);
        }
        return changes;
    }

    /** Whether it is a group of aggregates that gets more of them behind those that are there, and nothing else. */
    static boolean isAppended(FeatureGroupSpec stored, FeatureGroupSpec next) {
        if (stored.aggregation().isEmpty() || next.aggregation().isEmpty()) {
            return false;
        }
        Aggregation before = stored.aggregation().get().declared();
        Aggregation after = next.aggregation().get().declared();
        int kept = before.aggregates().size();
        return after.aggregates().size() > kept
                && after.aggregates().subList(0, kept).equals(before.aggregates())
                && Definitions.differences(next.withAggregation(before).withFeatures(List.of()), stored)
                        .isEmpty();
    }

    private static void widened(FeatureGroupSpec stored, Feature from, Feature to, List<SchemaChange> changes) {
        if (!Objects.equals(from.defaultValue(), to.defaultValue())) {
            throw refused(stored, "the default of '" + from.name() + "' is another");
        }
        if (from.type().equals(to.type())) {
            return;
        }
        if (!GroupTables.widensInPlace(from.type(), to.type())) {
            throw refused(
                    stored, "the column '" + from.name() + "' is " + from.type() + " and cannot become " + to.type());
        }
        if (!(from.type() instanceof DataType.StringType)) {
            requireNoIndex(stored, from.name(), "widened");
        }
        changes.add(new SchemaChange.Widen(from.name(), to.type()));
    }

    private static void requireNoIndex(FeatureGroupSpec stored, String column, String action) {
        if (stored.indexColumns().contains(column)) {
            throw refused(
                    stored,
                    "the column '" + column + "' is " + action
                            + ", but it is part of a key, the event time or the partitions");
        }
    }

    private static ShearwaterException refused(FeatureGroupSpec stored, String why) {
        return StoreError.BAD_CHANGE.because("The feature group '" + stored.name() + "' version " + stored.version()
                + " cannot be changed so: " + why + ". A changed meaning is a new version: make version "
                + (stored.version() + 1) + ".");
    }
}
