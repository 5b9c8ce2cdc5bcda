package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.TimeRange;
import io.shearwater.store.Shearwater;
import io.shearwater.store.StoreOptions;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServeTest extends CardStore {
    @Test
    void aVectorIsTheFeaturesAsOfNow() {
        FeatureView view = fraudView();
        // region: serve.keys
        List<Field> needed = view.servingKeys();
        // end
        assertThat(needed).extracting(Field::name).contains("cc_num");

        // region: serve.vector
        FeatureVector vector = view.featureVector(Map.of("cc_num", "4000000000000001", "amount", 99.5));
        double[] input = vector.toDoubles();
        // end
        assertThat(input[0]).isEqualTo(99.5);

        // region: serve.status
        FeatureStatus status = vector.status("limit_left");
        Optional<Duration> age = vector.age("limit_left", Instant.now());
        // end
        assertThat(status).isEqualTo(FeatureStatus.PRESENT);
        assertThat(age).isPresent();

        // region: serve.many
        List<FeatureVector> vectors = view.featureVectors(List.of(
                Map.of("cc_num", "4000000000000001", "amount", 12.0),
                Map.of("cc_num", "4999999999999999", "amount", 12.0)));
        // end
        assertThat(vectors.get(1).status("limit_left")).isEqualTo(FeatureStatus.NOT_FOUND);

        // region: serve.passed
        FeatureVector passed = view.featureVector(
                Map.of("cc_num", "4000000000000001", "amount", 12.0, "limit_left", new BigDecimal("5.00")));
        // end
        assertThat(passed.value("limit_left")).isEqualTo(new BigDecimal("5.00"));
    }

    @Test
    void manyRowsAreServedAsABatch() {
        FeatureView view = fraudView();
        // region: serve.batch
        Frame ofDay = view.batchData(TimeRange.ofDays(LocalDate.of(2025, 3, 5), LocalDate.of(2025, 3, 5)))
                .readAll();
        Frame newest = view.latest().readAll();
        // end
        assertThat(ofDay.rows()).isEqualTo(8);
        assertThat(newest.rows()).isEqualTo(40);
    }

    @Test
    void anotherProcessMayServe() {
        fraudView();
        Path folder = directory.resolve("store");
        // region: serve.read-only
        try (FeatureStore follower = Shearwater.openReadOnly(folder, StoreOptions.defaults())) {
            FeatureVector vector =
                    follower.featureView("fraud").featureVector(Map.of("cc_num", "4000000000000001", "amount", 1.0));
            use(vector);
        }
        // end
    }

    private static void use(FeatureVector vector) {
        assertThat(vector.value("limit_left")).isEqualTo(new BigDecimal("600.00"));
    }
}
