package io.shearwater.rest;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/** Durations of strangers. */
final class Durations {
    private Durations() {}

    /**
     * A duration as ISO 8601 has it, {@code PT1H} or {@code P30D}.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_PARAMETER
     */
    static Duration parse(String name, String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException odd) {
            throw RestError.BAD_PARAMETER.because(
                    "'" + name + "' is '" + Texts.shown(text) + "', no duration such as PT1H or P30D.", odd);
        }
    }
}
