package io.shearwater.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the rows of a feature group follow from the events of another one: each entity has, at every moment, the aggregates of
 * its events up to then. The rows need not be stored; they are computed at the times that are asked for. The entity is the
 * group's primary key, columns that the event group has under the same names. Immutable.
 *
 * @param events the feature group of the events, which has an event time and a history
 * @param where which events count, for all of the aggregates
 * @param source the group of the events as it is now; absent in a definition that no store has seen
 */
public record Aggregation(
        GroupRef events, Predicate where, List<Aggregate> aggregates, Optional<FeatureGroupSpec> source) {
    public Aggregation {
        aggregates = List.copyOf(aggregates);
        Set<String> names = new HashSet<>();
        for (Aggregate aggregate : aggregates) {
            if (!names.add(aggregate.name())) {
                throw ModelError.DUPLICATE_COLUMN.because("Two aggregates over '" + events.name() + "' are named '"
                        + aggregate.name() + "'. Name one of them with as(...).");
            }
        }
    }

    /** Aggregates of the events of a group. */
    public static Aggregation over(GroupRef events, Aggregate... aggregates) {
        return new Aggregation(events, Predicate.all(), List.of(aggregates), Optional.empty());
    }

    /** With more aggregates behind those there are. */
    public Aggregation with(Aggregate... more) {
        List<Aggregate> all = new ArrayList<>(aggregates);
        all.addAll(List.of(more));
        return new Aggregation(events, where, all, source);
    }

    /** Over the events that pass; several conditions must all pass. */
    public Aggregation where(Predicate condition) {
        return new Aggregation(events, where.and(condition), aggregates, source);
    }

    /** The columns of an event that are read beside key and event time. */
    public Set<String> columns() {
        Set<String> columns = new LinkedHashSet<>(where.columns());
        aggregates.forEach(aggregate -> columns.addAll(aggregate.columns()));
        return columns;
    }

    /**
     * About how many bytes an event takes where the aggregates are served: its times and sequence, its key, and what is
     * aggregated.
     *
     * @param group of the events
     */
    public long bytesOfEvent(FeatureGroupSpec group) {
        Set<String> read = new LinkedHashSet<>();
        aggregates.forEach(aggregate -> read.addAll(aggregate.function().columns()));
        aggregates.forEach(aggregate -> aggregate.by().ifPresent(read::add));
        long bytes = 4 * Long.BYTES + 1;
        for (String column : group.primaryKey()) {
            bytes += 1 + bytesOf(group.schema().field(column).type());
        }
        for (String column : read) {
            bytes += bytesOf(group.schema().field(column).type());
        }
        return bytes;
    }

    private static long bytesOf(DataType type) {
        return switch (type) {
            case DataType.DecimalType t -> 16;
            case DataType.StringType t -> 16;
            case DataType.BinaryType t -> 16;
            default -> Long.BYTES;
        };
    }

    /** Over the group of the events as it is now. */
    Aggregation of(FeatureGroupSpec group) {
        return new Aggregation(events, where, aggregates, Optional.of(group));
    }

    /** This as it is written down: without the group of the events. */
    public Aggregation declared() {
        return new Aggregation(events, where, aggregates, Optional.empty());
    }

    /**
     * The features of a group that is so computed: key, event time, aggregates, and as they are declared those that are computed
     * of them on demand.
     *
     * @throws ShearwaterException BAD_DEFINITION where the events lack what is needed, UNKNOWN_COLUMN
     */
    List<Feature> features(FeatureGroupSpec group, FeatureGroupSpec from) {
        AggregationCheck.check(group, this, from);
        Schema schema = from.schema();
        List<Feature> features = new ArrayList<>();
        for (String column : group.primaryKey()) {
            features.add(Feature.of(column, schema.field(column).type()));
        }
        features.add(Feature.of(group.eventTime().orElseThrow().column(), DataType.TIMESTAMP));
        for (Aggregate aggregate : aggregates) {
            features.add(Feature.of(aggregate.name(), aggregate.resultType(schema), aggregate.toString()));
        }
        features.addAll(AggregationCheck.derived(group, features));
        AggregationCheck.checkDeclared(group, features);
        return features;
    }
}
