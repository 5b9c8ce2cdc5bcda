package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FunctionRef;
import io.shearwater.model.Join;
import io.shearwater.model.Provenance;
import io.shearwater.model.Schema;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TimeRange;
import io.shearwater.model.TrainingFiles;
import io.shearwater.model.TransformationCall;
import io.shearwater.transform.BuiltIns;
import io.shearwater.transform.Transformations;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransformationsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<String> CATEGORIES = List.of("hotels", "airlines", "car rental");

    @TempDir
    private Path directory;

    private FeatureStore store;

    private static FeatureGroupSpec cards() {
        return FeatureGroupSpec.builder("cards", 1)
                .feature("cc_num", DataType.STRING)
                .feature("last_modified", DataType.TIMESTAMP)
                .feature("cc_expiry_date", DataType.DATE)
                .feature("credit_limit", DataType.INT)
                .primaryKey("cc_num")
                .eventTime("last_modified")
                .online()
                .build();
    }

    private static FeatureGroupSpec payments() {
        return FeatureGroupSpec.builder("payments", 1)
                .feature("t_id", DataType.LONG)
                .feature("event_time", DataType.TIMESTAMP)
                .feature("cc_num", DataType.STRING)
                .feature("amount", DataType.DOUBLE)
                .feature("category", DataType.STRING)
                .feature("distance", DataType.DOUBLE)
                .feature("is_far", DataType.BOOLEAN)
                .feature("days_to_card_expiry", DataType.INT)
                .feature("is_fraud", DataType.BOOLEAN)
                .primaryKey("t_id")
                .eventTime("event_time")
                .foreignKey("cards", "cc_num")
                .onDemand(
                        Transformations.method(CardFunctions.class, "distance"),
                        Transformations.method(CardFunctions.class, "isFar"),
                        Transformations.method(CardFunctions.class, "daysToCardExpiry"))
                .build();
    }

    @BeforeEach
    void insertRows() {
        store = Shearwater.open(directory.resolve("store"), StoreOptions.defaults());
        FeatureGroup cards = store.createFeatureGroup(cards());
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int card = 0; card < 5; card++) {
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put("cc_num", "card" + card);
            row.put("last_modified", NOW.minusSeconds(1_000_000));
            row.put("cc_expiry_date", LocalDate.of(2026, 4, 1 + card));
            row.put("credit_limit", 1000 * (card + 1));
            rows.add(row);
        }
        cards.insert(Frame.of(cards().schema(), rows));
        store.createFeatureGroup(payments()).insert(payments(60));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Frame payments(int count) {
        Schema schema = Schema.of(List.of(
                new Field("t_id", DataType.LONG),
                new Field("event_time", DataType.TIMESTAMP),
                new Field("cc_num", DataType.STRING),
                new Field("amount", DataType.DOUBLE),
                new Field("category", DataType.STRING),
                new Field("is_fraud", DataType.BOOLEAN),
                new Field("latitude", DataType.DOUBLE),
                new Field("longitude", DataType.DOUBLE),
                new Field("prev_latitude", DataType.DOUBLE),
                new Field("prev_longitude", DataType.DOUBLE),
                new Field("cc_expiry_date", DataType.DATE)));
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(payment(i));
        }
        return Frame.of(schema, rows);
    }

    private static Map<String, @Nullable Object> payment(int i) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("t_id", (long) i);
        row.put("event_time", NOW.minusSeconds(600_000).plusSeconds(60L * i));
        row.put("cc_num", "card" + i % 5);
        row.put("amount", i % 7 == 0 ? null : 10.0 + i);
        row.put("category", i % 11 == 0 ? null : CATEGORIES.get(i % 3));
        row.put("is_fraud", i % 10 == 0);
        row.put("latitude", 47.0 + i / 100.0);
        row.put("longitude", 8.5);
        row.put("prev_latitude", i == 0 ? null : 45.5);
        row.put("prev_longitude", i == 0 ? null : 8.0);
        row.put("cc_expiry_date", LocalDate.of(2026, 4, 1 + i % 5));
        return row;
    }

    private static <T> T of(Map<String, @Nullable Object> row, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(row.get(name)));
    }

    private FeatureView view() {
        return store.getOrCreateFeatureView(FeatureViewSpec.builder(
                        "fraud",
                        1,
                        store.featureGroup("payments")
                                .select("category", "amount", "distance", "is_far", "days_to_card_expiry", "is_fraud")
                                .join(
                                        store.featureGroup("cards").select("credit_limit", "cc_expiry_date"),
                                        Join.inferred()))
                .labels("is_fraud")
                .inferenceHelpers("cc_expiry_date")
                .transform(
                        BuiltIns.oneHotEncoder("category"),
                        BuiltIns.standardScaler("amount"),
                        BuiltIns.minMaxScaler("credit_limit"),
                        BuiltIns.labelEncoder("is_fraud"))
                .build());
    }

    @Test
    void on_demand_features_are_computed_while_rows_are_written() {
        Frame rows = store.featureGroup("payments").read();
        for (Map<String, @Nullable Object> row : rows.toMaps()) {
            int i = Math.toIntExact(of(row, "t_id", Long.class));
            Map<String, @Nullable Object> given = payment(i);
            if (i == 0) {
                assertThat(row.get("distance")).isNull();
                assertThat(row.get("is_far")).isNull();
            } else {
                double distance = CardFunctions.distance(of(given, "latitude", Double.class), 8.5, 45.5, 8.0);
                assertThat(row.get("distance")).isEqualTo(distance);
                assertThat(row.get("is_far")).isEqualTo(distance > 1);
            }
            assertThat(row.get("days_to_card_expiry"))
                    .isEqualTo(CardFunctions.daysToCardExpiry(
                            of(given, "cc_expiry_date", LocalDate.class), of(given, "event_time", Instant.class)));
        }
    }

    @Test
    void rows_without_an_input_are_refused_and_rows_that_were_read_can_be_written_again() {
        FeatureGroup payments = store.featureGroup("payments");
        Frame lacking = payments(3)
                .select(List.of("t_id", "event_time", "cc_num", "amount", "category", "is_fraud", "latitude"));
        assertThatThrownBy(() -> payments.insert(lacking))
                .hasMessageContaining("no column 'longitude'")
                .hasMessageContaining("feature group 'payments' version 1");
        Frame before = payments.read();
        payments.insert(before);
        assertThat(payments.read()).isEqualTo(before);
    }

    @Test
    void every_path_gives_the_same_features() {
        FeatureView view = view();
        TrainingData data = view.trainTestSplit(0.3, 7);
        Schema schema = data.train().features().schema();
        assertThat(schema.names())
                .containsExactly(
                        "category_airlines",
                        "category_car_rental",
                        "category_hotels",
                        "amount",
                        "distance",
                        "is_far",
                        "days_to_card_expiry",
                        "credit_limit");
        FeatureView ready = view.withTrainingDataset(data.dataset().version());
        assertThat(ready.featureSchema()).isEqualTo(schema);
        assertThat(data.test().features().schema()).isEqualTo(schema);

        Map<Object, Map<String, @Nullable Object>> trained = new HashMap<>();
        for (TrainingData.Part part : data.parts().values()) {
            for (int row = 0; row < part.features().rows(); row++) {
                trained.put(part.index().value(row, "t_id"), part.features().row(row));
            }
            assertThat(part.labels().schema().names()).containsExactly("is_fraud");
            assertThat(part.labels().schema().field(0).type()).isEqualTo(DataType.INT);
        }
        assertThat(trained).hasSize(60);
        Frame batch = ready.batchData(TimeRange.ALL).readAll();
        for (Map<String, @Nullable Object> row : batch.toMaps()) {
            Map<String, @Nullable Object> features = new HashMap<>(row);
            features.keySet().retainAll(schema.names());
            assertThat(features).isEqualTo(trained.get(row.get("t_id")));
            assertThat(row).containsKeys("event_time", "cc_expiry_date");
        }
        for (int i = 1; i < 60; i++) {
            FeatureVector vector = ready.featureVector(request(i));
            assertThat(vector.schema()).isEqualTo(schema);
            Map<String, @Nullable Object> expected = trained.get((long) i);
            assertThat(vector.toMap()).as("payment " + i).isEqualTo(expected);
        }
    }

    /** What the caller of a payment knows: it is not stored yet. */
    private static Map<String, Object> request(int i) {
        Map<String, Object> request = new HashMap<>();
        payment(i).forEach((name, value) -> {
            if (value != null && !name.equals("is_fraud") && !name.equals("t_id")) {
                request.put(name, value);
            }
        });
        request.remove("cc_expiry_date");
        return request;
    }

    @Test
    void files_hold_what_frames_hold() {
        FeatureView view = view();
        TrainingOptions options = TrainingOptions.of(SplitSpec.trainTest(0.3, 7));
        TrainingData data = view.trainingData(options);
        Path files = directory.resolve("files");
        view.writeTrainingData(options, TrainingFiles.of(files, TrainingFiles.Format.PARQUET));
        for (String part : List.of("train", "test")) {
            Frame file = store.readFile(files.resolve(part + ".parquet"));
            Frame features = file.select(data.part(part).features().schema().names());
            assertThat(features).isEqualTo(data.part(part).features());
            assertThat(file.select(List.of("is_fraud")))
                    .isEqualTo(data.part(part).labels());
        }
        assertThat(view.trainingData(2).train().features())
                .isEqualTo(data.train().features());
        assertThat(view.withTrainingDataset(1).fittedTransformations())
                .isEqualTo(view.withTrainingDataset(2).fittedTransformations());
    }

    @Test
    void a_view_that_learns_says_that_it_has_not_and_its_twin_gives_raw_values() {
        FeatureView view = view();
        for (Runnable read : List.<Runnable>of(
                view::featureSchema,
                () -> view.batchData(TimeRange.ALL).close(),
                () -> view.featureVector(request(1)))) {
            assertThatThrownBy(read::run)
                    .hasMessageContaining("one_hot_encoder(category)")
                    .hasMessageContaining("withTrainingDataset(version)")
                    .hasMessageContaining("untransformed()");
        }
        FeatureView raw = view.untransformed();
        assertThat(raw.featureSchema().names())
                .containsExactly("category", "amount", "distance", "is_far", "days_to_card_expiry", "credit_limit");
        TrainingData data = raw.trainTestSplit(0.3, 7);
        assertThat(data.train().features().schema()).isEqualTo(raw.featureSchema());
        assertThat(view.withTrainingDataset(1).featureVector(request(1)).size()).isEqualTo(8);
        Map<String, @Nullable Object> vector = raw.featureVector(request(2)).toMap();
        assertThat(vector).containsEntry("category", "car rental").containsEntry("amount", 12.0);
        assertThat(vector.get("distance")).isEqualTo(CardFunctions.distance(47.02, 8.5, 45.5, 8.0));
    }

    @Test
    void a_request_names_its_parameters_and_what_is_missing_is_said() {
        FeatureView raw = view().untransformed();
        assertThat(raw.requestParameters())
                .extracting(Field::name)
                .containsExactly(
                        "cc_expiry_date", "event_time", "latitude", "longitude", "prev_latitude", "prev_longitude");
        Map<String, Object> request = request(3);
        request.remove("longitude");
        assertThatThrownBy(() -> raw.featureVector(request))
                .hasMessageContaining("has no 'longitude' (double)")
                .hasMessageContaining("[distance, is_far]");
        request.put("distance", 2.0);
        request.put("is_far", false);
        FeatureVector vector = raw.featureVector(request);
        assertThat(vector.value("distance")).isEqualTo(2.0);
        assertThat(vector.value("is_far")).isEqualTo(false);
        // Without a time of its own a request happens now, and the card's day comes from the store.
        request.remove("event_time");
        int days = CardFunctions.daysToCardExpiry(LocalDate.of(2026, 4, 4), Instant.now());
        assertThat((Integer) raw.featureVector(request).value("days_to_card_expiry"))
                .isBetween(days - 1, days);
        assertThat(raw.featureVector(request, Map.of("cc_expiry_date", LocalDate.of(2000, 1, 1)))
                        .value("days_to_card_expiry"))
                .isInstanceOfSatisfying(Integer.class, old -> assertThat(old).isLessThan(-9000));
        assertThatThrownBy(() -> raw.featureVector(request, Map.of("latitud", 1.0)))
                .hasMessageContaining("latitud");
    }

    @Test
    void why_tells_what_is_computed_and_what_is_stored() {
        FeatureView view = view();
        assertThat(view.why(request(3), "distance").origin()).isEqualTo(Provenance.Origin.ON_DEMAND);
        Provenance limit = view.why(request(3), "credit_limit");
        assertThat(limit.origin()).isEqualTo(Provenance.Origin.STORED);
        assertThat(limit.value()).as("as it is stored, not scaled").isEqualTo(4000);
        assertThat(limit.rows()).hasSize(1);
        assertThat(view.why(Map.of("cc_num", "card3"), "credit_limit").value())
                .as("without what only other features are computed with")
                .isEqualTo(4000);
    }

    @Test
    void an_unknown_card_has_no_limit_and_other_values_are_computed() {
        FeatureView view = view();
        view.trainingData();
        Map<String, Object> request = request(4);
        request.put("cc_num", "nobody");
        FeatureVector vector = view.withTrainingDataset(1).featureVector(request);
        assertThat(vector.status("credit_limit")).isEqualTo(FeatureStatus.NOT_FOUND);
        assertThat(vector.value("credit_limit")).isNull();
        assertThat(vector.value("days_to_card_expiry")).isNull();
        assertThat(vector.value("distance")).isNotNull();
        assertThat(vector.status("amount")).isEqualTo(FeatureStatus.PRESENT);
    }

    @Test
    void what_stands_in_the_wrong_place_is_refused() {
        FeatureGroupSpec.Builder group = FeatureGroupSpec.builder("scaled", 1)
                .feature("k", DataType.LONG)
                .feature("amount", DataType.DOUBLE)
                .feature("scaled", DataType.DOUBLE)
                .primaryKey("k")
                .onDemand(BuiltIns.standardScaler("amount").as("scaled"));
        assertThatThrownBy(() -> store.createFeatureGroup(group.build()))
                .hasMessageContaining("standard_scaler(amount)")
                .hasMessageContaining("learns from training data");
        assertThatThrownBy(() -> store.createFeatureView(FeatureViewSpec.builder(
                                "wrong", 1, store.featureGroup("payments").select("amount", "category"))
                        .transform(BuiltIns.minMaxScaler("category"))
                        .build()))
                .hasMessageContaining("min_max_scaler(category)")
                .hasMessageContaining("cannot be scaled");
        assertThat(store.findFeatureView("wrong", 1)).isEmpty();
    }

    @Test
    void filling_from_later_rows_is_refused_saying_why_and_what_to_do() {
        assertThatThrownBy(() -> createFilled("backward_fill"))
                .hasMessageContaining("'backward_fill' is no transformation")
                .hasMessageContaining("learn from the future")
                .hasMessageContaining("Use 'impute' instead");
        assertThat(store.findFeatureView("filled", 1)).isEmpty();
    }

    private void createFilled(String name) {
        FunctionRef function = FunctionRef.builtIn(name, Map.of());
        store.createFeatureView(FeatureViewSpec.builder(
                        "filled", 1, store.featureGroup("payments").select("amount"))
                .transform(new TransformationCall(function, List.of("amount"), List.of("amount"), List.of()))
                .build());
    }
}
