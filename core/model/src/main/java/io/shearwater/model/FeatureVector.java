package io.shearwater.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The features of one entity at one moment, in the order of the view. Each value has a status, and, where it came from a
 * stored row, that row's event time and write sequence. Immutable by contract: the arrays given in are owned. Thread-safe.
 */
public final class FeatureVector {
    /** Marks "no event time" or "no sequence". */
    public static final long NONE = Long.MIN_VALUE;

    private final Schema schema;
    private final @Nullable Object[] values;
    private final FeatureStatus[] statuses;
    private final long[] eventTimes;
    private final long[] sequences;
    private final RequestId request;

    /** Arrays are as long as the schema; event times in microseconds, {@link #NONE} where there is none. */
    public FeatureVector(
            Schema schema,
            @Nullable Object[] values,
            FeatureStatus[] statuses,
            long[] eventTimes,
            long[] sequences,
            RequestId request) {
        this.schema = schema;
        this.values = values;
        this.statuses = statuses;
        this.eventTimes = eventTimes;
        this.sequences = sequences;
        this.request = request;
    }

    /**
     * What this vector is known by, in the log of vectors too: what the entry of the request stated as {@link RequestId#NAME},
     * else an id that was made for it and that no other vector has.
     */
    public String requestId() {
        return request.text();
    }

    /** Names and types of the features, in order. */
    public Schema schema() {
        return schema;
    }

    public int size() {
        return values.length;
    }

    public @Nullable Object value(int index) {
        return values[index];
    }

    /**
     * The value of this feature.
     *
     * @throws ShearwaterException UNKNOWN_COLUMN, suggesting the nearest name
     */
    public @Nullable Object value(String feature) {
        return values[schema.index(feature)];
    }

    public FeatureStatus status(int index) {
        return statuses[index];
    }

    public FeatureStatus status(String feature) {
        return statuses[schema.index(feature)];
    }

    /** When the feature's value became valid, if it came from a row with an event time. */
    public Optional<Instant> eventTime(String feature) {
        return eventTime(schema.index(feature));
    }

    /** As {@link #eventTime(String)}, by position. */
    public Optional<Instant> eventTime(int index) {
        long micros = eventTimes[index];
        return micros == NONE ? Optional.empty() : Optional.of(Times.instant(micros));
    }

    /** How old the feature's value is at a moment; negative for one that becomes valid later. */
    public Optional<Duration> age(String feature, Instant at) {
        return eventTime(feature).map(time -> Duration.between(time, at));
    }

    /** The write sequence, within its group, of the row that the value came from. */
    public OptionalLong sequence(String feature) {
        return sequence(schema.index(feature));
    }

    /** As {@link #sequence(String)}, by position. */
    public OptionalLong sequence(int index) {
        long sequence = sequences[index];
        return sequence == NONE ? OptionalLong.empty() : OptionalLong.of(sequence);
    }

    /** Whether two values have the same status, event time and write sequence, as values of one row mostly have. */
    public boolean hasSameOrigin(int index, int other) {
        return statuses[index] == statuses[other]
                && eventTimes[index] == eventTimes[other]
                && sequences[index] == sequences[other];
    }

    /** The values by name, in order. */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            map.put(schema.field(i).name(), values[i]);
        }
        return Collections.unmodifiableMap(map);
    }

    /** The numbers for a learner; null becomes NaN, booleans 0 and 1. */
    public double[] toDoubles() {
        double[] numbers = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            numbers[i] = switch (values[i]) {
                case null -> Double.NaN;
                case Boolean bool -> bool ? 1 : 0;
                case Number number -> number.doubleValue();
                case Object other ->
                    throw ModelError.WRONG_TYPE.because(
                            "The feature '" + schema.field(i).name() + "' is "
                                    + schema.field(i).type() + " with the value '" + other + "', not a number.");
            };
        }
        return numbers;
    }

    @Override
    public String toString() {
        return toMap().toString();
    }
}
