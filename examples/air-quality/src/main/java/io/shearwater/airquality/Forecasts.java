package io.shearwater.airquality;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.ReadOptions;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Predictor;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import io.shearwater.model.TimeRange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts PM2.5 of the seven days after a day, when that day is over. Of the first of them all is known that the model reads. For
 * each later one the air of the days between is what was forecast for them, never what was measured since.
 */
final class Forecasts {
    // region: air-quality.forecasts
    /** A row is a day that was predicted, as so many days ahead: each day has up to seven. */
    static final FeatureGroupSpec GROUP = FeatureGroupSpec.builder("air_quality_forecast", 1)
            .description("PM2.5 as it was forecast, and from what")
            .feature("country", DataType.STRING)
            .feature("city", DataType.STRING)
            .feature("street", DataType.STRING)
            .feature("days_ahead", DataType.INT, "How long after the last day that was known: 1 to 7")
            .feature("date", DataType.DATE, "The day that is predicted, in local time")
            .feature("made_on", DataType.DATE, "The last day that was known")
            .feature("predicted_pm25", DataType.DOUBLE, "µg/m³")
            .feature("model_version", DataType.INT)
            .feature("pm25_lag_1", DataType.DOUBLE, "Of the day before; beyond the first day ahead as it was forecast")
            .feature("pm25_lag_2", DataType.DOUBLE, "Of two days before, as well")
            .feature("pm25_lag_3", DataType.DOUBLE, "Of three days before, as well")
            .feature("temperature", DataType.DOUBLE, "As it was forecast for the day, and so on")
            .feature("dew_point", DataType.DOUBLE)
            .feature("pressure", DataType.DOUBLE)
            .feature("wind_run", DataType.DOUBLE)
            .feature("north_wind", DataType.DOUBLE)
            .feature("rain_hours", DataType.DOUBLE)
            .primaryKey("country", "city", "street", "days_ahead")
            .eventTime("date")
            .zone(AirQualityGroups.ZONE)
            .build();
    // end

    private static final int LAGS = 3;

    private final FeatureStore store;
    private final AirQualityGroups groups;
    private final ModelVersion model;

    Forecasts(FeatureStore store, AirQualityGroups groups, ModelVersion model) {
        this.store = store;
        this.groups = groups;
        this.model = model;
    }

    /**
     * What came of it.
     *
     * @param made the days on which forecasts were made
     * @param changed how many of their rows are new, or other than before
     * @param latest the last forecast, day by day
     * @param refused for each other day why there is none
     */
    record Outcome(List<LocalDate> made, int changed, Map<LocalDate, Double> latest, List<String> refused) {}

    /** Forecasts from each of these days, both included. Made again from the same days, a forecast is the same. */
    Outcome write(LocalDate first, LocalDate last) {
        List<String> refused = new ArrayList<>();
        List<Run> runs = runs(first, last, refused);
        if (runs.isEmpty()) {
            return new Outcome(List.of(), 0, Map.of(), refused);
        }
        try (Predictor predictor = store.models().load(model.ref())) {
            for (int ahead = 1; ahead <= WeatherForecast.DAYS; ahead++) {
                predict(predictor, runs, ahead);
            }
        }
        FrameBuilder rows = new FrameBuilder(GROUP.schema(), runs.size() * WeatherForecast.DAYS);
        runs.forEach(run -> run.rows.forEach(rows::append));
        FeatureGroup group = store.getOrCreateFeatureGroup(GROUP);
        return new Outcome(
                runs.stream().map(run -> run.made).toList(),
                ChangedRows.insert(group, rows.build()),
                runs.getLast().predicted(),
                refused);
    }

    /** A forecast that is made on a day. */
    private static final class Run {
        final LocalDate made;
        final Map<String, @Nullable Object> weather;
        /** By day, measured or forecast. */
        final Map<LocalDate, @Nullable Double> air;

        final List<Map<String, @Nullable Object>> rows = new ArrayList<>();

        Run(LocalDate made, Map<String, @Nullable Object> features, Map<String, @Nullable Object> weather) {
            this.made = made;
            this.weather = weather;
            this.air = new LinkedHashMap<>();
            for (int lag = 1; lag <= LAGS; lag++) {
                air.put(made.plusDays(1L - lag), (Double) features.get("pm25_lag_" + lag));
            }
        }

        /** What the model reads for a day, by the names of its features. */
        Map<String, @Nullable Object> features(int ahead) {
            Map<String, @Nullable Object> features = new LinkedHashMap<>();
            for (int lag = 1; lag <= LAGS; lag++) {
                features.put("pm25_lag_" + lag, air.get(made.plusDays(ahead - lag)));
            }
            for (WeatherForecast.Variable variable : WeatherForecast.Variable.values()) {
                features.put(variable.column(1), weather.get(variable.column(ahead)));
            }
            return features;
        }

        void add(int ahead, double predicted, int version) {
            // No air is cleaner than clean.
            double pm25 = Math.max(0, predicted);
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("country", AirQualityGroups.COUNTRY);
            row.put("city", AirQualityGroups.CITY);
            row.put("street", AirQualityGroups.STREET);
            row.put("days_ahead", ahead);
            row.put("date", made.plusDays(ahead));
            row.put("made_on", made);
            row.put("predicted_pm25", pm25);
            row.put("model_version", version);
            for (int lag = 1; lag <= LAGS; lag++) {
                row.put("pm25_lag_" + lag, air.get(made.plusDays(ahead - lag)));
            }
            for (WeatherForecast.Variable variable : WeatherForecast.Variable.values()) {
                row.put(variable.text(), weather.get(variable.column(ahead)));
            }
            rows.add(row);
            air.put(made.plusDays(ahead), pm25);
        }

        Map<LocalDate, Double> predicted() {
            Map<LocalDate, Double> byDate = new LinkedHashMap<>();
            rows.forEach(row -> byDate.put((LocalDate) row.get("date"), (Double) row.get("predicted_pm25")));
            return byDate;
        }
    }

    /** The days from which a forecast can be made, with what was known then. */
    private List<Run> runs(LocalDate first, LocalDate last, List<String> refused) {
        LocalDate seen = ForecastModel.lastTrained(store, model);
        if (first.isBefore(seen)) {
            refused.add("from days before " + seen + ": " + model.ref() + " learnt from days until then");
        }
        LocalDate from = first.isBefore(seen) ? seen : first;
        if (last.isBefore(from)) {
            return List.of();
        }
        TimeRange range = TimeRange.ofDays(from, last, AirQualityGroups.ZONE);
        Map<LocalDate, Map<String, @Nullable Object>> air =
                byDate(groups.airQuality().read(ReadOptions.all().within(range)));
        Map<LocalDate, Map<String, @Nullable Object>> weather =
                byDate(groups.forecast().read(ReadOptions.all().within(range)));
        List<LocalDate> ready = new ArrayList<>();
        from.datesUntil(last.plusDays(1)).forEach(day -> {
            String missing = missing(air.get(day), weather.get(day));
            if (missing.isEmpty()) {
                ready.add(day);
            } else {
                refused.add("from " + day + ": " + missing);
            }
        });
        Map<LocalDate, Map<String, @Nullable Object>> features = features(ready);
        List<Run> runs = new ArrayList<>();
        for (LocalDate day : ready) {
            Map<String, @Nullable Object> row = features.get(day.plusDays(1));
            Map<String, @Nullable Object> ahead = weather.get(day);
            if (row == null || ahead == null) {
                throw AirQualityError.NO_FEATURES.because("The view has no features for " + day.plusDays(1)
                        + ", though the day before was measured. Write that day again.");
            }
            runs.add(new Run(day, row, ahead));
        }
        return runs;
    }

    /** What is missing of a day to forecast from it; empty if nothing is. */
    private static String missing(
            @Nullable Map<String, @Nullable Object> air, @Nullable Map<String, @Nullable Object> weather) {
        if (air == null || air.get("pm25") == null) {
            return "PM2.5 was not measured on that day";
        }
        if (weather == null) {
            return "there is no weather of that day";
        }
        for (WeatherForecast.Variable variable : WeatherForecast.Variable.values()) {
            for (int ahead = 1; ahead <= WeatherForecast.DAYS; ahead++) {
                if (weather.get(variable.column(ahead)) == null) {
                    return "that day's weather has no " + variable.text();
                }
            }
        }
        return "";
    }

    /** The features of the day after each of these days, as known when it begins: the same that the model learnt from. */
    private Map<LocalDate, Map<String, @Nullable Object>> features(List<LocalDate> days) {
        Schema schema = Schema.of(
                new Field("country", DataType.STRING),
                new Field("city", DataType.STRING),
                new Field("street", DataType.STRING),
                new Field("date", DataType.DATE));
        FrameBuilder spine = new FrameBuilder(schema, days.size());
        days.forEach(day -> spine.append(
                AirQualityGroups.COUNTRY, AirQualityGroups.CITY, AirQualityGroups.STREET, day.plusDays(1)));
        return byDate(
                store.models().featureView(model.ref()).batchData(spine.build()).readAll());
    }

    private static Map<LocalDate, Map<String, @Nullable Object>> byDate(Frame rows) {
        Map<LocalDate, Map<String, @Nullable Object>> byDate = new LinkedHashMap<>();
        for (int row = 0; row < rows.rows(); row++) {
            byDate.put((LocalDate) rows.column("date").valueAt(row), rows.row(row));
        }
        return byDate;
    }

    private void predict(Predictor predictor, List<Run> runs, int ahead) {
        Schema read = predictor.signature().features();
        FrameBuilder features = new FrameBuilder(read, runs.size());
        for (Run run : runs) {
            Map<String, @Nullable Object> row = run.features(ahead);
            row.keySet().retainAll(read.names());
            features.append(row);
        }
        double[] predicted = predictor.predict(features.build());
        for (int i = 0; i < predicted.length; i++) {
            runs.get(i).add(ahead, predicted[i], model.version());
        }
    }
}
