package io.shearwater.airquality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.TrainingData;
import io.shearwater.model.Frame;
import io.shearwater.model.ShearwaterException;
import io.shearwater.store.Shearwater;
import io.shearwater.story.Story;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AirQualityExampleTest {
    @TempDir
    private Path directory;

    private AirQualityReport run(Path file) {
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            return AirQualityExample.run(store, file, Story.untold());
        }
    }

    @Test
    void madeUpMeasurementsAreTrainedOnAndServed() {
        Path file = MeasurementFile.write(directory.resolve("hours.csv"), 60);

        AirQualityReport report = run(file);

        assertThat(report.hours()).isEqualTo(60 * 24);
        assertThat(report.days()).isEqualTo(60);
        // Days 11, 22, 33 and 44 of 45 to train, and day 55 of 12 to test, were not measured; nor was the day before
        // the first.
        assertThat(report.trainRows()).isEqualTo(45 - 1 - 2 * 4);
        assertThat(report.testRows()).isEqualTo(12 - 2);
        // Each day is 10 above the one before.
        assertThat(report.errorOfYesterday()).isBetween(9.0, 11.0);
        assertThat(report.nextDay()).isEqualTo(LocalDate.of(2015, 1, 30));
        assertEveryRowSeesTheDaysBefore(file, report);
    }

    @Test
    void theRealMeasurementsAreTrainedOnAndServed() {
        Path file = MeasurementFile.real();

        AirQualityReport report = run(file);

        assertThat(report.hours()).isEqualTo(43_824);
        assertThat(report.hoursWithoutPm25()).isEqualTo(2_067);
        assertThat(report.days()).isEqualTo(1_826);
        assertThat(report.nextDay()).isEqualTo(LocalDate.of(2015, 1, 1));
        assertThat(report.errorOfYesterday()).isBetween(30.0, 60.0);
        assertEveryRowSeesTheDaysBefore(file, report);
    }

    /** No row knows its own day: its lags and its weather are those of the days before. */
    private void assertEveryRowSeesTheDaysBefore(Path file, AirQualityReport report) {
        Map<LocalDate, Day> days =
                Day.of(BeijingFile.read(file)).stream().collect(Collectors.toMap(Day::date, Function.identity()));
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            TrainingData data = store.featureView("air_quality_fv").trainingData(report.trainingDataVersion());
            for (TrainingData.Part part : List.of(data.train(), data.test())) {
                for (int row = 0; row < part.index().rows(); row++) {
                    LocalDate date = (LocalDate) part.index().column("date").valueAt(row);
                    assertThat(part.labels().value(row, "pm25")).isEqualTo(pm25(days, date));
                    assertSeesTheDaysBefore(days, date, part.features().row(row));
                }
            }
            assertDailyMeansAreStored(store, days);
        }
        assertThat(report.lastWeek()).hasSize(7).allSatisfy(row -> {
            assertThat(row.get("date")).isInstanceOf(LocalDate.class);
            assertSeesTheDaysBefore(days, LocalDate.parse(String.valueOf(row.get("date"))), row);
        });
        assertSeesTheDaysBefore(days, report.nextDay(), report.vector());
    }

    private static void assertDailyMeansAreStored(FeatureStore store, Map<LocalDate, Day> days) {
        Frame stored = store.featureGroup("air_quality").read();
        assertThat(stored.rows()).isEqualTo(days.size());
        for (int row = 0; row < stored.rows(); row++) {
            LocalDate date = (LocalDate) stored.column("date").valueAt(row);
            assertThat(stored.value(row, "pm25")).isEqualTo(pm25(days, date));
        }
    }

    private static void assertSeesTheDaysBefore(
            Map<LocalDate, Day> days, LocalDate date, Map<String, @Nullable Object> row) {
        assertThat(row.get("pm25_lag_1")).isEqualTo(pm25(days, date.minusDays(1)));
        assertThat(row.get("pm25_lag_2")).isEqualTo(pm25(days, date.minusDays(2)));
        assertThat(row.get("pm25_lag_3")).isEqualTo(pm25(days, date.minusDays(3)));
        assertThat(row.get("temperature_1"))
                .isEqualTo(NaiveWeather.expected(days, Day::temperatureMean, date.minusDays(1), 1));
        assertThat(row.get("rain_hours_1"))
                .isEqualTo(NaiveWeather.expected(days, day -> (double) day.rainHours(), date.minusDays(1), 1));
    }

    private static @Nullable Double pm25(Map<LocalDate, Day> days, LocalDate date) {
        Day day = days.get(date);
        return day == null ? null : day.pm25();
    }

    @Test
    void runningAgainChangesNothing() {
        Path file = MeasurementFile.write(directory.resolve("hours.csv"), 40);

        AirQualityReport first = run(file);
        AirQualityReport second = run(file);

        assertThat(second.trainingDataVersion()).isEqualTo(first.trainingDataVersion());
        assertThat(second.lastWeek()).isEqualTo(first.lastWeek());
        assertThat(second.vector()).isEqualTo(first.vector());
    }

    @Test
    void aFileThatIsTooShortWritesNothing() {
        Path file = MeasurementFile.write(directory.resolve("hours.csv"), 29);

        assertThatThrownBy(() -> run(file))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(AirQualityError.TOO_SHORT))
                .hasMessageContaining("29 days")
                .hasMessageContaining("30 are the least");
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            assertThat(store.featureGroups()).isEmpty();
        }
    }
}
