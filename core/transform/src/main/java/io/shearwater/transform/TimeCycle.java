package io.shearwater.transform;

import io.shearwater.model.Times;
import java.time.LocalDate;

/** A cycle of the clock or the calendar. */
public enum TimeCycle {
    /** The time of day to the microsecond. */
    TIME_OF_DAY,
    /** The hour, 0 to 23. */
    HOUR_OF_DAY,
    /** Monday to Sunday. */
    DAY_OF_WEEK,
    /** In a month of its own length. */
    DAY_OF_MONTH,
    /** In a year of its own length. */
    DAY_OF_YEAR,
    /** January to December. */
    MONTH;

    /** The microseconds of a day. */
    static final long DAY = 86_400 * Times.MICROS;

    private static final long HOUR = 3_600 * Times.MICROS;

    boolean isOfDay() {
        return this == TIME_OF_DAY || this == HOUR_OF_DAY;
    }

    /**
     * How much of the cycle is over, from 0 to 1.
     *
     * @param time the microsecond of the day
     */
    double position(long day, long time) {
        return switch (this) {
            case TIME_OF_DAY -> (double) time / DAY;
            case HOUR_OF_DAY -> (int) (time / HOUR) / 24.0;
            case DAY_OF_WEEK -> Math.floorMod(day + 3, 7) / 7.0;
            case DAY_OF_MONTH -> {
                LocalDate date = LocalDate.ofEpochDay(day);
                yield (date.getDayOfMonth() - 1.0) / date.lengthOfMonth();
            }
            case DAY_OF_YEAR -> {
                LocalDate date = LocalDate.ofEpochDay(day);
                yield (date.getDayOfYear() - 1.0) / date.lengthOfYear();
            }
            case MONTH -> (LocalDate.ofEpochDay(day).getMonthValue() - 1) / 12.0;
        };
    }
}
