package io.shearwater.pipeline;

import io.shearwater.model.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;

/**
 * How far back a node looks from each of its rows: the last so many units of time, the unit of the row's own time included. What
 * a node reads is widened by as much, and a run gives the rows of the units that end in it. Immutable.
 *
 * @param length in microseconds, a day counted as 24 hours; empty for everything before
 * @param unit in microseconds: windows end where a unit ends
 * @param beginning what becomes of windows that begin before the data do
 */
public record Window(OptionalLong length, long unit, Beginning beginning) {
    /** What becomes of windows that reach back to before the first row of the source. */
    public enum Beginning {
        /** Only windows over data throughout are given: 30 days have 28 windows of 3 days. */
        COMPLETE,
        /** They are given too. */
        INCOMPLETE
    }

    private static final List<ChronoUnit> UNITS =
            List.of(ChronoUnit.SECONDS, ChronoUnit.MINUTES, ChronoUnit.HOURS, ChronoUnit.DAYS, ChronoUnit.WEEKS);

    /**
     * The last so many whole seconds, minutes, hours, days or weeks, in the zone of the pipeline; weeks begin on Monday. One unit
     * is a tumbling window.
     */
    public static Window of(int count, ChronoUnit unit) {
        if (count < 1 || !UNITS.contains(unit)) {
            throw PipelineError.BAD_PIPELINE.because("A window of " + count + " "
                    + unit + " cannot be: it has 1 or more of " + UNITS
                    + ". For a window that ends at each row's own time, use Window.rolling(Duration).");
        }
        long micros = micros(unit.getDuration());
        return new Window(OptionalLong.of(Math.multiplyExact(micros, count)), micros, Beginning.COMPLETE);
    }

    /** The last so many days. */
    public static Window ofDays(int days) {
        return of(days, ChronoUnit.DAYS);
    }

    /** What lies so far before each row's own time, both ends included. */
    public static Window rolling(Duration length) {
        if (length.isNegative() || length.isZero()) {
            throw PipelineError.BAD_PIPELINE.because("A window of " + length + " holds no time.");
        }
        return new Window(OptionalLong.of(micros(length) + 1), 1, Beginning.COMPLETE);
    }

    /** Everything before each row, and the row. */
    public static Window unbounded() {
        return new Window(OptionalLong.empty(), 1, Beginning.INCOMPLETE);
    }

    /** The same, giving also windows that begin before the data do. */
    public Window withIncomplete() {
        return new Window(length, unit, Beginning.INCOMPLETE);
    }

    /** What has to be read to give the rows of a span that begins with a unit. */
    Span read(Span given, Calendar calendar) {
        long start = given.startInclusive();
        return new Span(length.isEmpty() ? Span.BEGINNING : begin(start, calendar), given.endExclusive());
    }

    /** Where the window begins that ends with the unit that begins at an instant. */
    private long begin(long start, Calendar calendar) {
        long back = length.orElseThrow() - unit;
        if (start == Span.BEGINNING || Calendar.isOfDays(unit)) {
            return calendar.minus(start, back);
        }
        // SQL may go back by days of the calendar where a duration says hours.
        return Math.min(start - back, calendar.minus(start, back));
    }

    /** The start of the first row's window that begins with the data or later, if the data begin in this unit. */
    long firstComplete(long firstUnit, Calendar calendar) {
        if (beginning == Beginning.INCOMPLETE || firstUnit == Span.BEGINNING || length.isEmpty()) {
            return firstUnit;
        }
        long on = length.getAsLong() - unit;
        return Calendar.isOfDays(unit)
                ? calendar.plus(firstUnit, on)
                : Math.max(firstUnit + on, calendar.plus(firstUnit, on));
    }

    private static long micros(Duration duration) {
        return Times.micros(Instant.EPOCH.plus(duration));
    }
}
