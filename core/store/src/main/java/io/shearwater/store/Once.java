package io.shearwater.store;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is made at its first use, and again after it was forgotten; a failure is not kept. Thread-safe: it may be made
 * twice, and one is kept.
 */
final class Once<T> {
    private final Supplier<T> make;
    private volatile @Nullable T value;

    Once(Supplier<T> make) {
        this.make = make;
    }

    T get() {
        T known = value;
        if (known == null) {
            known = make.get();
            value = known;
        }
        return known;
    }

    void forget() {
        value = null;
    }
}
