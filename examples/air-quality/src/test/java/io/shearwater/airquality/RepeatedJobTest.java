package io.shearwater.airquality;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.learning.ModelFiles.ModelFile;
import io.shearwater.learning.ModelVersion;
import io.shearwater.store.Shearwater;
import io.shearwater.story.Story;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepeatedJobTest {
    private static final int DAYS = 50;

    @TempDir
    private Path directory;

    /** Everything that a store has come to: rows, versions of models with the digests of their files, and charts. */
    private record State(
            Map<String, List<Map<String, @Nullable Object>>> rows,
            Map<Integer, Map<String, String>> models,
            int champion,
            Map<String, List<Byte>> charts) {
        static State of(FeatureStore store, Path charts) throws IOException {
            Map<String, List<Map<String, @Nullable Object>>> rows = new TreeMap<>();
            for (FeatureGroup group : store.featureGroups()) {
                rows.put(
                        group.spec().name(),
                        group.read().toMaps().stream()
                                .sorted((one, other) -> one.toString().compareTo(other.toString()))
                                .toList());
            }
            Map<Integer, Map<String, String>> models = new TreeMap<>();
            for (ModelVersion version : store.models().versions(ForecastModel.NAME)) {
                Map<String, String> files = new TreeMap<>();
                for (ModelFile file : version.files().files()) {
                    files.put(file.path(), file.sha256());
                }
                models.put(version.version(), files);
            }
            Map<String, List<Byte>> drawn = new TreeMap<>();
            try (var files = Files.list(charts)) {
                for (Path file : files.toList()) {
                    drawn.put(file.getFileName().toString(), bytes(file));
                }
            }
            return new State(
                    rows, models, ForecastModel.champion(store).orElseThrow().version(), drawn);
        }

        private static List<Byte> bytes(Path file) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            Byte[] boxed = new Byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                boxed[i] = bytes[i];
            }
            return List.of(boxed);
        }
    }

    private static Map<String, Integer> commits(FeatureStore store) {
        Map<String, Integer> commits = new TreeMap<>();
        store.featureGroups()
                .forEach(group ->
                        commits.put(group.spec().name(), group.commits().size()));
        return commits;
    }

    @Test
    void aJobThatRunsAgainChangesNothing() throws IOException {
        Path known = MeasurementFile.wave(directory.resolve("known.csv"), DAYS);
        Path file = MeasurementFile.wave(directory.resolve("hours.csv"), DAYS + 1);
        Path charts = directory.resolve("charts");
        LocalDate day = MeasurementFile.FIRST.plusDays(DAYS);
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            AirQualityExample.run(store, known, Story.untold());
            AirQualityExample.charts(store, charts, Story.untold());
            State first = State.of(store, charts);
            Map<String, Integer> commits = commits(store);

            AirQualityExample.run(store, known, Story.untold());
            AirQualityExample.charts(store, charts, Story.untold());

            assertThat(State.of(store, charts)).isEqualTo(first);
            assertThat(commits(store)).isEqualTo(commits);
            assertThat(store.featureView("air_quality_fv").trainingDatasets()).hasSize(1);

            AirQualityExample.daily(store, file, day, day, Story.untold());
            AirQualityExample.charts(store, charts, Story.untold());
            State next = State.of(store, charts);
            Map<String, Integer> more = commits(store);
            assertThat(next).isNotEqualTo(first);
            assertThat(more.values()).allSatisfy(count -> assertThat(count).isEqualTo(2));

            AirQualityExample.Daily again = AirQualityExample.daily(store, file, day, day, Story.untold());
            AirQualityExample.charts(store, charts, Story.untold());

            assertThat(State.of(store, charts)).isEqualTo(next);
            assertThat(commits(store)).isEqualTo(more);
            assertThat(again.forecast().orElseThrow().changedRows()).isZero();
        }
    }

    @Test
    void aJobThatWasKilledAndRunsAgainEndsAsOneThatWasNot() throws IOException, InterruptedException {
        Path file = MeasurementFile.wave(directory.resolve("hours.csv"), DAYS);
        State expected;
        try (FeatureStore store = Shearwater.open(directory.resolve("whole"))) {
            AirQualityExample.run(store, file, Story.untold());
            AirQualityExample.charts(store, directory.resolve("whole charts"), Story.untold());
            expected = State.of(store, directory.resolve("whole charts"));
        }
        Path killed = directory.resolve("killed");
        Path charts = directory.resolve("charts");

        // Halted before the step; of the one with a sign killed while it is under way.
        for (String step : List.of("insert weather", "+train", "forecast", "charts")) {
            KilledJob.kill(file, killed, charts, step);
        }
        try (FeatureStore store = Shearwater.open(killed)) {
            AirQualityExample.run(store, file, Story.untold());
            AirQualityExample.charts(store, charts, Story.untold());

            assertThat(State.of(store, charts)).isEqualTo(expected);
        }
    }
}
