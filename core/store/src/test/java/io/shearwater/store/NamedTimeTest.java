package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.SkewSample;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.Join;
import io.shearwater.model.SkewReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors of requests that name a time: aggregates are as of it, rows as of now, which shows where they are later. */
class NamedTimeTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private static final FeatureGroupSpec PAYMENTS = FeatureGroupSpec.builder("payments", 1)
            .feature("id", DataType.LONG)
            .feature("at", DataType.TIMESTAMP)
            .feature("card", DataType.STRING)
            .feature("amount", DataType.DOUBLE)
            .primaryKey("id")
            .eventTime("at")
            .build();

    private static final FeatureGroupSpec ACTIVITY = FeatureGroupSpec.builder("activity", 1)
            .primaryKey("card")
            .eventTime("asked_at")
            .online()
            .aggregating(Aggregation.over(
                    PAYMENTS.ref(),
                    AggregateFunction.sum("amount")
                            .over(AggregationWindow.rolling(Duration.ofHours(1)))
                            .as("sum_1h")))
            .build();

    private static final FeatureGroupSpec CARDS = FeatureGroupSpec.builder("cards", 1)
            .feature("card", DataType.STRING)
            .feature("written", DataType.TIMESTAMP)
            .feature("color", DataType.STRING)
            .feature("bank", DataType.STRING)
            .primaryKey("card")
            .eventTime("written")
            .online()
            .build();

    private static final FeatureGroupSpec BANKS = FeatureGroupSpec.builder("banks", 1)
            .feature("bank", DataType.STRING)
            .feature("rating", DataType.STRING)
            .primaryKey("bank")
            .online()
            .build();

    @TempDir
    private Path directory;

    private FeatureStore store;
    private Instant now = NOON;
    private FeatureView view;

    @BeforeEach
    void open() {
        store = Shearwater.open(directory, StoreOptions.defaults().withClock(() -> now));
        FeatureGroup payments = store.createFeatureGroup(PAYMENTS);
        FeatureGroup activity = store.createFeatureGroup(ACTIVITY);
        FeatureGroup cards = store.createFeatureGroup(CARDS);
        FeatureGroup banks = store.createFeatureGroup(BANKS);
        payment(1, NOON.minusSeconds(1_800), 10);
        payment(2, NOON, 5);
        card(NOON.minusSeconds(3_600), "red", "b1");
        banks.insert(Frame.of(
                BANKS.schema(), List.of(Map.of("bank", "b1", "rating", "A"), Map.of("bank", "b2", "rating", "B"))));
        view = store.createFeatureView(FeatureViewSpec.builder(
                        "risk",
                        1,
                        payments.select("amount")
                                .join(activity.selectFeatures(), Join.on("card").strictlyBefore())
                                .join(
                                        cards.select("color").join(banks.select("rating"), Join.on("bank")),
                                        Join.on("card")))
                .build());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void payment(long id, Instant at, double amount) {
        store.featureGroup("payments")
                .insert(Frame.of(
                        PAYMENTS.schema(), List.of(Map.of("id", id, "at", at, "card", "c", "amount", amount))));
    }

    private void card(Instant written, String color, String bank) {
        store.featureGroup("cards")
                .insert(Frame.of(
                        CARDS.schema(),
                        List.of(Map.of("card", "c", "written", written, "color", color, "bank", bank))));
    }

    private FeatureVector asOf(Instant time) {
        return view.logged().featureVector(Map.of("card", "c", "amount", 1.0, "at", time));
    }

    private static void assertStatus(FeatureVector vector, FeatureStatus expected) {
        assertThat(List.of(vector.status("color"), vector.status("rating"))).containsOnly(expected);
    }

    @Test
    void aRowThatIsLaterThanTheNamedTimeIsASubstituteAndWhatItPointsAtToo() {
        now = NOON.plusSeconds(600);
        assertStatus(asOf(NOON), FeatureStatus.PRESENT);
        card(NOON.plusSeconds(60), "blue", "b2");

        FeatureVector before = asOf(NOON.plusSeconds(59));
        assertThat(before.toMap()).containsEntry("color", "blue").containsEntry("rating", "B");
        assertStatus(before, FeatureStatus.FALLBACK);
        assertThat(before.status("sum_1h")).isEqualTo(FeatureStatus.PRESENT);
        assertStatus(asOf(NOON.plusSeconds(60)), FeatureStatus.PRESENT);
        assertStatus(view.featureVector(Map.of("card", "c", "amount", 1.0)), FeatureStatus.PRESENT);
    }

    @Test
    void suchVectorsAreComputedAgainWithoutSkew() {
        now = NOON.plusSeconds(600);
        card(NOON.plusSeconds(60), "blue", "b2");
        assertThat(asOf(NOON).value("sum_1h")).isEqualTo(10.0);
        assertThat(asOf(NOON.plusSeconds(1)).value("sum_1h")).isEqualTo(15.0);
        now = NOON.plusSeconds(900);
        card(NOON.plusSeconds(700), "green", "b1");
        asOf(NOON.minusSeconds(1_800));
        view.logged().featureVector(Map.of("card", "c", "amount", 1.0));

        SkewReport report = view.verifySkew(SkewSample.all());

        assertThat(report.compared()).isEqualTo(4);
        assertThat(report.skipped()).isEmpty();
        assertThat(report.agrees()).as("%s", report).isTrue();
    }
}
