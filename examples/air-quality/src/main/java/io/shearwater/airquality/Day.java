package io.shearwater.airquality;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a day was like, worked out from its hours when it is over; null where nothing was measured.
 *
 * @param pm25 mean, µg/m³
 * @param hoursMeasured how many hours the mean of PM2.5 is made of
 * @param temperatureMean °C
 * @param dewPointMean °C
 * @param pressureMean hPa
 * @param windDirection the most frequent; of several the first in the alphabet
 * @param windRunMax m/s, cumulated
 * @param snowHours hours with snow
 * @param rainHours hours with rain
 */
record Day(
        LocalDate date,
        @Nullable Double pm25,
        int hoursMeasured,
        @Nullable Double temperatureMean,
        @Nullable Double dewPointMean,
        @Nullable Double pressureMean,
        @Nullable String windDirection,
        @Nullable Double windRunMax,
        int snowHours,
        int rainHours) {

    /** Every day from the first hour's to the last hour's, days without hours included. */
    static List<Day> of(List<Hour> hours) {
        TreeMap<LocalDate, List<Hour>> byDate = hours.stream()
                .collect(Collectors.groupingBy(hour -> hour.time().toLocalDate(), TreeMap::new, Collectors.toList()));
        List<Day> days = new ArrayList<>();
        if (!byDate.isEmpty()) {
            byDate.firstKey()
                    .datesUntil(byDate.lastKey().plusDays(1))
                    .forEach(date -> days.add(of(date, byDate.getOrDefault(date, List.of()))));
        }
        return days;
    }

    private static Day of(LocalDate date, List<Hour> hours) {
        return new Day(
                date,
                mean(hours, Hour::pm25),
                values(hours, Hour::pm25).size(),
                mean(hours, Hour::temperature),
                mean(hours, Hour::dewPoint),
                mean(hours, Hour::pressure),
                mostFrequent(values(hours, Hour::windDirection)),
                values(hours, Hour::windRun).stream()
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                hoursWith(hours, Hour::snow),
                hoursWith(hours, Hour::rain));
    }

    private static <T> List<T> values(List<Hour> hours, Function<Hour, @Nullable T> measurement) {
        return hours.stream().map(measurement).filter(Objects::nonNull).toList();
    }

    private static @Nullable Double mean(List<Hour> hours, Function<Hour, @Nullable Double> measurement) {
        List<Double> values = values(hours, measurement);
        return values.isEmpty()
                ? null
                : values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
    }

    private static int hoursWith(List<Hour> hours, Function<Hour, @Nullable Double> fall) {
        return (int) values(hours, fall).stream().filter(value -> value > 0).count();
    }

    private static @Nullable String mostFrequent(List<String> values) {
        return values.stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.<String, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .orElse(null);
    }
}
