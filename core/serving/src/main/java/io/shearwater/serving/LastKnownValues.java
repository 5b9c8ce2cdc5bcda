package io.shearwater.serving;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What entities had when they were last read: a table of fixed size in which an entity has a few places; where all are taken, the next
 * one takes that of another. Thread-safe, without locks.
 */
final class LastKnownValues {
    private static final int WAYS = 4;
    private static final int SETS = 1 << 15;

    private final AtomicReferenceArray<@Nullable Known> table = new AtomicReferenceArray<>(SETS * WAYS);

    /** The values of an entity, in the order of the features that are kept. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Known(
            List<@Nullable Object> key, @Nullable Object[] values) {}

    /** Keeps values that were read; null where there was none, which leaves what is known. */
    void put(List<@Nullable Object> key, @Nullable Object[] values) {
        int set = set(key);
        int free = -1;
        for (int way = set; way < set + WAYS; way++) {
            Known known = table.get(way);
            if (known == null) {
                free = free < 0 ? way : free;
            } else if (known.key.equals(key)) {
                @Nullable Object[] merged = merged(known.values, values);
                if (!Arrays.equals(known.values, merged)) {
                    table.set(way, new Known(key, merged));
                }
                return;
            }
        }
        int place = free >= 0 ? free : set + (key.hashCode() >>> 28) % WAYS;
        table.set(place, new Known(key, values));
    }

    private static @Nullable Object[] merged(@Nullable Object[] known, @Nullable Object[] now) {
        @Nullable Object[] merged = now.clone();
        for (int i = 0; i < merged.length; i++) {
            merged[i] = now[i] == null ? known[i] : now[i];
        }
        return merged;
    }

    /** The last value of a feature, by its place; null if none is known. */
    @Nullable
    Object get(List<@Nullable Object> key, int feature) {
        int set = set(key);
        for (int way = set; way < set + WAYS; way++) {
            Known known = table.get(way);
            if (known != null && known.key.equals(key)) {
                return known.values[feature];
            }
        }
        return null;
    }

    private static int set(List<@Nullable Object> key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return (hash >>> 17) % SETS * WAYS;
    }
}
