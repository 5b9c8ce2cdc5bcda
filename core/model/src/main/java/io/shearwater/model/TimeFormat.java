package io.shearwater.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How times or days are written: a pattern of {@link DateTimeFormatter} ({@code d.M.yyyy HH:mm}), or {@code epoch-seconds},
 * {@code epoch-millis} or {@code epoch-micros}, a count since 1970-01-01T00:00Z. A pattern is taken exactly: a day or an hour
 * that does not exist is none. Names of months and days are English, in capitals or not. Immutable and thread-safe.
 */
public final class TimeFormat {
    private static final Map<String, Integer> EPOCH = Map.of("epoch-seconds", 6, "epoch-millis", 3, "epoch-micros", 0);
    private static final Map<Character, String> STRPTIME = Map.ofEntries(
            Map.entry('Y', "yyyy"),
            Map.entry('y', "yy"),
            Map.entry('m', "MM"),
            Map.entry('d', "dd"),
            Map.entry('H', "HH"),
            Map.entry('I', "hh"),
            Map.entry('M', "mm"),
            Map.entry('S', "ss"),
            Map.entry('f', "SSSSSS"),
            Map.entry('p', "a"),
            Map.entry('b', "MMM"),
            Map.entry('B', "MMMM"),
            Map.entry('a', "EEE"),
            Map.entry('A', "EEEE"),
            Map.entry('j', "DDD"),
            Map.entry('z', "xx"),
            Map.entry('Z', "z"));

    private final String pattern;
    private final @Nullable DateTimeFormatter formatter;
    private final boolean time;

    private TimeFormat(String pattern) {
        this.pattern = pattern;
        String letters = outsideQuotes(pattern);
        boolean epoch = EPOCH.containsKey(pattern);
        this.time = epoch || letters.matches(".*[HhKkmsSnNAaB].*");
        this.formatter = epoch ? null : formatter(pattern, letters);
    }

    /**
     * The format of a pattern.
     *
     * @throws ShearwaterException BAD_DEFINITION when it is none, or says too little for a day
     */
    public static TimeFormat of(String pattern) {
        return new TimeFormat(pattern);
    }

    private static String outsideQuotes(String pattern) {
        return pattern.replaceAll("'[^']*'", "");
    }

    private static DateTimeFormatter formatter(String pattern, String letters) {
        if (letters.contains("%")) {
            throw bad(pattern, "times are written with letters, as in '" + translated(pattern) + "'");
        }
        if (letters.matches(".*[hK].*") && !letters.matches(".*[aB].*")) {
            throw bad(pattern, "h is the hour before or after noon and needs an a; the hour of the day is H");
        }
        boolean year = letters.matches(".*[yuY].*");
        boolean day = letters.matches(".*([ML].*d|d.*[ML]|[Dw]).*");
        if (!year || !day) {
            throw bad(pattern, "it does not say a day: y is the year, M the month (m the minute) and d the day");
        }
        // The year of an era (y) is none without the era, taken exactly; people mean the year.
        String exact = letters.contains("G") ? pattern : yearsWithoutEra(pattern);
        try {
            return new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(exact)
                    .toFormatter(Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT);
        } catch (IllegalArgumentException wrong) {
            throw bad(pattern, String.valueOf(wrong.getMessage()));
        }
    }

    private static String yearsWithoutEra(String pattern) {
        StringBuilder exact = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            quoted ^= c == '\'';
            exact.append(c == 'y' && !quoted ? 'u' : c);
        }
        return exact.toString();
    }

    private static ShearwaterException bad(String pattern, String why) {
        return ModelError.BAD_DEFINITION.because("The time format '" + pattern + "' is none: " + why
                + ". Write it as in 'dd.MM.yyyy HH:mm:ss', or epoch-seconds, epoch-millis or epoch-micros.");
    }

    /** A pattern of C and Python as one of ours. */
    private static String translated(String pattern) {
        StringBuilder ours = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '%' && i + 1 < pattern.length()) {
                ours.append(STRPTIME.getOrDefault(pattern.charAt(++i), "?"));
            } else {
                ours.append(Character.isLetter(c) ? "'" + c + "'" : String.valueOf(c));
            }
        }
        return ours.toString();
    }

    /** The pattern as it was given. */
    public String pattern() {
        return pattern;
    }

    /** Whether it says a time of day and not only a day. */
    public boolean hasTime() {
        return time;
    }

    /**
     * The instant that a text says, cut to microseconds; empty where it says none in this format. Blanks around the text do not
     * matter; a day is its first instant.
     *
     * @param zone the zone of what is written without one
     */
    public Optional<Instant> instant(String text, ZoneId zone) {
        return formatter == null
                ? epoch(text.strip())
                : parse(text).flatMap(parsed -> {
                    LocalDate day = parsed.query(TemporalQueries.localDate());
                    LocalTime of = parsed.query(TemporalQueries.localTime());
                    ZoneId own = parsed.query(TemporalQueries.zone());
                    if (day == null || (of == null && time)) {
                        return Optional.empty();
                    }
                    return Optional.of(day.atTime(of == null ? LocalTime.MIDNIGHT : of)
                            .atZone(own == null ? zone : own)
                            .toInstant());
                });
    }

    /** The day that a text says; empty where it says none in this format, or a time of day other than midnight. */
    public Optional<LocalDate> day(String text) {
        if (formatter == null) {
            return Optional.empty();
        }
        return parse(text).flatMap(parsed -> {
            LocalTime of = parsed.query(TemporalQueries.localTime());
            return of == null || of.equals(LocalTime.MIDNIGHT)
                    ? Optional.ofNullable(parsed.query(TemporalQueries.localDate()))
                    : Optional.empty();
        });
    }

    private Optional<TemporalAccessor> parse(String text) {
        try {
            return Optional.ofNullable(formatter).map(form -> form.parse(text.strip()));
        } catch (DateTimeException wrong) {
            return Optional.empty();
        }
    }

    private Optional<Instant> epoch(String text) {
        if (!text.matches("[+-]?\\d{1,19}(\\.\\d{1,9})?")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Times.instant(new BigDecimal(text)
                    .movePointRight(EPOCH.getOrDefault(pattern, 0))
                    .setScale(0, RoundingMode.FLOOR)
                    .longValueExact()));
        } catch (ArithmeticException tooFar) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TimeFormat format && format.pattern.equals(pattern);
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }

    @Override
    public String toString() {
        return pattern;
    }
}
