package io.shearwater.airquality;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The weather of the next seven days, as far as the past tells it. The measurements come without the forecasts of their time, and
 * weather that was measured later is none: who predicts with it claims an error that nobody can have in time. So this is the
 * simplest forecast that is one: {@link TimeOfYear#expected}. Who has better ones writes them to the group instead.
 */
final class WeatherForecast {
    /** So many days are forecast. */
    static final int DAYS = 7;

    /** What is forecast; a column is named after it and the days ahead, as {@code temperature_3}. */
    enum Variable {
        TEMPERATURE("temperature", "°C"),
        DEW_POINT("dew_point", "°C"),
        PRESSURE("pressure", "hPa"),
        WIND_RUN("wind_run", "m/s, cumulated in one direction"),
        NORTH_WIND("north_wind", "how far the wind comes from the north, 0 to 1"),
        RAIN_HOURS("rain_hours", "hours with rain");

        private final String text;
        private final String unit;

        Variable(String text, String unit) {
            this.text = text;
            this.unit = unit;
        }

        String text() {
            return text;
        }

        String column(int daysAhead) {
            return text + "_" + daysAhead;
        }

        /** As it was measured; null if it was not. */
        @Nullable
        Double of(Map<String, @Nullable Object> weather) {
            return switch (this) {
                case TEMPERATURE -> (Double) weather.get("temperature_mean");
                case DEW_POINT -> (Double) weather.get("dew_point_mean");
                case PRESSURE -> (Double) weather.get("pressure_mean");
                case WIND_RUN -> (Double) weather.get("wind_run_max");
                case NORTH_WIND -> {
                    Object direction = weather.get("wind_direction");
                    yield direction == null ? null : direction.toString().startsWith("N") ? 1.0 : 0.0;
                }
                case RAIN_HOURS -> {
                    // Hours without any measurement count as hours without rain; a day without temperature had none at
                    // all.
                    Object hours = weather.get("temperature_mean") == null ? null : weather.get("rain_hours");
                    yield hours == null ? null : ((Integer) hours).doubleValue();
                }
            };
        }
    }

    /** A row is dated with the day on which the forecast was made, and known when that day is over. */
    static final FeatureGroupSpec GROUP = group();

    private final Map<Variable, TimeOfYear> measured = new LinkedHashMap<>();

    /** @param weather all rows of {@link AirQualityGroups#WEATHER} that may count */
    WeatherForecast(Frame weather) {
        for (Variable variable : Variable.values()) {
            TimeOfYear values = new TimeOfYear();
            for (int row = 0; row < weather.rows(); row++) {
                values.add((LocalDate) weather.column("date").valueAt(row), variable.of(weather.row(row)));
            }
            measured.put(variable, values);
        }
    }

    private static FeatureGroupSpec group() {
        FeatureGroupSpec.Builder group = FeatureGroupSpec.builder("weather_forecast", 1)
                .description("The weather of the next seven days, forecast from that of the days before")
                .feature("city", DataType.STRING)
                .feature("date", DataType.DATE, "The day on which it was made, when it was over")
                .feature("season", DataType.STRING, "Of the next day");
        for (int days = 1; days <= DAYS; days++) {
            for (Variable variable : Variable.values()) {
                group.feature(
                        variable.column(days),
                        DataType.DOUBLE,
                        variable.unit + ", " + days + (days == 1 ? " day ahead" : " days ahead"));
            }
        }
        return group.primaryKey("city")
                .eventTime("date")
                .zone(AirQualityGroups.ZONE)
                .knownAfter(Duration.ofDays(1))
                .online()
                .build();
    }

    /** The columns that a model of the next day reads. */
    static String[] ofTheNextDay() {
        List<String> names = new ArrayList<>(List.of("season"));
        for (Variable variable : Variable.values()) {
            names.add(variable.column(1));
        }
        return names.toArray(String[]::new);
    }

    /** Rows of {@link #GROUP}: the forecasts made on these days. */
    Frame rows(List<LocalDate> days) {
        FrameBuilder rows = new FrameBuilder(GROUP.schema(), days.size());
        for (LocalDate made : days) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("city", AirQualityGroups.CITY);
            row.put("date", made);
            row.put("season", season(made.plusDays(1)));
            measured.forEach((variable, values) -> {
                for (int ahead = 1; ahead <= DAYS; ahead++) {
                    row.put(variable.column(ahead), values.expected(made, ahead));
                }
            });
            rows.append(row);
        }
        return rows.build();
    }

    private static String season(LocalDate date) {
        return switch (date.getMonth()) {
            case DECEMBER, JANUARY, FEBRUARY -> "winter";
            case MARCH, APRIL, MAY -> "spring";
            case JUNE, JULY, AUGUST -> "summer";
            case SEPTEMBER, OCTOBER, NOVEMBER -> "autumn";
        };
    }
}
