package io.shearwater.airquality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.RunSearch;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Predictor;
import io.shearwater.learning.RunStatus;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.store.Shearwater;
import io.shearwater.story.Story;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForecastsTest {
    private static final LocalDate FIRST = MeasurementFile.FIRST;
    private static final int DAYS = 60;

    /** The days until which the model learns: four fifths, without the gap. */
    private static final LocalDate LAST_TRAINED = FIRST.plusDays(DAYS * 4 / 5 - 1 - 3);

    @TempDir
    private Path directory;

    private Path file() {
        return MeasurementFile.wave(directory.resolve("hours.csv"), DAYS);
    }

    private FeatureStore open(String name) {
        return Shearwater.open(directory.resolve(name));
    }

    private static List<Map<String, @Nullable Object>> forecasts(FeatureStore store) {
        return store.featureGroup("air_quality_forecast").read().toMaps().stream()
                .sorted(Comparator.comparing(row -> row.get("made_on") + " " + row.get("days_ahead")))
                .toList();
    }

    private static LocalDate date(Map<String, @Nullable Object> row, String column) {
        return (LocalDate) Objects.requireNonNull(row.get(column));
    }

    private static int ahead(Map<String, @Nullable Object> row) {
        return (Integer) Objects.requireNonNull(row.get("days_ahead"));
    }

    private static double number(@Nullable Object value) {
        return (Double) Objects.requireNonNull(value);
    }

    private static double measured(Map<LocalDate, Day> days, LocalDate date) {
        return number(Objects.requireNonNull(days.get(date)).pm25());
    }

    @Test
    void anyDayAheadReadsWhatWasKnownWhenItsForecastWasMadeAndForTheDaysBetweenWhatWasForecast() {
        Path file = file();
        Map<LocalDate, Day> days =
                Day.of(BeijingFile.read(file)).stream().collect(Collectors.toMap(Day::date, Function.identity()));
        try (FeatureStore store = open("store")) {
            AirQualityReport report = AirQualityExample.run(store, file, Story.untold());

            List<Map<String, @Nullable Object>> rows = forecasts(store);
            assertThat(report.forecast().orElseThrow().days()).isEqualTo(16);
            assertThat(rows).hasSize(16 * 7);
            Map<LocalDate, @Nullable Double> air = new LinkedHashMap<>();
            ModelVersion model = ForecastModel.champion(store).orElseThrow();
            try (Predictor predictor = store.models().load(model.ref())) {
                for (Map<String, @Nullable Object> row : rows) {
                    LocalDate made = date(row, "made_on");
                    LocalDate date = date(row, "date");
                    int ahead = ahead(row);
                    assertThat(made).isAfterOrEqualTo(LAST_TRAINED).isEqualTo(date.minusDays(ahead));
                    if (ahead == 1) {
                        air.clear();
                        days.values().stream()
                                .filter(day -> !day.date().isAfter(made))
                                .forEach(day -> air.put(day.date(), day.pm25()));
                    }
                    for (int lag = 1; lag <= 3; lag++) {
                        assertThat(row.get("pm25_lag_" + lag)).isEqualTo(air.get(date.minusDays(lag)));
                    }
                    assertThat((Double) row.get("temperature"))
                            .isEqualTo(NaiveWeather.expected(days, Day::temperatureMean, made, ahead), within(1e-9));
                    assertThat((Double) row.get("rain_hours"))
                            .isEqualTo(
                                    NaiveWeather.expected(days, day -> (double) day.rainHours(), made, ahead),
                                    within(1e-9));
                    assertThat(row.get("predicted_pm25")).isEqualTo(Math.max(0, predicted(predictor, row)));
                    air.put(date, (Double) row.get("predicted_pm25"));
                }
            }
        }
    }

    private static double predicted(Predictor predictor, Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> features = new LinkedHashMap<>();
        for (String name : predictor.signature().features().names()) {
            features.put(name, row.get(name.startsWith("pm25") ? name : name.replaceFirst("_1$", "")));
        }
        Frame frame = new FrameBuilder(predictor.signature().features(), 1)
                .append(features)
                .build();
        return predictor.predict(frame)[0];
    }

    @Test
    void theFirstDayAheadReadsWhatTrainingReads() {
        Path file = file();
        try (FeatureStore store = open("store")) {
            AirQualityReport report = AirQualityExample.run(store, file, Story.untold());

            Map<LocalDate, Map<String, @Nullable Object>> trained = new LinkedHashMap<>();
            var test = store.featureView("air_quality_fv")
                    .trainingData(report.trainingDataVersion())
                    .test();
            for (int row = 0; row < test.index().rows(); row++) {
                trained.put(
                        (LocalDate) test.index().column("date").valueAt(row),
                        test.features().row(row));
            }
            List<LocalDate> compared = new ArrayList<>();
            for (Map<String, @Nullable Object> row : forecasts(store)) {
                LocalDate date = date(row, "date");
                if (ahead(row) == 1 && trained.containsKey(date)) {
                    compared.add(date);
                    trained.get(date)
                            .forEach((name, value) -> assertThat(
                                            row.get(name.startsWith("pm25") ? name : name.replaceFirst("_1$", "")))
                                    .isEqualTo(value));
                }
            }
            assertThat(compared).hasSize(12);
        }
    }

    @Test
    void dayByDayForecastsBecomeWhatOneRunOverTheDaysMakesThem() {
        Path file = file();
        Path known = MeasurementFile.wave(directory.resolve("known.csv"), 50);
        try (FeatureStore once = open("once");
                FeatureStore daily = open("daily")) {
            for (FeatureStore store : List.of(once, daily)) {
                AirQualityExample.run(store, known, Story.untold());
            }
            LocalDate from = FIRST.plusDays(50);
            AirQualityExample.daily(once, file, from, LocalDate.MAX, Story.untold());
            for (int day = 50; day < DAYS; day++) {
                AirQualityExample.Daily ran =
                        AirQualityExample.daily(daily, file, FIRST.plusDays(day), FIRST.plusDays(day), Story.untold());
                assertThat(ran.forecast().orElseThrow().changedRows()).isEqualTo(7);
            }

            assertThat(forecasts(daily)).isEqualTo(forecasts(once)).hasSize((14 + 10) * 7);
        }
    }

    @Test
    void aDayWithoutAirOrWeatherHasNoForecastAndIsNamedWithTheReason() {
        Path file = file();
        Path broken = MeasurementFile.edited(
                file,
                directory.resolve("broken.csv"),
                line -> line
                        // On the 57th day the sensor was off, on the 58th nothing of the weather was measured.
                        .replaceFirst("^(\\d+,2015,1,26,\\d+),[^,]*,", "$1,NA,")
                        .replaceFirst(
                                "^(\\d+,2015,1,27,\\d+,[^,]*),[^,]*,[^,]*,[^,]*,[^,]*,[^,]*,", "$1,NA,NA,NA,NA,NA,"));
        try (FeatureStore store = open("store")) {
            AirQualityExample.run(store, MeasurementFile.wave(directory.resolve("known.csv"), 56), Story.untold());
            int before = forecasts(store).size();

            AirQualityExample.Daily daily =
                    AirQualityExample.daily(store, broken, FIRST.plusDays(56), FIRST.plusDays(58), Story.untold());

            ForecastReport report = daily.forecast().orElseThrow();
            assertThat(report.refused())
                    .containsExactly(
                            "from 2015-01-26: PM2.5 was not measured on that day",
                            "from 2015-01-27: that day's weather has no temperature");
            assertThat(report.days()).isEqualTo(1);
            assertThat(forecasts(store)).hasSize(before + 7);
            assertThat(report.latest())
                    .containsOnlyKeys(
                            FIRST.plusDays(59).datesUntil(FIRST.plusDays(66)).toList());

            // From days that the store does not have there is nothing to forecast either.
            ForecastReport none = new ForecastJob(store, AirQualityGroups.in(store), Story.untold())
                    .run(FIRST.plusDays(59), FIRST.plusDays(59))
                    .orElseThrow();
            assertThat(none.refused()).containsExactly("from 2015-01-29: PM2.5 was not measured on that day");
            assertThat(forecasts(store)).hasSize(before + 7);
        }
    }

    @Test
    void aModelNeverForecastsDaysThatItLearntFrom() {
        try (FeatureStore store = open("store")) {
            AirQualityExample.run(store, file(), Story.untold());
            int before = forecasts(store).size();

            ForecastReport report = new ForecastJob(store, AirQualityGroups.in(store), Story.untold())
                    .run(FIRST, LAST_TRAINED.minusDays(1))
                    .orElseThrow();

            assertThat(report.days()).isZero();
            assertThat(report.refused())
                    .singleElement()
                    .satisfies(why -> assertThat(why)
                            .startsWith("from days before " + LAST_TRAINED)
                            .contains("learnt"));
            assertThat(forecasts(store)).hasSize(before);
        }
    }

    @Test
    void aModelThatDoesNoBetterThanYesterdayIsNotRegisteredAndNothingIsForecast() {
        // Each day is 10 above the one before: trees cannot tell what they have never seen.
        Path file = MeasurementFile.write(directory.resolve("rising.csv"), DAYS);
        try (FeatureStore store = open("store")) {
            AirQualityReport report = AirQualityExample.run(store, file, Story.untold());

            assertThat(report.model()).isEmpty();
            assertThat(report.forecast()).isEmpty();
            assertThat(store.models().list()).isEmpty();
            assertThat(store.findFeatureGroup("air_quality_forecast", 1)).isEmpty();
            assertThat(store.experiments().search(RunSearch.of(ForecastModel.NAME)))
                    .singleElement()
                    .satisfies(run -> assertThat(run.info().status()).isEqualTo(RunStatus.FAILED));
        }
    }

    @Test
    void theHindcastJudgesByWhatWasMeasuredAndBesideWhatIsKnownWithoutAModel() {
        Path file = file();
        Map<LocalDate, Day> days =
                Day.of(BeijingFile.read(file)).stream().collect(Collectors.toMap(Day::date, Function.identity()));
        try (FeatureStore store = open("store")) {
            AirQualityReport report = AirQualityExample.run(store, file, Story.untold());

            List<Hindcast.Deviation> found = report.forecast().orElseThrow().errors();
            assertThat(found).hasSize(7);
            for (Hindcast.Deviation deviation : found) {
                List<double[]> off = new ArrayList<>();
                for (Map<String, @Nullable Object> row : forecasts(store)) {
                    LocalDate made = date(row, "made_on");
                    LocalDate date = date(row, "date");
                    if (ahead(row) == deviation.daysAhead() && days.containsKey(date)) {
                        double measured = measured(days, date);
                        off.add(new double[] {
                            Math.abs(number(row.get("predicted_pm25")) - measured),
                            Math.abs(measured(days, made) - measured),
                            Math.abs(NaiveWeather.usual(days, Day::pm25, date, made) - measured)
                        });
                    }
                }
                assertThat(deviation.days()).isEqualTo(off.size()).isEqualTo(16 - deviation.daysAhead());
                assertThat(deviation.model()).isEqualTo(mean(off, 0), within(1e-9));
                assertThat(deviation.asThatDay()).isEqualTo(mean(off, 1), within(1e-9));
                assertThat(deviation.asUsual()).isEqualTo(mean(off, 2), within(1e-9));
            }
            assertThat(report.model().orElseThrow().metrics().get("mae")).isLessThan(report.errorOfYesterday());
        }
    }

    private static double mean(List<double[]> rows, int column) {
        return rows.stream().mapToDouble(row -> row[column]).average().orElseThrow();
    }
}
