package io.shearwater.online;

import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.RequestId;
import io.shearwater.online.VectorPlan.Copy;
import io.shearwater.online.VectorPlan.Lookup;
import io.shearwater.online.VectorPlan.Part;
import io.shearwater.online.VectorPlan.Slot;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A vector while it is read. Not thread-safe. */
final class VectorDraft {
    private final VectorPlan plan;
    private final RequestId request;
    private final @Nullable Object[] passed;
    private final @Nullable Object[] links;
    /** For each lookup what became of it. */
    private final FeatureStatus[] found;

    private final @Nullable Object[] values;
    private final FeatureStatus[] statuses;
    private final long[] eventTimes;
    private final long[] sequences;
    private long asOf = Long.MAX_VALUE;
    private boolean refused;

    VectorDraft(VectorPlan plan, RequestId request, @Nullable Object[] passed) {
        int size = plan.width();
        this.plan = plan;
        this.request = request;
        this.passed = passed;
        this.links = new @Nullable Object[plan.links()];
        this.found = new FeatureStatus[plan.lookups().size()];
        this.values = new @Nullable Object[size];
        this.statuses = new FeatureStatus[size];
        this.eventTimes = new long[size];
        this.sequences = new long[size];
        Arrays.fill(found, FeatureStatus.NOT_FOUND);
        Arrays.fill(statuses, FeatureStatus.NOT_FOUND);
        Arrays.fill(eventTimes, FeatureVector.NONE);
        Arrays.fill(sequences, FeatureVector.NONE);
    }

    RequestId request() {
        return request;
    }

    /** Whether the request names this. */
    boolean passes(int slot) {
        return !(passed[slot] instanceof VectorPlan.Absent);
    }

    /** The value of a key column: what was passed wins over what was found. */
    @Nullable
    Object value(Part part) {
        for (Part at = part; at != null; at = at.inherited()) {
            if (at.slot() != VectorPlan.NONE && passes(at.slot())) {
                return passed[at.slot()];
            }
            if (at.link() != VectorPlan.NONE) {
                return links[at.link()];
            }
        }
        return null;
    }

    /** Appends a key; false if a part of it is null, which equals nothing. */
    boolean putKey(Part[] key, KeyCodec codec, ByteSink sink) {
        for (int i = 0; i < key.length; i++) {
            Object value = value(key[i]);
            if (value == null) {
                return false;
            }
            codec.put(sink, i, value);
        }
        return true;
    }

    /** As of when the request is, in microseconds. */
    void asOf(long time) {
        asOf = time;
    }

    /** As of when the request is; after all time unless it names one. */
    long asOf() {
        return asOf;
    }

    /** A row was found; its columns are as the lookup lists them. */
    void found(Lookup lookup, @Nullable Object[] row, long eventTime, long sequence) {
        boolean isBelowSubstitute = lookup.parent() != VectorPlan.NONE
                && found[lookup.parent()] == FeatureStatus.FALLBACK
                && !isPassed(lookup.ownSlots());
        FeatureStatus status = isBelowSubstitute ? FeatureStatus.FALLBACK : FeatureStatus.PRESENT;
        take(lookup, status, row, eventTime, sequence);
    }

    /** A row was found that is later than the request: it stands in for the one of then, which is not kept. */
    void substituted(Lookup lookup, @Nullable Object[] row, long eventTime, long sequence) {
        take(lookup, FeatureStatus.FALLBACK, row, eventTime, sequence);
    }

    private void take(Lookup lookup, FeatureStatus status, @Nullable Object[] row, long eventTime, long sequence) {
        found[lookup.index()] = status;
        List<Copy> outputs = lookup.outputs();
        for (int i = 0; i < outputs.size(); i++) {
            Copy copy = outputs.get(i);
            Object value = row[copy.column()];
            set(copy.to(), value, value == null ? FeatureStatus.NULL : status, eventTime, sequence);
        }
        for (Copy copy : lookup.links()) {
            links[copy.to()] = row[copy.column()];
        }
    }

    /** There is nothing of the entity, of which there may be so many: its counts are 0. */
    void counted(Lookup lookup, @Nullable Object[] row) {
        for (Copy copy : lookup.outputs()) {
            set(copy.to(), row[copy.column()], FeatureStatus.NOT_FOUND, FeatureVector.NONE, FeatureVector.NONE);
        }
    }

    /** Takes values that were read elsewhere. */
    void take(@Nullable Object[] read) {
        for (int i = 0; i < read.length; i++) {
            FeatureStatus status = read[i] == null ? FeatureStatus.NULL : FeatureStatus.PRESENT;
            set(i, read[i], status, FeatureVector.NONE, FeatureVector.NONE);
        }
    }

    /** A row was found and does not count. */
    void expired(Lookup lookup, long eventTime, long sequence) {
        found[lookup.index()] = FeatureStatus.EXPIRED;
        for (Copy copy : lookup.outputs()) {
            set(copy.to(), null, FeatureStatus.EXPIRED, eventTime, sequence);
        }
    }

    /** Whether the parent of a lookup is missing, and the key was not passed and needs it. */
    boolean lacksParent(Lookup lookup) {
        FeatureStatus parent = found[lookup.parent()];
        boolean isThere = parent == FeatureStatus.PRESENT || parent == FeatureStatus.FALLBACK;
        return !isThere && !isPassed(lookup.ownSlots());
    }

    /** Takes over the status of a missing parent. */
    void inherit(Lookup lookup) {
        FeatureStatus parent = found[lookup.parent()];
        found[lookup.index()] = parent;
        for (Copy copy : lookup.outputs()) {
            // Of an entity that nobody knows there are no events: its counts are 0.
            Object value = lookup.group().isAggregated() ? values[copy.to()] : null;
            set(copy.to(), value, parent, FeatureVector.NONE, FeatureVector.NONE);
        }
        for (Copy copy : lookup.links()) {
            links[copy.to()] = null;
        }
    }

    private boolean isPassed(int[] slots) {
        for (int slot : slots) {
            if (slot == VectorPlan.NONE || !passes(slot)) {
                return false;
            }
        }
        return true;
    }

    private void set(int at, @Nullable Object value, FeatureStatus status, long eventTime, long sequence) {
        values[at] = value;
        statuses[at] = status;
        eventTimes[at] = eventTime;
        sequences[at] = sequence;
    }

    /** Puts what was passed in the place of what is stored. Nothing is found of what the filter refuses. */
    void settle() {
        for (int i = 0; i < passed.length; i++) {
            Object value = passed[i];
            if (!(value instanceof VectorPlan.Absent)) {
                Slot slot = plan.slots().get(i);
                for (int output : slot.outputs()) {
                    FeatureStatus status = value == null ? FeatureStatus.NULL : FeatureStatus.PRESENT;
                    set(output, value, status, FeatureVector.NONE, FeatureVector.NONE);
                }
            }
        }
        if (!plan.filter().passes(values)) {
            refused = true;
            refuse();
        }
    }

    /** Whether the filter refused it. */
    boolean isRefused() {
        return refused;
    }

    /** Whether a result is one that the request names. */
    boolean isPassed(int output) {
        for (int i = 0; i < passed.length; i++) {
            if (passes(i) && Arrays.stream(plan.slots().get(i).outputs()).anyMatch(at -> at == output)) {
                return true;
            }
        }
        return false;
    }

    /** The values as they are read, those that only the filter needs last. */
    @Nullable
    Object[] values() {
        return values;
    }

    FeatureStatus status(int output) {
        return statuses[output];
    }

    long eventTime(int output) {
        return eventTimes[output];
    }

    long sequence(int output) {
        return sequences[output];
    }

    /** The vector. */
    FeatureVector vector() {
        int size = plan.schema().size();
        return size == values.length
                ? new FeatureVector(plan.schema(), values, statuses, eventTimes, sequences, request)
                : new FeatureVector(
                        plan.schema(),
                        Arrays.copyOf(values, size),
                        Arrays.copyOf(statuses, size),
                        Arrays.copyOf(eventTimes, size),
                        Arrays.copyOf(sequences, size),
                        request);
    }

    private void refuse() {
        Arrays.fill(values, null);
        Arrays.fill(statuses, FeatureStatus.NOT_FOUND);
        Arrays.fill(eventTimes, FeatureVector.NONE);
        Arrays.fill(sequences, FeatureVector.NONE);
    }
}
