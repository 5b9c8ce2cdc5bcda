package io.shearwater.cli;

import java.time.Duration;

/** Durations as people say them: the two greatest units. */
final class Ages {
    private Ages() {}

    static String text(Duration age) {
        if (age.isNegative()) {
            return "in " + text(age.negated());
        }
        if (age.toDays() > 0) {
            return age.toDays() + " d " + age.toHoursPart() + " h";
        }
        if (age.toHours() > 0) {
            return age.toHours() + " h " + age.toMinutesPart() + " min";
        }
        if (age.toMinutes() > 0) {
            return age.toMinutes() + " min " + age.toSecondsPart() + " s";
        }
        return age.toSeconds() + " s";
    }
}
