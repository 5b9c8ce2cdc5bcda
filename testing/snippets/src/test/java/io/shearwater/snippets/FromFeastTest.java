package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FromFeastTest {
    @TempDir
    private Path directory;

    @Test
    void theDriversOfTheQuickstart() throws IOException {
        Path file = Files.writeString(directory.resolve("driver_stats.csv"), """
                driver_id,event_timestamp,conv_rate,acc_rate,avg_daily_trips
                1001,2025-04-12T08:00:00Z,0.50,0.90,12
                1001,2025-04-12T10:00:00Z,0.55,0.91,14
                1002,2025-04-12T08:00:00Z,0.30,0.80,7
                """);
        Path folder = directory.resolve("store");
        // region: feast.java
        try (FeatureStore store = Shearwater.open(folder)) {
            FeatureGroup stats = store.getOrCreateFeatureGroup(FeatureGroupSpec.builder("driver_hourly_stats", 1)
                    .primaryKey("driver_id")
                    .eventTime("event_timestamp")
                    .online()
                    .build());
            stats.insert(store.readFile(file));

            FeatureView activity =
                    store.getOrCreateFeatureView(FeatureViewSpec.builder("driver_activity", 1, stats.selectFeatures())
                            .build());

            // get_historical_features: the entity dataframe is a spine.
            Frame entities = new FrameBuilder(
                            Schema.of(
                                    new Field("driver_id", DataType.LONG),
                                    new Field("event_timestamp", DataType.TIMESTAMP)),
                            2)
                    .append(1001L, Instant.parse("2025-04-12T09:59:42Z"))
                    .append(1002L, Instant.parse("2025-04-12T07:00:00Z"))
                    .build();
            TrainingData training =
                    activity.trainingData(TrainingOptions.whole().withSpine(entities));

            // get_online_features
            FeatureVector vector = activity.featureVector(Map.of("driver_id", 1001L));
            use(training, vector);
        }
        // end
    }

    private static void use(TrainingData training, FeatureVector vector) {
        assertThat(training.parts().values().iterator().next().features().toMaps())
                .extracting(row -> row.get("conv_rate"))
                .isEqualTo(Arrays.asList(0.50, null));
        assertThat(vector.value("avg_daily_trips")).isEqualTo(14L);
    }
}
