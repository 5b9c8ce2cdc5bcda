package io.shearwater.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingData;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.Join;
import io.shearwater.store.Shearwater;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardActivityTest {
    private static final int PAYMENTS = 6_000;

    @TempDir
    private Path directory;

    private FeatureStore store;
    private FeatureGroup payments;
    private FeatureGroup activity;
    private final FraudPipelines pipelines = new FraudPipelines(new DataMart(MartSpec.scaled(0.004, 7)), PAYMENTS);

    @BeforeEach
    void open() {
        store = Shearwater.open(directory);
        payments = store.createFeatureGroup(FraudGroups.TRANSACTIONS);
        payments.insert(pipelines.transactions(), WriteOptions.plain());
        activity = store.createFeatureGroup(CardActivity.GROUP);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private record CardAndTime(Object card, Object time) {}

    private static Map<CardAndTime, Map<String, @Nullable Object>> byCardAndTime(Frame rows) {
        Map<CardAndTime, Map<String, @Nullable Object>> found = new HashMap<>();
        for (Map<String, @Nullable Object> row : rows.toMaps()) {
            found.put(
                    new CardAndTime(
                            Objects.requireNonNull(row.get("cc_num")), Objects.requireNonNull(row.get("event_time"))),
                    row);
        }
        return found;
    }

    @Test
    void atTheTimesOfPaymentsItIsWhatThePipelineComputes() {
        Map<CardAndTime, Map<String, @Nullable Object>> declared = byCardAndTime(activity.read());
        Map<CardAndTime, Map<String, @Nullable Object>> computed =
                byCardAndTime(pipelines.aggregates().readAll());

        assertThat(declared.keySet()).isEqualTo(computed.keySet()).hasSizeGreaterThan(PAYMENTS / 2);
        declared.forEach((at, row) -> row.forEach((column, value) -> {
            Object expected = computed.getOrDefault(at, Map.of()).get(column);
            if (value instanceof Double number) {
                assertThat(number).as(at + " " + column).isCloseTo((Double) expected, within(1e-6));
            } else {
                assertThat(value).as(at + " " + column).isEqualTo(expected);
            }
        }));
    }

    /** A payment sees its card's earlier payments of the window, as of its own time, and not itself. */
    @Test
    void aPaymentDoesNotSeeItself() {
        FeatureView view = store.createFeatureView(FeatureViewSpec.builder(
                        "payments_and_activity",
                        1,
                        payments.select("cc_num", "amount")
                                .join(
                                        activity.selectFeatures(),
                                        Join.on("cc_num").strictlyBefore()))
                .trainingHelpers("cc_num")
                .build());
        TrainingData.Part rows = view.trainingData().train();
        List<Map<String, @Nullable Object>> all = payments.read().toMaps();

        assertThat(rows.features().rows()).isEqualTo(PAYMENTS);
        for (int row = 0; row < PAYMENTS; row += 97) {
            Object card = rows.helpers().column("cc_num").valueAt(row);
            Instant asked = (Instant) rows.index().column("ts").valueAt(row);
            List<Double> before = all.stream()
                    .filter(payment -> card.equals(payment.get("cc_num")))
                    .filter(payment -> isBefore((Instant) Objects.requireNonNull(payment.get("ts")), asked))
                    .map(payment -> (Double) Objects.requireNonNull(payment.get("amount")))
                    .toList();
            assertThat(rows.features().value(row, "count_1day"))
                    .as(card + " at " + asked)
                    .isEqualTo((long) before.size());
            assertThat((Double) rows.features().value(row, "sum_1day"))
                    .isCloseTo(before.stream().mapToDouble(Double::doubleValue).sum(), within(1e-6));
        }
    }

    private static boolean isBefore(Instant payment, Instant asked) {
        return payment.isBefore(asked) && !payment.isBefore(asked.minus(Duration.ofDays(1)));
    }
}
