package io.shearwater.aggregate;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One aggregate divided by another. */
final class Ratios {
    private Ratios() {}

    /** The quotient of numbers, or of maps of them for each key that both have; null where there is none. */
    static @Nullable Object of(@Nullable Object numerator, @Nullable Object denominator) {
        if (numerator instanceof Map<?, ?> above && denominator instanceof Map<?, ?> below) {
            Map<String, @Nullable Object> ratios = new TreeMap<>();
            below.forEach((key, value) -> ratios.put(String.valueOf(key), of(above.get(key), value)));
            return ratios;
        }
        if (!(numerator instanceof Number above) || !(denominator instanceof Number below)) {
            return null;
        }
        double divisor = below.doubleValue();
        return divisor == 0 ? null : (Object) (above.doubleValue() / divisor);
    }
}
