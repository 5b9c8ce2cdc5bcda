package io.shearwater.airquality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.api.FeatureStore;
import io.shearwater.model.Frame;
import io.shearwater.store.Shearwater;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollingMeansTest {
    @TempDir
    private Path directory;

    @Test
    void aMeanIsThatOfTheHoursThatAreOver() {
        List<Hour> hours = BeijingFile.read(MeasurementFile.write(directory.resolve("hours.csv"), 20));
        Frame means;
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            store.createFeatureGroup(RollingMeans.HOURS).insert(RollingMeans.rows(hours));
            means = store.createFeatureGroup(RollingMeans.MEANS).read();
        }

        assertThat(means.rows()).isEqualTo(hours.size());
        for (int row = 0; row < means.rows(); row++) {
            Instant at = (Instant) means.column("at").valueAt(row);
            for (int window : new int[] {24, 72}) {
                OptionalDouble expected = mean(hours, at, window);
                Object mean = means.value(row, "pm25_" + window + "h");
                if (expected.isEmpty()) {
                    assertThat(mean).as(window + " hours before " + at).isNull();
                } else {
                    assertThat((Double) mean)
                            .as(window + " hours before " + at)
                            .isCloseTo(expected.getAsDouble(), within(1e-9));
                }
            }
        }
    }

    /** Of the hours that were measured and over, as many as the window has. */
    private static OptionalDouble mean(List<Hour> hours, Instant at, int window) {
        return hours.stream()
                .filter(hour -> {
                    Duration age = Duration.between(
                            hour.time().atZone(AirQualityGroups.ZONE).toInstant(), at);
                    return age.toHours() >= 1 && age.toHours() <= window;
                })
                .map(Hour::pm25)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .average();
    }
}
