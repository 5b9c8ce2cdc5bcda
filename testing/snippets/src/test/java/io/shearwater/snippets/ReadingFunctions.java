package io.shearwater.snippets;

import io.shearwater.transform.FromColumn;
import io.shearwater.transform.TransformationFunction;
import org.jspecify.annotations.Nullable;

// region: aggregates.filled.function
public final class ReadingFunctions {
    /** What is measured now or, where that is missing, what was measured last. */
    @TransformationFunction
    public static @Nullable Double filledCelsius(
            @FromColumn("celsius") @Nullable Double now, @FromColumn("last_celsius") @Nullable Double last) {
        return now != null ? now : last;
    }
    // end

    private ReadingFunctions() {}
}
