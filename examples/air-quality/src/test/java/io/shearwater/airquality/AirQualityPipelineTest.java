package io.shearwater.airquality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureStore;
import io.shearwater.model.ShearwaterException;
import io.shearwater.store.Shearwater;
import io.shearwater.story.Story;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AirQualityPipelineTest {
    private static final LocalDate FIRST = LocalDate.of(2014, 12, 1);

    @TempDir
    private Path directory;

    private static AirQualityPipeline.Report run(FeatureStore store, Path file, LocalDate from, LocalDate to) {
        return AirQualityPipeline.run(store, file, from, to, Story.untold());
    }

    /** All rows of the groups, by name and day. */
    private static List<List<Map<String, @Nullable Object>>> rows(FeatureStore store) {
        return store.featureGroups().stream()
                .map(group -> group.read().toMaps().stream()
                        .sorted(Comparator.comparing(row -> String.valueOf(row.get("date"))))
                        .toList())
                .toList();
    }

    @Test
    void dayByDayTheStoreBecomesWhatOneBackfillMakesIt() {
        Path file = MeasurementFile.write(directory.resolve("hours.csv"), 40);
        try (FeatureStore once = Shearwater.open(directory.resolve("once"));
                FeatureStore daily = Shearwater.open(directory.resolve("daily"))) {
            run(once, file, FIRST, FIRST.plusDays(39));
            run(daily, file, FIRST, FIRST.plusDays(33));
            for (int day = 34; day < 40; day++) {
                run(daily, file, FIRST.plusDays(day), FIRST.plusDays(day));
            }

            assertThat(rows(daily)).isEqualTo(rows(once));

            run(daily, file, FIRST.plusDays(10), FIRST.plusDays(12));
            assertThat(rows(daily)).as("after days that were there already").isEqualTo(rows(once));
        }
    }

    @Test
    void aCorrectedDayAlsoCorrectsWhatTheDaysAfterKnewOfIt() throws IOException {
        Path file = MeasurementFile.write(directory.resolve("hours.csv"), 20);
        Path corrected = directory.resolve("corrected.csv");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.replaceAll(line -> line.contains(",2014,12,15,5,") ? line.replace(",145,", ",9,") : line);
        Files.write(corrected, lines);
        assertThat(lines).isNotEqualTo(Files.readAllLines(file));
        try (FeatureStore once = Shearwater.open(directory.resolve("once"));
                FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            run(once, corrected, FIRST, FIRST.plusDays(19));
            run(store, file, FIRST, FIRST.plusDays(19));
            assertThat(rows(store)).isNotEqualTo(rows(once));

            run(store, corrected, LocalDate.of(2014, 12, 15), LocalDate.of(2014, 12, 15));

            assertThat(rows(store)).isEqualTo(rows(once));
        }
    }

    @Test
    void aDayThatCannotBeIsNamedAndLeftOutAndTheOthersAreWritten() throws IOException {
        Path file = MeasurementFile.write(directory.resolve("hours.csv"), 12);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.replaceAll(line -> line.replaceFirst(",2014,12,12,(\\d+),\\d+,", ",2014,12,12,$1,1500,"));
        Files.write(file, lines);
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            AirQualityPipeline.Report report = run(store, file, FIRST, FIRST.plusDays(11));

            assertThat(report.refused())
                    .singleElement()
                    .satisfies(why -> assertThat(why)
                            .startsWith("air_quality 2014-12-12: pm25 is 1500.0")
                            .endsWith("not from 0.0 to 1000.0"));
            assertThat(store.featureGroup("air_quality").read().rows()).isEqualTo(11);
            assertThat(store.featureGroup("weather").read().rows()).isEqualTo(12);
        }
    }

    @Test
    void daysThatTheFileDoesNotHaveAreAnErrorThatNamesThoseItHas() {
        Path file = MeasurementFile.write(directory.resolve("hours.csv"), 3);
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            assertThatThrownBy(() -> run(store, file, LocalDate.of(2020, 1, 1), LocalDate.of(2020, 1, 2)))
                    .isInstanceOfSatisfying(
                            ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(AirQualityError.NO_DAYS))
                    .hasMessageContaining("2020-01-01")
                    .hasMessageContaining("2014-12-01 to 2014-12-03");
            assertThat(store.featureGroups()).isEmpty();
        }
    }
}
