package io.shearwater.store;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is made at its first use, and again after it was forgotten; a failure is not kept. Thread-safe: it may be made
 * twice, and one is kept.
 */
final class Once<T> {
    private final Supplier<T> make;
    private final LongSupplier state;
    private volatile @Nullable Made<T> made;

    Once(Supplier<T> make) {
        this(make, () -> 0);
    }

    /** Of a state: once that is another one, the value is made anew. */
    Once(Supplier<T> make, LongSupplier state) {
        this.make = make;
        this.state = state;
    }

    private record Made<T>(T value, long state) {}

    T get() {
        Made<T> known = made;
        long now = state.getAsLong();
        if (known == null || known.state != now) {
            known = new Made<>(make.get(), now);
            made = known;
        }
        return known.value;
    }

    void forget() {
        made = null;
    }
}
