package io.shearwater.airquality;

import java.time.LocalDate;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a value is usually like at a time of the year, as far as a day knew it: nothing later counts. */
final class TimeOfYear {
    /** So many days of each year before and after the date count as its time of the year. */
    private static final int DAYS_AROUND = 15;

    private final NavigableMap<LocalDate, Double> values = new TreeMap<>();

    /** Of that day the value is known; null is not measured. */
    void add(LocalDate date, @Nullable Double value) {
        if (value != null) {
            values.put(date, value);
        }
    }

    @Nullable
    Double at(LocalDate date) {
        return values.get(date);
    }

    /**
     * The mean of all values within 15 days of this date, in this year and those before.
     *
     * @param known the last day that counts
     * @return null where there is none
     */
    @Nullable
    Double usual(LocalDate date, LocalDate known) {
        double sum = 0;
        int count = 0;
        // The end of a year is near the beginning of the next one: the first days may belong to a date of the year
        // before.
        int firstYear = values.isEmpty() ? date.getYear() : values.firstKey().getYear() - 1;
        for (int year = firstYear; year <= date.getYear(); year++) {
            LocalDate middle = date.withYear(year);
            LocalDate last = middle.plusDays(DAYS_AROUND);
            LocalDate first = middle.minusDays(DAYS_AROUND);
            LocalDate end = last.isAfter(known) ? known : last;
            if (!end.isBefore(first)) {
                for (double value : values.subMap(first, true, end, true).values()) {
                    sum += value;
                    count++;
                }
            }
        }
        return count == 0 ? null : sum / count;
    }

    /**
     * What to expect of a later day: what is usual then, and of what the last known day was above or below what was usual, half for
     * each day that passes.
     *
     * @return null where the value of that last day is not known
     */
    @Nullable
    Double expected(LocalDate made, int daysAhead) {
        Double last = values.get(made);
        Double usualThen = usual(made.plusDays(daysAhead), made);
        Double usualNow = usual(made, made);
        return last == null || usualThen == null || usualNow == null
                ? null
                : usualThen + (last - usualNow) * Math.pow(0.5, daysAhead);
    }
}
