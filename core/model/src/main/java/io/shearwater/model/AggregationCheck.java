package io.shearwater.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules that an {@link Aggregation} keeps towards the group it is part of and the events it reads. */
final class AggregationCheck {
    private static final Duration LONGEST_BY_HOURS = Duration.ofDays(8);

    private AggregationCheck() {}

    /** What can be said without the events. */
    static void check(
            GroupRef ref,
            Optional<EventTime> eventTime,
            Optional<Duration> ttl,
            List<TransformationCall> onDemand,
            Aggregation aggregation) {
        if (ttl.isPresent()) {
            throw bad(ref, "aggregates events and has a TTL; its windows say how old an event may be.");
        }
        if (aggregation.aggregates().isEmpty()) {
            throw bad(
                    ref,
                    "aggregates the events of '" + aggregation.events().name()
                            + "' and names no aggregate. Name one or more, such as count over rolling 1h.");
        }
        if (eventTime.isEmpty()) {
            throw bad(
                    ref, "aggregates events but has no event time: name the column that says as of when its rows are.");
        }
        if (!eventTime.orElseThrow().knownAfter().isZero()) {
            throw bad(ref, "aggregates events and says when its rows are known. Say it of the events instead.");
        }
        if (aggregation.events().equals(ref)) {
            throw bad(ref, "aggregates its own rows. Name the group of the events.");
        }
        for (TransformationCall call : onDemand) {
            aggregation.aggregates().stream()
                    .filter(aggregate -> call.outputs().contains(aggregate.name()))
                    .findFirst()
                    .ifPresent(aggregate -> {
                        throw bad(
                                ref,
                                "computes '" + aggregate.name()
                                        + "' on demand, and has an aggregate of that name. Name "
                                        + "what is computed of it otherwise, with as(...).");
                    });
        }
    }

    static void checkPartitions(GroupRef ref, List<PartitionField> partitions) {
        if (!partitions.isEmpty()) {
            throw bad(
                    ref,
                    "aggregates events and has partitions, by "
                            + partitions.stream().map(PartitionField::column).toList()
                            + ". Its own rows are not stored: partition the group of the events.");
        }
    }

    static void check(FeatureGroupSpec group, Aggregation aggregation, FeatureGroupSpec source) {
        GroupRef ref = group.ref();
        if (source.aggregation().isPresent()) {
            throw bad(
                    ref,
                    "aggregates '" + source.name() + "', whose rows are aggregates themselves and not stored. "
                            + "Aggregate its events, '"
                            + source.aggregation().orElseThrow().events().name() + "'.");
        }
        if (source.schemaIsOpen()) {
            throw bad(
                    ref,
                    "aggregates '" + source.name()
                            + "', which has no columns yet. Insert its first rows, or declare its features, before.");
        }
        if (source.eventTime().isEmpty()) {
            throw bad(ref, "aggregates '" + source.name() + "', whose rows have no event time.");
        }
        if (!source.storage().hasOffline()) {
            throw bad(
                    ref,
                    "aggregates '" + source.name()
                            + "', which is online only: a window needs the history of its events. Keep that group offline too.");
        }
        Schema schema = source.schema();
        List<String> names = schema.names();
        for (String column : group.primaryKey()) {
            if (!names.contains(column)) {
                throw bad(
                        ref,
                        "has the primary-key column '" + column + "', by which the events of '" + source.name()
                                + "' are to be told apart, but they have " + names + "."
                                + Names.didYouMean(column, names));
            }
            if (!FeatureGroupCheck.isKeyType(schema.field(column).type())) {
                throw bad(
                        ref,
                        "tells events apart by '" + column + "' of type "
                                + schema.field(column).type() + ", which is no type of a key.");
            }
        }
        if (group.storage().hasOnline()) {
            aggregation
                    .aggregates()
                    .forEach(aggregate -> checkBounded(ref, aggregate, aggregation.bytesOfEvent(source)));
        }
        PredicateCheck.check(aggregation.where(), schema, "the aggregates of '" + group.name() + "'");
    }

    /** A long window that is exact is meant to be: it keeps every event. */
    private static void checkBounded(GroupRef ref, Aggregate aggregate, long bytesOfEvent) {
        if (!(aggregate.window() instanceof AggregationWindow.Rolling window)
                || window.resolution().isPresent()
                || window.length().compareTo(AggregationWindow.LONG) <= 0) {
            return;
        }
        Duration step = window.length().compareTo(LONGEST_BY_HOURS) <= 0 ? Duration.ofHours(1) : Duration.ofDays(1);
        throw bad(
                ref,
                "is kept online, and its aggregate '" + aggregate.name() + "' is over " + window
                        + ", to the microsecond: that needs every event, about " + bytesOfEvent + " bytes each, "
                        + 1_000 * bytesOfEvent
                        + " bytes for a key with 1000 events in that time. Let its lower end fall on "
                        + "multiples of a step, '" + window.resolution(step) + "', or say that you mean it, '"
                        + window.exact() + "'.");
    }

    /** The columns that are computed on demand, as the group declares them, in the order of the computation. */
    static List<Feature> derived(FeatureGroupSpec group, List<Feature> others) {
        List<String> names = others.stream().map(Feature::name).toList();
        List<Feature> derived = new ArrayList<>();
        for (TransformationCall call : group.onDemand()) {
            for (String output : call.outputs()) {
                Feature declared = group.features().stream()
                        .filter(feature -> feature.name().equals(output) && !names.contains(output))
                        .findFirst()
                        .orElseThrow(() -> bad(
                                group.ref(),
                                "computes '" + output + "' on demand (" + call
                                        + ") and does not declare it as a feature, with its type. It has " + names
                                        + "."));
                derived.add(declared);
            }
        }
        return derived;
    }

    /** Refuses columns that are declared and do not follow from the events. */
    static void checkDeclared(FeatureGroupSpec group, List<Feature> features) {
        List<String> names = features.stream().map(Feature::name).toList();
        for (Feature declared : group.features()) {
            if (!names.contains(declared.name())) {
                throw bad(
                        group.ref(),
                        "has the column '" + declared.name()
                                + "', which is none of its aggregates. Its columns follow from the events; declare none but "
                                + "those that it computes on demand."
                                + Names.didYouMean(declared.name(), names));
            }
        }
    }

    private static ShearwaterException bad(GroupRef ref, String what) {
        return ModelError.BAD_DEFINITION.because("The feature group '" + ref.name() + "' " + what);
    }
}
