package io.shearwater.pipeline;

import io.shearwater.model.ModelError;
import io.shearwater.model.Names;
import io.shearwater.model.Times;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which stretch of event time a feature pipeline computes: the same program backfills years and adds the last hour. From the
 * start up to but without the end, so that runs that follow one another compute every row once. Immutable.
 *
 * @param startInclusive empty for the beginning of the data; of a run since the last one, where to begin the first time
 * @param endExclusive empty for now
 * @param again of a run since the last one, how much before its mark is computed once more, for rows that came late
 */
public record Run(Kind kind, Optional<Bound> startInclusive, Optional<Bound> endExclusive, Duration again) {
    /** Where a stretch begins or ends. */
    public sealed interface Bound {
        /** The instant, where days are those of a zone. */
        Instant in(ZoneId zone);
    }

    /** An instant. */
    public record At(Instant instant) implements Bound {
        @Override
        public Instant in(ZoneId zone) {
            return instant;
        }

        @Override
        public String toString() {
            return instant.toString();
        }
    }

    /** The start of a day in the zone of the pipeline. */
    public record StartOf(LocalDate day) implements Bound {
        @Override
        public Instant in(ZoneId zone) {
            return day.atStartOfDay(zone).toInstant();
        }

        @Override
        public String toString() {
            return "the start of " + day;
        }
    }

    /** What tells where a run begins. */
    public enum Kind {
        /** The run itself. */
        BETWEEN,
        /** The mark that the last run left. */
        SINCE_LAST
    }

    private static final List<String> OPTIONS = List.of("--start", "--end", "--again");

    public Run {
        if (again.isNegative()) {
            throw PipelineError.BAD_ARGUMENT.because("A run computes " + again + " again; name a positive duration.");
        }
        boolean isOneKind = startInclusive.isPresent()
                && endExclusive.isPresent()
                && startInclusive.get().getClass().equals(endExclusive.get().getClass());
        if (isOneKind) {
            // Days follow one another in every zone as they do in UTC.
            requireTime(startInclusive.get(), endExclusive.get(), ZoneOffset.UTC);
        }
    }

    private static void requireTime(Bound start, Bound end, ZoneId zone) {
        if (!start.in(zone).isBefore(end.in(zone))) {
            throw ModelError.BAD_RANGE.because("A run from " + start + " up to " + end
                    + " holds no time. The end is the first instant that is left out, or, as a day, the last day.");
        }
    }

    /** From an instant up to but without another. */
    public static Run between(Instant startInclusive, Instant endExclusive) {
        return new Run(
                Kind.BETWEEN, Optional.of(new At(startInclusive)), Optional.of(new At(endExclusive)), Duration.ZERO);
    }

    /** Whole days in the zone of the pipeline, both included. */
    public static Run ofDays(LocalDate first, LocalDate last) {
        return new Run(
                Kind.BETWEEN,
                Optional.of(new StartOf(first)),
                Optional.of(new StartOf(last.plusDays(1))),
                Duration.ZERO);
    }

    /** Everything there is, up to now. */
    public static Run everything() {
        return new Run(Kind.BETWEEN, Optional.empty(), Optional.empty(), Duration.ZERO);
    }

    /** From where the last run ended, the first time from the beginning, up to now. */
    public static Run sinceLast() {
        return new Run(Kind.SINCE_LAST, Optional.empty(), Optional.empty(), Duration.ZERO);
    }

    /** The same up to but without an instant. */
    public Run until(Instant end) {
        return new Run(kind, startInclusive, Optional.of(new At(end)), again);
    }

    /** The same, computing what lies so far before the last run's end once more: rows that came late then count. */
    public Run again(Duration before) {
        return new Run(kind, startInclusive, endExclusive, before);
    }

    /**
     * A run as the arguments of a program say: {@code --start} and {@code --end}, each a day (which is computed whole) or an
     * instant; without {@code --start} since the last run, with {@code --again P2D} two days of it once more.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_ARGUMENT
     */
    public static Run of(String... arguments) {
        Map<String, String> given = options(arguments);
        Optional<Bound> start = Optional.ofNullable(given.get("--start")).map(text -> bound("--start", text));
        Optional<Bound> end = Optional.ofNullable(given.get("--end")).map(text -> bound("--end", text));
        Duration again = Optional.ofNullable(given.get("--again"))
                .map(text -> duration("--again", text))
                .orElse(Duration.ZERO);
        if (start.isPresent() && given.containsKey("--again")) {
            throw PipelineError.BAD_ARGUMENT.because(
                    "--again goes back from where the last run ended, and --start says where to begin. Leave one out.");
        }
        return new Run(start.isPresent() ? Kind.BETWEEN : Kind.SINCE_LAST, start, end, again);
    }

    private static Map<String, String> options(String[] arguments) {
        List<String> words = new ArrayList<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (argument.startsWith("--") && equals > 0) {
                words.add(argument.substring(0, equals));
                words.add(argument.substring(equals + 1));
            } else {
                words.add(argument);
            }
        }
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i += 2) {
            String name = words.get(i);
            if (!OPTIONS.contains(name)) {
                throw PipelineError.BAD_ARGUMENT.because("'" + name + "' says nothing about a run; there are " + OPTIONS
                        + "." + Names.didYouMean(name, OPTIONS));
            }
            if (i + 1 == words.size()) {
                throw PipelineError.BAD_ARGUMENT.because("A value is missing after " + name
                        + ": a day as 2025-01-31, an instant as 2025-01-31T06:00:00Z, or, after --again, P2D.");
            }
            if (options.put(name, words.get(i + 1)) != null) {
                throw PipelineError.BAD_ARGUMENT.because(name + " is there twice.");
            }
        }
        return options;
    }

    /** A day is computed whole: as an end it stands for the first instant after it. */
    private static Bound bound(String option, String text) {
        try {
            if (text.length() == "2025-01-31".length()) {
                LocalDate day = LocalDate.parse(text);
                return new StartOf(option.equals("--end") ? day.plusDays(1) : day);
            }
            return new At(Instant.parse(text));
        } catch (DateTimeException unknown) {
            throw PipelineError.BAD_ARGUMENT.because(
                    option + " is '" + text + "'; write a day as 2025-01-31 or an instant as 2025-01-31T06:00:00Z.",
                    unknown);
        }
    }

    private static Duration duration(String option, String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException unknown) {
            throw PipelineError.BAD_ARGUMENT.because(
                    option + " is '" + text + "'; write a duration as P2D for two days or PT6H for six hours.",
                    unknown);
        }
    }

    /** The stretch itself, where the last run ended at the mark. */
    Span span(Optional<Instant> mark, Instant now, ZoneId zone) {
        if (startInclusive.isPresent() && endExclusive.isPresent()) {
            requireTime(startInclusive.get(), endExclusive.get(), zone);
        }
        Optional<Instant> first = startInclusive.map(bound -> bound.in(zone));
        Optional<Instant> start =
                kind == Kind.BETWEEN ? first : mark.map(at -> at.minus(again)).or(() -> first);
        Instant end = endExclusive.map(bound -> bound.in(zone)).orElse(now);
        return new Span(start.map(Times::micros).orElse(Span.BEGINNING), Times.micros(end));
    }
}
