package io.shearwater.airquality;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Join;
import io.shearwater.model.Query;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The feature groups for air quality and the view over them. A row of a day is dated with its day and known one day later,
 * when the day is over: whoever predicts a day sees the day before, never the day itself.
 */
record AirQualityGroups(FeatureGroup airQuality, FeatureGroup lags, FeatureGroup weather, FeatureGroup forecast) {
    /** Beijing's time; days begin at its midnight. */
    static final ZoneId ZONE = ZoneOffset.ofHours(8);

    static final String COUNTRY = "CN";
    static final String CITY = "Beijing";
    static final String STREET = "US Embassy";

    private static final Duration WHEN_THE_DAY_IS_OVER = Duration.ofDays(1);

    /** What is to be predicted. */
    // region: air-quality.group
    static final FeatureGroupSpec AIR_QUALITY = FeatureGroupSpec.builder("air_quality", 1)
            .description("Daily PM2.5 of a sensor")
            .feature("country", DataType.STRING)
            .feature("city", DataType.STRING)
            .feature("street", DataType.STRING)
            .feature("date", DataType.DATE, "The day, in local time")
            .feature("pm25", DataType.DOUBLE, "Mean of the measured hours, µg/m³; null if there are none")
            .feature("hours_measured", DataType.INT, "How many hours the mean is made of")
            .primaryKey("country", "city", "street")
            .eventTime("date")
            .zone(ZONE)
            .knownAfter(WHEN_THE_DAY_IS_OVER)
            .build();
    // end

    /** What a sensor measured on its last three days, as it is known from the next day on. */
    static final FeatureGroupSpec LAGS = FeatureGroupSpec.builder("air_quality_lags", 1)
            .description("PM2.5 of the last three days, for the day after")
            .feature("country", DataType.STRING)
            .feature("city", DataType.STRING)
            .feature("street", DataType.STRING)
            .feature("date", DataType.DATE, "The last of the three days, in local time")
            .feature("pm25_lag_1", DataType.DOUBLE, "PM2.5 of this day, one day before the day after")
            .feature("pm25_lag_2", DataType.DOUBLE, "PM2.5 of the day before")
            .feature("pm25_lag_3", DataType.DOUBLE, "PM2.5 two days before")
            .primaryKey("country", "city", "street")
            .eventTime("date")
            .zone(ZONE)
            .knownAfter(WHEN_THE_DAY_IS_OVER)
            .online()
            .build();

    /** The weather of a city, for every sensor in it. */
    static final FeatureGroupSpec WEATHER = FeatureGroupSpec.builder("weather", 1)
            .description("Daily weather of a city")
            .feature("city", DataType.STRING)
            .feature("date", DataType.DATE, "The day, in local time")
            .feature("temperature_mean", DataType.DOUBLE, "°C")
            .feature("dew_point_mean", DataType.DOUBLE, "°C")
            .feature("pressure_mean", DataType.DOUBLE, "hPa")
            .feature("wind_direction", DataType.STRING, "The most frequent: NW, NE, SE, or cv, calm and variable")
            .feature("wind_run_max", DataType.DOUBLE, "Greatest wind speed cumulated in one direction, m/s")
            .feature("snow_hours", DataType.INT, "Hours with snow")
            .feature("rain_hours", DataType.INT, "Hours with rain")
            .primaryKey("city")
            .eventTime("date")
            .zone(ZONE)
            .knownAfter(WHEN_THE_DAY_IS_OVER)
            .online()
            .build();

    // region: air-quality.expectations
    static final Expectations EXPECTED_OF_AIR = new Expectations(
            List.of("date"),
            List.of(
                    new Expectations.NotNull("date"),
                    new Expectations.Unique(List.of("country", "city", "street", "date")),
                    new Expectations.InRange("pm25", 0, 1000),
                    new Expectations.InRange("hours_measured", 0, 24)));
    // end

    static final Expectations EXPECTED_OF_WEATHER = new Expectations(
            List.of("date"),
            List.of(
                    new Expectations.Unique(List.of("city", "date")),
                    new Expectations.InRange("temperature_mean", -60, 60),
                    new Expectations.InRange("dew_point_mean", -60, 60),
                    new Expectations.InRange("pressure_mean", 850, 1100)));

    /** Their values were looked at when they were measured. */
    static final Expectations EXPECTED_OF_LAGS =
            new Expectations(List.of("date"), List.of(new Expectations.NotNull("date")));

    /** What is not known is null, and says so when it is asked for. */
    static final Expectations EXPECTED_OF_FORECASTS =
            new Expectations(List.of("date"), List.of(new Expectations.Unique(List.of("city", "date"))));

    /** The groups, made where they are not there yet. */
    static AirQualityGroups in(FeatureStore store) {
        return new AirQualityGroups(
                store.getOrCreateFeatureGroup(AIR_QUALITY),
                store.getOrCreateFeatureGroup(LAGS),
                store.getOrCreateFeatureGroup(WEATHER),
                store.getOrCreateFeatureGroup(WeatherForecast.GROUP));
    }

    /** Each day with what was known of the days before, to look at. */
    Query days() {
        return airQuality.select("date", "pm25").join(lags.selectFeatures(), Join.inferred());
    }

    /** What a model of air quality reads: the air of the days before and the weather that is forecast for the day. */
    FeatureView view(FeatureStore store) {
        // region: air-quality.view
        var query = airQuality
                .select("pm25")
                .join(lags.selectFeatures(), Join.inferred())
                .join(forecast.select(WeatherForecast.ofTheNextDay()), Join.inferred());
        return store.getOrCreateFeatureView(FeatureViewSpec.builder("air_quality_fv", 1, query)
                .description("PM2.5 of a day from what is known when it begins")
                .labels("pm25")
                .trainingHelpers("season")
                .build());
        // end
    }

    /** The feature pipeline of {@link #AIR_QUALITY}. */
    static Frame airQuality(List<Day> days) {
        FrameBuilder rows = new FrameBuilder(AIR_QUALITY.schema(), days.size());
        days.forEach(day -> rows.append(COUNTRY, CITY, STREET, day.date(), day.pm25(), day.hoursMeasured()));
        return rows.build();
    }

    /** The feature pipeline of {@link #LAGS}, from what is known of PM2.5 by day. */
    static Frame lags(List<LocalDate> dates, Map<LocalDate, @Nullable Double> pm25) {
        FrameBuilder rows = new FrameBuilder(LAGS.schema(), dates.size());
        dates.forEach(date -> rows.append(
                COUNTRY, CITY, STREET, date, pm25.get(date), pm25.get(date.minusDays(1)), pm25.get(date.minusDays(2))));
        return rows.build();
    }

    /** The feature pipeline of {@link #WEATHER}. */
    static Frame weather(List<Day> days) {
        FrameBuilder rows = new FrameBuilder(WEATHER.schema(), days.size());
        days.forEach(day -> rows.append(
                CITY,
                day.date(),
                day.temperatureMean(),
                day.dewPointMean(),
                day.pressureMean(),
                day.windDirection(),
                day.windRunMax(),
                day.snowHours(),
                day.rainHours()));
        return rows.build();
    }
}
