package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.TrainingOptions;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.DeploymentSpec.Fallback;
import io.shearwater.learning.Prediction;
import io.shearwater.learning.Prediction.FeatureValue;
import io.shearwater.learning.Prediction.Origin;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.ViewRef;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fallbacks take from training data, for each type of a feature. */
class FallbackValuesTest {
    private static final List<String> NUMBERS = List.of("i", "l", "f", "d", "m");

    @TempDir
    private Path directory;

    private FeatureStore store;

    @BeforeEach
    void makeStore() {
        store = Shearwater.open(directory);
        FeatureGroupSpec things = FeatureGroupSpec.builder("things", 1)
                .feature("id", DataType.LONG)
                .feature("i", DataType.INT)
                .feature("l", DataType.LONG)
                .feature("f", DataType.FLOAT)
                .feature("d", DataType.DOUBLE)
                .feature("m", DataType.decimal(8, 2))
                .feature("b", DataType.BOOLEAN)
                .feature("s", DataType.STRING)
                .feature("day", DataType.DATE)
                .feature("at", DataType.TIMESTAMP)
                .primaryKey("id")
                .online()
                .build();
        FrameBuilder rows = new FrameBuilder(things.schema(), 6);
        add(rows, 1, 1, true, "a");
        add(rows, 2, 2, true, "b");
        add(rows, 3, 4, true, "b");
        add(rows, 4, 4, false, "b");
        add(rows, 5, 12, true, "c");
        rows.append(6L, null, null, null, null, null, null, null, null, null);
        store.createFeatureGroup(things).insert(rows.build());
        store.createFeatureView(FeatureViewSpec.builder(
                        "things",
                        1,
                        store.featureGroup("things").select("i", "l", "f", "d", "m", "b", "s", "day", "at"))
                .build());
        store.featureView("things").trainingData(TrainingOptions.whole());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static void add(FrameBuilder rows, long id, int number, boolean flag, String text) {
        rows.append(
                id,
                number,
                (long) number,
                (float) number,
                (double) number,
                BigDecimal.valueOf(number * 100L, 2),
                flag,
                text,
                LocalDate.of(2026, 1, number),
                Instant.EPOCH.plusSeconds(number));
    }

    private Map<String, @Nullable Object> filled(Fallback fallback, List<String> features) {
        DeploymentSpec spec = DeploymentSpec.ofView("things", new ViewRef("things", 1), OptionalInt.of(1))
                .withoutLog();
        for (String feature : features) {
            spec = spec.withFallback(feature, fallback);
        }
        Prediction prediction = store.deployments().deploy(spec).predict(Map.of("id", 99L));
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (String feature : features) {
            FeatureValue value = prediction.feature(feature).orElseThrow();
            assertThat(value.origin()).as(feature).isEqualTo(Origin.FALLBACK);
            assertThat(value.status()).as(feature).isEqualTo(FeatureStatus.FALLBACK);
            values.put(feature, value.value());
        }
        return values;
    }

    @Test
    void the_mean_is_rounded_to_the_nearest_of_whole_numbers_and_to_the_scale_of_decimals() {
        // (1 + 2 + 4 + 4 + 12) / 5; rows without a value do not count.
        assertThat(filled(new Fallback.Mean(), NUMBERS))
                .containsEntry("i", 5)
                .containsEntry("l", 5L)
                .containsEntry("f", 4.6f)
                .containsEntry("d", 4.6)
                .containsEntry("m", new BigDecimal("4.60"));
    }

    @Test
    void the_median_is_a_value_that_was_there() {
        assertThat(filled(new Fallback.Median(), NUMBERS))
                .containsEntry("i", 4)
                .containsEntry("l", 4L)
                .containsEntry("f", 4f)
                .containsEntry("d", 4.0)
                .containsEntry("m", new BigDecimal("4.00"));
    }

    @Test
    void the_mode_is_the_most_frequent_value_of_any_type() {
        assertThat(filled(new Fallback.Mode(), List.of("i", "l", "b", "s")))
                .containsEntry("i", 4)
                .containsEntry("l", 4L)
                .containsEntry("b", true)
                .containsEntry("s", "b");
    }

    @Test
    void what_a_type_does_not_have_is_refused_when_it_is_deployed() {
        for (String feature : List.of("s", "day")) {
            assertThatThrownBy(() -> filled(new Fallback.Mean(), List.of(feature)))
                    .hasMessageContaining("is to take the mean of '" + feature + "'")
                    .hasMessageContaining("Give a constant");
        }
        assertThat(store.deployments().list()).isEmpty();
    }
}
