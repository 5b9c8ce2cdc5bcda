package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingData;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureType;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import io.shearwater.model.TimeRange;
import io.shearwater.store.Shearwater;
import io.shearwater.transform.BuiltIns;
import io.shearwater.transform.Transformations;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransformationsTest {
    private static final Instant NOON = Instant.parse("2025-07-01T12:00:00Z");

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private FeatureStore store;

    @BeforeEach
    void open() {
        store = Shearwater.open(directory.resolve("store"));
        // region: transformations.group
        FeatureGroup payments = store.createFeatureGroup(FeatureGroupSpec.builder("payments", 1)
                .feature("t_id", DataType.LONG)
                .feature("event_time", DataType.TIMESTAMP)
                .feature("amount", DataType.DOUBLE)
                .feature("category", DataType.STRING)
                .feature(Feature.of("mcc", DataType.INT).as(FeatureType.NOMINAL))
                .feature("days_to_card_expiry", DataType.INT)
                .feature("is_fraud", DataType.BOOLEAN)
                .primaryKey("t_id")
                .eventTime("event_time")
                .onDemand(Transformations.method(PaymentFunctions.class, "daysToCardExpiry"))
                .build());
        // end
        payments.insert(rows());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Frame rows() {
        Schema schema = Schema.of(
                new Field("t_id", DataType.LONG),
                new Field("event_time", DataType.TIMESTAMP),
                new Field("amount", DataType.DOUBLE),
                new Field("category", DataType.STRING),
                new Field("mcc", DataType.INT),
                new Field("is_fraud", DataType.BOOLEAN),
                new Field("cc_expiry_date", DataType.DATE));
        LocalDate expiry = LocalDate.of(2025, 7, 31);
        return Frame.of(
                schema,
                List.of(
                        Map.of(
                                "t_id",
                                1L,
                                "event_time",
                                NOON,
                                "amount",
                                50.0,
                                "category",
                                "hotels",
                                "mcc",
                                7011,
                                "is_fraud",
                                false,
                                "cc_expiry_date",
                                expiry),
                        Map.of(
                                "t_id",
                                2L,
                                "event_time",
                                NOON,
                                "amount",
                                150.0,
                                "category",
                                "airlines",
                                "mcc",
                                3000,
                                "is_fraud",
                                true,
                                "cc_expiry_date",
                                expiry)));
    }

    private FeatureView fraudView() {
        // region: transformations.view
        FeatureView view = store.createFeatureView(FeatureViewSpec.builder(
                        "fraud", 1, store.featureGroup("payments").selectFeatures())
                .labels("is_fraud")
                .transform(
                        BuiltIns.imputeMedian("amount"),
                        BuiltIns.standardScaler("amount"),
                        BuiltIns.oneHotEncoder("category"),
                        BuiltIns.labelEncoder("mcc"),
                        BuiltIns.labelEncoder("is_fraud"))
                .build());
        // end
        return view;
    }

    @Test
    void whatIsLearntInTrainingIsUsedInServing() {
        FeatureView view = fraudView();
        // region: transformations.train
        TrainingData data = view.trainingData();
        int version = data.dataset().version();
        // end
        assertThat(data.train().features().schema().names())
                .containsExactly("amount", "category_airlines", "category_hotels", "mcc", "days_to_card_expiry");
        assertThat(data.train().features().value(0, "amount")).isEqualTo(-1.0);

        // region: transformations.serve
        FeatureView ready = view.withTrainingDataset(version);
        FeatureVector vector = ready.featureVector(
                Map.of("amount", 250.0, "category", "hotels", "mcc", 7011),
                Map.of("event_time", NOON, "cc_expiry_date", LocalDate.of(2025, 7, 31)));
        double[] input = vector.toDoubles();
        // end
        assertThat(input).containsExactly(3.0, 0.0, 1.0, 1.0, 30.0);

        // region: transformations.batch
        Frame batch = ready.batchData(TimeRange.ALL).readAll();
        // end
        assertThat(batch.value(1, "amount")).isEqualTo(1.0);

        // region: transformations.raw
        FeatureVector raw = view.untransformed()
                .featureVector(
                        Map.of("amount", 250.0, "category", "hotels", "mcc", 7011),
                        Map.of("cc_expiry_date", LocalDate.of(2025, 7, 31)));
        // end
        assertThat(raw.value("amount")).isEqualTo(250.0);

        assertThatThrownBy(() -> view.batchData(TimeRange.ALL)).hasMessageContaining("withTrainingDataset");
    }

    @Test
    void whatIsMissingIsTheLastValueOfTheEntity() {
        FeatureGroup readings = store.createFeatureGroup(FeatureGroupSpec.builder("readings", 1)
                .feature("sensor", DataType.STRING)
                .feature("ts", DataType.TIMESTAMP)
                .feature("celsius", DataType.DOUBLE)
                .feature("is_comfortable", DataType.BOOLEAN)
                .primaryKey("sensor")
                .eventTime("ts")
                .online()
                .build());
        FrameBuilder rows = new FrameBuilder(readings.spec().schema(), 4);
        rows.append("s1", NOON, 20.0, true);
        rows.append("s1", NOON.plusSeconds(60), null, true);
        rows.append("s1", NOON.plusSeconds(120), 30.0, false);
        rows.append("s1", NOON.plusSeconds(180), null, false);
        readings.insert(rows.build());
        // region: transformations.filled
        FeatureView view = store.createFeatureView(
                FeatureViewSpec.builder("comfort", 1, readings.select("celsius", "is_comfortable"))
                        .labels("is_comfortable")
                        .transform(BuiltIns.forwardFill("celsius"), BuiltIns.standardScaler("celsius"))
                        .build());
        Frame features = view.trainingData().train().features();
        FeatureVector vector = view.withTrainingDataset(1).featureVector(Map.of("sensor", "s1"));
        // end
        assertThat(features.toMaps().stream().map(row -> row.get("celsius"))).containsExactly(-1.0, -1.0, 1.0, 1.0);
        assertThat(vector.value("celsius")).isEqualTo(1.0);
        Map<String, @Nullable Object> request = new HashMap<>(Map.of("sensor", "s1"));
        request.put("celsius", null);
        assertThat(view.withTrainingDataset(1).featureVector(request).value("celsius"))
                .isEqualTo(1.0);
        request.put("celsius", 20.0);
        assertThat(view.withTrainingDataset(1).featureVector(request).value("celsius"))
                .isEqualTo(-1.0);
    }

    @Test
    void aFunctionCanBeTriedBeforeItIsRegistered() {
        Frame rows = rows();
        // region: transformations.try
        Frame tried = Transformations.apply(
                rows,
                Transformations.method(PaymentFunctions.class, "daysToCardExpiry"),
                Transformations.method(PaymentFunctions.class, "amountDeviation"),
                BuiltIns.minMaxScaler("amount"));
        // end
        assertThat(tried.value(1, "days_to_card_expiry")).isEqualTo(30);
        assertThat(tried.value(1, "amount_deviation")).isEqualTo(1.5);
        assertThat(tried.value(1, "amount")).isEqualTo(1.0);
    }
}
