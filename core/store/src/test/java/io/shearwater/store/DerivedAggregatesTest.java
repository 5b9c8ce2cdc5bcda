package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.SkewSample;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Join;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.transform.Transformations;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns that a group of aggregates computes of these on demand. */
class DerivedAggregatesTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final FeatureGroupSpec PAYMENTS = FeatureGroupSpec.builder("payments", 1)
            .feature("nr", DataType.LONG)
            .feature("at", DataType.TIMESTAMP)
            .feature("card", DataType.STRING)
            .feature("amount", DataType.DOUBLE)
            .feature("is_fraud", DataType.BOOLEAN)
            .primaryKey("nr")
            .eventTime("at")
            .build();
    private static final AggregationWindow DAY = AggregationWindow.rolling(Duration.ofDays(1));
    private static final FeatureGroupSpec CARDS = cards("cards").build();

    @TempDir
    private Path directory;

    private FeatureStore store;
    private Instant now = START;

    private static FeatureGroupSpec.Builder cards(String name) {
        return FeatureGroupSpec.builder(name, 1)
                .primaryKey("card")
                .eventTime("asked")
                .online()
                .feature("hour_share", DataType.DOUBLE)
                .feature("amount_score", DataType.DOUBLE)
                .feature("is_odd", DataType.BOOLEAN)
                .onDemand(
                        Transformations.method(DerivedFunctions.class, "hourShare"),
                        Transformations.method(DerivedFunctions.class, "amountScore"),
                        Transformations.method(DerivedFunctions.class, "isOdd"))
                .aggregating(Aggregation.over(
                        PAYMENTS.ref(),
                        AggregateFunction.sum("amount")
                                .over(AggregationWindow.rolling(Duration.ofHours(1)))
                                .as("sum_1h"),
                        AggregateFunction.sum("amount").over(DAY).as("sum_1d"),
                        AggregateFunction.avg("amount").over(DAY).as("avg_1d"),
                        AggregateFunction.stddevPop("amount").over(DAY).as("dev_1d")));
    }

    @BeforeEach
    void open() {
        store = Shearwater.open(directory, StoreOptions.defaults().withClock(() -> now));
        store.createFeatureGroup(PAYMENTS);
        store.createFeatureGroup(CARDS);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void insert(int payments) {
        Random random = new Random(payments);
        FrameBuilder rows = new FrameBuilder(PAYMENTS.schema(), payments);
        for (int i = 0; i < payments; i++) {
            rows.append(
                    (long) i,
                    START.plus(Duration.ofMinutes(7L * i)),
                    random.nextInt(10) == 0 ? null : "c" + random.nextInt(3),
                    random.nextInt(8) == 0 ? null : (Double) (random.nextInt(9_000) / 7.0),
                    random.nextInt(9) == 0);
        }
        store.featureGroup("payments").insert(rows.build());
    }

    private FeatureView view(String... columns) {
        return store.createFeatureView(FeatureViewSpec.builder("risk", 1, joined(columns))
                .labels("is_fraud")
                .build());
    }

    private Query joined(String... columns) {
        return store.featureGroup("payments")
                .select("card", "amount", "is_fraud")
                .join(
                        store.featureGroup("cards").select(columns),
                        Join.on("card").strictlyBefore());
    }

    @Test
    void aSpecHasItsAggregatesAndThenWhatIsComputedOfThem() {
        FeatureGroupSpec spec = store.featureGroup("cards").spec();

        assertThat(spec.schema().names())
                .containsExactly(
                        "card",
                        "asked",
                        "sum_1h",
                        "sum_1d",
                        "avg_1d",
                        "dev_1d",
                        "hour_share",
                        "amount_score",
                        "is_odd");
        assertThat(store.getOrCreateFeatureGroup(CARDS).spec()).isEqualTo(spec);
        close();
        store = Shearwater.open(directory);
        assertThat(store.featureGroup("cards").spec()).isEqualTo(spec);
    }

    @Test
    void vectorsEqualTrainingDataOfTheirTimeBitForBit() {
        insert(400);
        FeatureView view = view("sum_1h", "hour_share", "amount_score", "is_odd");
        Frame features = view.trainingData().train().features();
        Frame keys = store.featureGroup("payments").read();
        assertThat(features.rows()).isEqualTo(keys.rows());
        int scored = 0;
        for (int row = 0; row < features.rows(); row++) {
            Map<String, @Nullable Object> entry = new HashMap<>();
            entry.put("card", features.value(row, "card"));
            entry.put("amount", features.value(row, "amount"));
            entry.put("at", START.plus(Duration.ofMinutes(7L * row)));
            FeatureVector vector = view.featureVector(entry);
            for (String name : List.of("sum_1h", "hour_share", "amount_score", "is_odd")) {
                assertThat(vector.value(name)).as(name + " of row " + row).isEqualTo(features.value(row, name));
            }
            scored += vector.value("is_odd") == null ? 0 : 1;
        }
        assertThat(scored).isGreaterThan(100);
    }

    @Test
    void rowsAtTheTimesOfEventsTakeWhatIsMissingFromTheLastEventOfTheirTime() {
        FrameBuilder rows = new FrameBuilder(PAYMENTS.schema(), 4);
        rows.append(1L, START, "a", 1.0, false);
        rows.append(2L, START.plusSeconds(60), "a", 3.0, false);
        rows.append(4L, START.plusSeconds(120), "a", 8.0, false);
        rows.append(3L, START.plusSeconds(120), "a", 100.0, false);
        store.featureGroup("payments").insert(rows.build());

        Frame read = store.featureGroup("cards")
                .read(ReadOptions.all()
                        .where(Predicate.equalTo("asked", START.plusSeconds(120)))
                        .select("amount_score", "avg_1d"));

        // Of one commit the greatest key is the last.
        assertThat(read.rows()).isEqualTo(1);
        assertThat(read.value(0, "avg_1d")).isEqualTo(28.0);
        assertThat(read.value(0, "amount_score")).isEqualTo((8.0 - 28.0) / Math.sqrt(1734.5));
        FeatureGroup kept = store.createFeatureGroup(FeatureGroupSpec.builder("kept", 1)
                .primaryKey("card")
                .eventTime("asked")
                .build());
        kept.insert(store.featureGroup("cards").reader(ReadOptions.all()), WriteOptions.plain());
        assertThat(kept.spec().schema())
                .isEqualTo(store.featureGroup("cards").spec().schema());
    }

    @Test
    void aSpineBringsWhatIsComputedWith() {
        insert(60);
        FeatureView view = view("amount_score", "hour_share");
        Schema schema = Schema.of(
                new Field("card", DataType.STRING),
                new Field("at", DataType.TIMESTAMP),
                new Field("amount", DataType.DOUBLE));
        FrameBuilder spine = new FrameBuilder(schema, 2);
        spine.append("c1", START.plus(Duration.ofHours(5)), 700.0);
        spine.append("nobody", START.plus(Duration.ofHours(5)), 700.0);

        Frame batch = view.batchData(spine.build()).readAll();

        Object served = view.featureVector(Map.of("card", "c1", "amount", 700.0, "at", START.plus(Duration.ofHours(5))))
                .value("amount_score");
        assertThat(served).isNotNull().isEqualTo(batch.value(0, "amount_score"));
        assertThat(batch.value(1, "amount_score")).isNull();
        Frame short0 = spine.build().select(List.of("card", "at"));
        assertThatThrownBy(() -> view.batchData(short0).readAll()).hasMessageContaining("The spine lacks [amount]");
    }

    @Test
    void aRequestThatDoesNotSayWhatIsComputedWithIsRefused() {
        insert(20);
        FeatureView view = store.createFeatureView(FeatureViewSpec.builder(
                        "bare",
                        1,
                        store.featureGroup("payments")
                                .select("is_fraud")
                                .join(
                                        store.featureGroup("cards").select("amount_score", "hour_share"),
                                        Join.on("card")))
                .labels("is_fraud")
                .build());

        assertThatThrownBy(() -> view.featureVector(Map.of("card", "c1")))
                .hasMessageContaining("has no 'amount' (double), from which [amount_score] is computed on demand");
        assertThat(view.featureVector(Map.of("card", "c1", "amount", 5.0, "hour_share", 0.5))
                        .value("hour_share"))
                .isEqualTo(0.5);
    }

    @Test
    void theLogOfServedVectorsShowsNoSkew() {
        insert(30);
        FeatureView view = view("hour_share", "amount_score", "is_odd");
        now = START.plus(Duration.ofMinutes(100));
        for (int card = 0; card < 3; card++) {
            view.logged().featureVector(Map.of("card", "c" + card, "amount", 500.0));
        }

        assertThat(view.verifySkew(SkewSample.all()).features())
                .isNotEmpty()
                .allSatisfy(feature -> assertThat(feature.different()).isZero());
    }

    @Test
    void planAndStatementSayWhatIsComputed() {
        assertThat(view("amount_score").explain())
                .contains("of these [amount_score(amount, avg_1d, dev_1d) as amount_score]");
    }

    @Test
    void whatCannotBeSaidIsRefusedWithTheReason() {
        assertThatThrownBy(() -> store.createFeatureGroup(cards("other")
                        .onDemand(Transformations.method(DerivedFunctions.class, "isOdd")
                                .as("odd"))
                        .build()))
                .hasMessageContaining("computes 'odd' on demand")
                .hasMessageContaining("does not declare it as a feature, with its type");
        assertThatThrownBy(() -> cards("other")
                        .onDemand(Transformations.method(DerivedFunctions.class, "isOdd")
                                .as("sum_1d"))
                        .build())
                .hasMessageContaining("computes 'sum_1d' on demand, and has an aggregate of that name");
        assertThatThrownBy(() -> store.createFeatureGroup(
                        cards("other").feature("sum_2d", DataType.DOUBLE).build()))
                .hasMessageContaining("'sum_2d', which is none of its aggregates");
        insert(5);
        FeatureView own = store.createFeatureView(
                FeatureViewSpec.builder("own", 1, store.featureGroup("cards").selectFeatures())
                        .build());
        assertThatThrownBy(() -> own.latest().readAll())
                .hasMessageContaining("as of now have nothing to take [amount] from");
        Query filtered = store.featureGroup("payments")
                .select("is_fraud")
                .join(
                        store.featureGroup("cards").select("amount_score").where(Predicate.greaterThan("sum_1h", 1.0)),
                        Join.on("card"));
        FeatureView view = store.createFeatureView(FeatureViewSpec.builder("filtered", 1, filtered)
                .labels("is_fraud")
                .build());
        assertThatThrownBy(view::trainingData)
                .hasMessageContaining("The query filters 'cards' version 1 where sum_1h > 1.0");
        assertThatThrownBy(() -> view.featureVector(Map.of("card", "c", "amount", 1.0)))
                .hasMessageContaining("filters 'cards' where sum_1h > 1.0");
    }
}
