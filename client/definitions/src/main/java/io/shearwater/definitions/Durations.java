package io.shearwater.definitions;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them: {@code 90d}, {@code 1d12h}, {@code 45s}; ISO 8601 where that is not enough. */
final class Durations {
    private static final Pattern SHORT =
            Pattern.compile("(?:([0-9]{1,9})d)?(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,9})s)?");

    private Durations() {}

    static Optional<Duration> parse(String text) {
        Matcher parts = SHORT.matcher(text);
        if (!text.isEmpty() && parts.matches()) {
            return Optional.of(Duration.ofDays(part(parts, 1))
                    .plusHours(part(parts, 2))
                    .plusMinutes(part(parts, 3))
                    .plusSeconds(part(parts, 4)));
        }
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }

    private static long part(Matcher parts, int group) {
        String digits = parts.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /** The text that {@link #parse} reads as this. */
    static String format(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        if (duration.isNegative() || duration.toNanosPart() != 0 || duration.toDays() > 999_999_999) {
            return duration.toString();
        }
        return part(duration.toDays(), "d")
                + part(duration.toHoursPart(), "h")
                + part(duration.toMinutesPart(), "m")
                + part(duration.toSecondsPart(), "s");
    }

    private static String part(long count, String unit) {
        return count == 0 ? "" : count + unit;
    }
}
