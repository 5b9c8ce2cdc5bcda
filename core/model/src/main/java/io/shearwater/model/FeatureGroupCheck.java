package io.shearwater.model;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rules that a {@link FeatureGroupSpec} keeps. */
final class FeatureGroupCheck {
    private FeatureGroupCheck() {}

    static void check(GroupRef ref, List<String> primaryKey, Optional<EventTime> eventTime, Optional<Duration> ttl) {
        if (primaryKey.isEmpty()) {
            throw bad(ref, "has no primary key. Name one to many columns that identify the entity.");
        }
        if (new HashSet<>(primaryKey).size() != primaryKey.size()) {
            throw bad(ref, "names a primary-key column twice: " + primaryKey + ".");
        }
        eventTime.ifPresent(time -> {
            if (primaryKey.contains(time.column())) {
                throw bad(
                        ref,
                        "has '" + time.column() + "' as event time and in the primary key. The event time is "
                                + "part of a row's identity already: leave it out of the key.");
            }
        });
        ttl.ifPresent(lifetime -> {
            if (lifetime.isNegative() || lifetime.isZero()) {
                throw bad(ref, "has a TTL of " + lifetime + "; it must be positive.");
            }
            if (eventTime.isEmpty()) {
                throw bad(ref, "has a TTL but no event time to count it from.");
            }
        });
    }

    static void checkColumns(
            GroupRef ref,
            List<Feature> features,
            List<String> primaryKey,
            Optional<EventTime> eventTime,
            List<ForeignKey> foreignKeys) {
        Set<String> names = new HashSet<>();
        for (Feature feature : features) {
            if (!names.add(feature.name())) {
                throw ModelError.DUPLICATE_COLUMN.because(
                        "The feature group '" + ref.name() + "' has the column '" + feature.name() + "' twice.");
            }
        }
        Schema schema = Schema.of(features.stream().map(Feature::field).toList());
        for (String column : primaryKey) {
            DataType type = column(ref, schema, column, "primary key").type();
            if (!isKeyType(type)) {
                throw bad(
                        ref,
                        "has the primary-key column '" + column + "' of type " + type
                                + ". Keys are boolean, int, long, decimal, string, binary, date or timestamp.");
            }
        }
        eventTime.ifPresent(time -> {
            DataType type = column(ref, schema, time.column(), "event time").type();
            if (!(type instanceof DataType.TimestampType || type instanceof DataType.DateType)) {
                throw bad(
                        ref,
                        "has the event time '" + time.column() + "' of type " + type
                                + ". It must be a timestamp or a date.");
            }
        });
        for (ForeignKey key : foreignKeys) {
            key.columns().forEach(column -> column(ref, schema, column, "foreign key to '" + key.group() + "'"));
        }
    }

    /** Outputs are features, each given once; inputs are not outputs of a later call. */
    static void checkOnDemand(
            GroupRef ref,
            List<Feature> features,
            List<String> primaryKey,
            Optional<EventTime> eventTime,
            List<TransformationCall> onDemand) {
        List<String> names = features.stream().map(Feature::name).toList();
        Set<String> given = new HashSet<>();
        for (TransformationCall call : onDemand) {
            for (String output : call.outputs()) {
                if (!names.contains(output)) {
                    throw bad(
                            ref,
                            "computes '" + output + "' on demand (" + call
                                    + ") and does not declare it as a feature; it has " + names + "."
                                    + Names.didYouMean(output, names));
                }
                if (primaryKey.contains(output)
                        || eventTime
                                .filter(time -> time.column().equals(output))
                                .isPresent()) {
                    throw bad(ref, "computes '" + output + "' on demand, which identifies its rows.");
                }
                if (!given.add(output)) {
                    throw bad(ref, "computes '" + output + "' on demand twice.");
                }
            }
        }
        for (TransformationCall call : onDemand) {
            call.outputs().forEach(given::remove);
            for (String input : call.inputs()) {
                if (given.contains(input) || call.outputs().contains(input)) {
                    throw bad(
                            ref,
                            "computes " + call.outputs() + " on demand from '" + input
                                    + "', which is computed later. Put what gives it first.");
                }
            }
        }
    }

    static void checkPartitions(
            GroupRef ref,
            List<Feature> features,
            List<String> primaryKey,
            Optional<EventTime> eventTime,
            List<PartitionField> partitions) {
        Schema schema = Schema.of(features.stream().map(Feature::field).toList());
        Set<String> identity = new HashSet<>(primaryKey);
        eventTime.ifPresent(time -> identity.add(time.column()));
        Set<String> partitioned = new HashSet<>();
        for (PartitionField partition : partitions) {
            if (!partitioned.add(partition.column())) {
                throw bad(ref, "is partitioned by '" + partition.column() + "' twice; one of them is enough.");
            }
            DataType type = column(ref, schema, partition.column(), "partition").type();
            if (!identity.contains(partition.column())) {
                throw bad(
                        ref,
                        "is partitioned by '" + partition.column() + "', which is not part of a row's identity "
                                + identity + ". Two versions of a row could then lie in two partitions.");
            }
            boolean needsTime = partition.transform() == PartitionField.Transform.DAY
                    || partition.transform() == PartitionField.Transform.MONTH;
            if (needsTime && !(type instanceof DataType.TimestampType || type instanceof DataType.DateType)) {
                throw bad(
                        ref,
                        "is partitioned by the " + partition.transform() + " of '" + partition.column() + "', which is "
                                + type + ", not a timestamp or date.");
            }
        }
    }

    /** Whether values of this type can identify an entity: equality must be beyond doubt. */
    static boolean isKeyType(DataType type) {
        return isScalar(type) && !(type instanceof DataType.FloatType || type instanceof DataType.DoubleType);
    }

    /** Whether a value is one thing, without parts. */
    static boolean isScalar(DataType type) {
        return switch (type) {
            case DataType.ArrayType t -> false;
            case DataType.StructType t -> false;
            case DataType.MapType t -> false;
            case DataType.EmbeddingType t -> false;
            default -> true;
        };
    }

    private static Field column(GroupRef ref, Schema schema, String column, String role) {
        if (!schema.contains(column)) {
            throw bad(
                    ref,
                    "names the column '" + column + "' as " + role + ", but its columns are " + schema.names() + "."
                            + Names.didYouMean(column, schema.names()));
        }
        return schema.field(column);
    }

    private static ShearwaterException bad(GroupRef ref, String what) {
        return ModelError.BAD_DEFINITION.because("The feature group '" + ref.name() + "' " + what);
    }
}
