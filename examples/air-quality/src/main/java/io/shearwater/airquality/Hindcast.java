package io.shearwater.airquality;

import io.shearwater.api.FeatureStore;
import io.shearwater.model.Frame;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What was forecast beside what was measured later: how good the forecasts have been, day by day. */
public final class Hindcast {
    // region: air-quality.hindcast
    private static final String SQL = """
            SELECT f.date, f.days_ahead, f.made_on, f.predicted_pm25, a.pm25, made.pm25 AS pm25_made_on
            FROM air_quality_forecast f
            LEFT JOIN air_quality a USING (country, city, street, date)
            LEFT JOIN air_quality made ON made.country = f.country AND made.city = f.city
                AND made.street = f.street AND made.date = f.made_on
            ORDER BY f.date, f.days_ahead
            """;
    // end

    private final List<Day> days;

    private Hindcast(List<Day> days) {
        this.days = days;
    }

    /**
     * A day as it was forecast, and as it became.
     *
     * @param predicted µg/m³
     * @param measured µg/m³; null if it was not, or not yet
     * @param asThatDay what "as on the last day that was known" says
     * @param asUsual what "as usual at that time of the year" says, of the days that were known
     */
    record Day(
            LocalDate date,
            int daysAhead,
            LocalDate madeOn,
            double predicted,
            @Nullable Double measured,
            @Nullable Double asThatDay,
            @Nullable Double asUsual) {
        /** By how much it was off. */
        double error() {
            return measured == null ? Double.NaN : Math.abs(predicted - measured);
        }
    }

    /**
     * How far forecasts were off on average, over the days that were measured since, µg/m³.
     *
     * @param days so many of them
     * @param asThatDay the same of "as on the last day that was known"
     * @param asUsual the same of "as usual at that time of the year"
     */
    public record Deviation(int daysAhead, int days, double model, double asThatDay, double asUsual) {}

    /** Reads all forecasts; of a store that has none it is empty. */
    static Hindcast of(FeatureStore store) {
        if (store.findFeatureGroup(Forecasts.GROUP.name(), Forecasts.GROUP.version())
                .isEmpty()) {
            return new Hindcast(List.of());
        }
        TimeOfYear air = new TimeOfYear();
        Frame measured = store.sql("SELECT date, pm25 FROM air_quality");
        for (int row = 0; row < measured.rows(); row++) {
            air.add((LocalDate) measured.column("date").valueAt(row), (Double) measured.value(row, "pm25"));
        }
        Frame rows = store.sql(SQL);
        List<Day> days = new ArrayList<>();
        for (int row = 0; row < rows.rows(); row++) {
            LocalDate date = (LocalDate) rows.column("date").valueAt(row);
            LocalDate madeOn = (LocalDate) rows.column("made_on").valueAt(row);
            days.add(new Day(
                    date,
                    (Integer) rows.column("days_ahead").valueAt(row),
                    madeOn,
                    (Double) rows.column("predicted_pm25").valueAt(row),
                    (Double) rows.value(row, "pm25"),
                    (Double) rows.value(row, "pm25_made_on"),
                    air.usual(date, madeOn)));
        }
        return new Hindcast(days);
    }

    /** The forecasts so many days ahead, by day. */
    List<Day> ahead(int daysAhead) {
        return days.stream().filter(day -> day.daysAhead == daysAhead).toList();
    }

    /** The forecasts one day ahead of days that were measured since, by day. */
    List<Day> judged() {
        return ahead(1).stream().filter(day -> day.measured != null).toList();
    }

    /** The last forecast that was made, day by day. */
    List<Day> latest() {
        LocalDate made =
                days.stream().map(Day::madeOn).max(LocalDate::compareTo).orElse(LocalDate.MIN);
        return days.stream().filter(day -> day.madeOn.equals(made)).toList();
    }

    /** By days ahead, of those of which a day was measured. */
    List<Deviation> errors() {
        return IntStream.rangeClosed(1, WeatherForecast.DAYS)
                .mapToObj(this::deviation)
                .filter(error -> error.days() > 0)
                .toList();
    }

    private Deviation deviation(int daysAhead) {
        List<Day> judged =
                ahead(daysAhead).stream().filter(day -> day.measured != null).toList();
        return new Deviation(
                daysAhead,
                judged.size(),
                mean(judged, Day::error),
                mean(judged, day -> error(day.asThatDay, day.measured)),
                mean(judged, day -> error(day.asUsual, day.measured)));
    }

    private static double error(@Nullable Double predicted, @Nullable Double measured) {
        return predicted == null || measured == null ? Double.NaN : Math.abs(predicted - measured);
    }

    private static double mean(List<Day> days, ToDoubleFunction<Day> error) {
        return days.stream().mapToDouble(error).average().orElse(Double.NaN);
    }

    /** A table for people: a line for each way to forecast, a column for each day ahead. */
    static List<String> table(List<Deviation> errors) {
        return List.of(
                line("Off by, µg/m³, days ahead", errors, error -> String.valueOf(error.daysAhead())),
                line("  the model", errors, error -> decimal(error.model())),
                line("  as on the last known day", errors, error -> decimal(error.asThatDay())),
                line("  as usual at that time of year", errors, error -> decimal(error.asUsual())));
    }

    private static String line(String name, List<Deviation> errors, Function<Deviation, String> cell) {
        return errors.stream()
                .map(error -> String.format(Locale.ROOT, "%7s", cell.apply(error)))
                .collect(Collectors.joining("", String.format(Locale.ROOT, "%-32s", name), ""));
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
