package io.shearwater.gate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What requests made of definitions, ready for the next one, as long as no definition changes: to look a view up takes longer than to
 * read a vector of it. Thread-safe.
 *
 * @param <K> by what it is asked for
 * @param <T> what is kept
 */
public final class Kept<K, T> {
    /** More than that at a time are made anew. */
    private static final int MOST = 2_000;

    private final Gate gate;
    private final Map<K, Made<T>> made = new ConcurrentHashMap<>();

    /** @param gate counts the changes of definitions */
    public Kept(Gate gate) {
        this.gate = gate;
    }

    /** What was made at a count of definitions. */
    private record Made<T>(long definitions, T thing) {}

    /** Whether a thing is at hand, so that asking for it does not wait for the disk. */
    public boolean has(K key) {
        Made<T> known = made.get(key);
        return known != null && known.definitions() == gate.definitions();
    }

    /** The thing of a key, made if it is not at hand. */
    public T get(K key, Supplier<T> maker) {
        long now = gate.definitions();
        Made<T> known = made.get(key);
        if (known != null && known.definitions() == now) {
            return known.thing();
        }
        T thing = maker.get();
        if (made.size() >= MOST) {
            made.clear();
        }
        made.put(key, new Made<>(now, thing));
        return thing;
    }
}
