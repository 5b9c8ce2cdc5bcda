package io.shearwater.airquality;

import java.time.LocalDate;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What to expect of a later day, worked out the slow way: every day is looked at. */
final class NaiveWeather {
    private NaiveWeather() {}

    static @Nullable Double expected(
            Map<LocalDate, Day> days, Function<Day, @Nullable Double> value, LocalDate made, int ahead) {
        Day last = days.get(made);
        Double now = last == null ? null : value.apply(last);
        if (now == null) {
            return null;
        }
        double departure = now - usual(days, value, made, made);
        for (int day = 0; day < ahead; day++) {
            departure /= 2;
        }
        return usual(days, value, made.plusDays(ahead), made) + departure;
    }

    static double usual(
            Map<LocalDate, Day> days, Function<Day, @Nullable Double> value, LocalDate date, LocalDate known) {
        double sum = 0;
        int count = 0;
        for (int year = 2009; year <= date.getYear(); year++) {
            for (int offset = -15; offset <= 15; offset++) {
                LocalDate then = date.withYear(year).plusDays(offset);
                Day day = then.isAfter(known) ? null : days.get(then);
                Double there = day == null ? null : value.apply(day);
                if (there != null) {
                    sum += there;
                    count++;
                }
            }
        }
        return sum / count;
    }
}
