package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingData;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.TimeRange;
import io.shearwater.model.TransformationCall;
import io.shearwater.transform.BuiltIns;
import io.shearwater.transform.CategoryOrder;
import io.shearwater.transform.Norm;
import io.shearwater.transform.TimeCycle;
import io.shearwater.transform.TokenPieces;
import io.shearwater.transform.UnseenCategory;
import io.shearwater.transform.Vocabulary;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every built-in transformation in one view: the same values in training data, batches and vectors. */
class BuiltInsOfViewTest {
    private static final Instant START = Instant.parse("2026-02-01T00:00:00Z");
    private static final int ROWS = 300;
    private static final Vocabulary VOCABULARY =
            new Vocabulary("tiny-1", List.of("[UNK]", "pay", "##ment", "rent", "!"));

    @TempDir
    private Path directory;

    private static FeatureGroupSpec payments() {
        return FeatureGroupSpec.builder("payments", 1)
                .feature("id", DataType.LONG)
                .feature("at", DataType.TIMESTAMP)
                .feature("amount", DataType.DOUBLE)
                .feature("balance", DataType.FLOAT)
                .feature("visits", DataType.INT)
                .feature("rate", DataType.decimal(10, 2))
                .feature("day", DataType.DATE)
                .feature("category", DataType.STRING)
                .feature("merchant", DataType.STRING)
                .feature("note", DataType.STRING)
                .feature("contactless", DataType.BOOLEAN)
                .feature("loss", DataType.DOUBLE)
                .primaryKey("id")
                .eventTime("at")
                .online()
                .build();
    }

    private static Map<String, @Nullable Object> payment(int id, Random random) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("id", (long) id);
        row.put("at", START.plusSeconds(4_001L * id));
        row.put(
                "amount",
                switch (id % 23) {
                    case 0 -> null;
                    case 1 -> Double.NaN;
                    case 2 -> Double.POSITIVE_INFINITY;
                    case 3 -> -0.0;
                    default -> random.nextGaussian() * 100;
                });
        row.put("balance", id % 9 == 0 ? null : (float) Math.exp(random.nextGaussian()));
        row.put("visits", id % 8 == 0 ? null : random.nextInt(40) - 5);
        row.put("rate", id % 7 == 0 ? null : BigDecimal.valueOf(random.nextInt(100_000), 2));
        row.put("day", id % 6 == 0 ? null : LocalDate.of(2024, 1, 1).plusDays(random.nextInt(800)));
        row.put(
                "category",
                id % 5 == 0 ? null : List.of("hotels", "airlines", "car rental").get(random.nextInt(3)));
        row.put("merchant", id % 31 == 0 ? null : "merchant " + random.nextInt(id < 200 ? 20 : 40));
        row.put(
                "note",
                id % 4 == 0
                        ? null
                        : List.of("Payment!", "rent", "", "who knows").get(random.nextInt(4)));
        row.put("contactless", id % 13 == 0 ? null : random.nextBoolean());
        row.put("loss", id % 17 == 0 ? null : random.nextInt(50) / 8.0);
        return row;
    }

    private static List<TransformationCall> calls() {
        return List.of(
                BuiltIns.removeByQuantile("rate", 0.01, 0.99),
                BuiltIns.removeByIqr("visits", 3),
                BuiltIns.removeByZScore("balance", 6),
                BuiltIns.minMaxScaler("amount").as("min_max"),
                BuiltIns.standardScaler("amount").as("standard"),
                BuiltIns.robustScaler("amount").as("robust"),
                BuiltIns.maxAbsScaler("rate").as("max_abs"),
                BuiltIns.normalize(Norm.L2, "amount", "balance", "visits").as("unit_0", "unit_1", "unit_2"),
                BuiltIns.log("balance").as("log"),
                BuiltIns.log10("rate").as("log10"),
                BuiltIns.log1p("visits").as("log1p"),
                BuiltIns.reciprocal("visits").as("reciprocal"),
                BuiltIns.exponential("visits", 2, -0.25).as("exponential"),
                BuiltIns.standardized(BuiltIns.boxCox("balance")).as("box_cox"),
                BuiltIns.yeoJohnson("amount").as("yeo_johnson"),
                BuiltIns.quantileUniform("rate").as("quantile"),
                BuiltIns.quantileNormal("amount").as("quantile_normal"),
                BuiltIns.clip("amount", -50, 50).as("clipped"),
                BuiltIns.winsorize("visits", 0.05, 0.95).as("winsorized"),
                BuiltIns.quantileBins("rate", 4).as("bins"),
                BuiltIns.uniformBins("amount", 5).as("uniform_bins"),
                BuiltIns.oneHotEncoder("contactless", CategoryOrder.SORTED, UnseenCategory.OTHER),
                BuiltIns.oneHotEncoder("category"),
                BuiltIns.oneHotEncoder("bins").as("bin"),
                BuiltIns.labelEncoder("category").as("category_number"),
                BuiltIns.ordinalEncoder("category", List.of("car rental", "airlines", "hotels"))
                        .as("category_order"),
                BuiltIns.targetEncoder("merchant", "loss").as("merchant_loss"),
                BuiltIns.frequencyEncoder("merchant").as("merchant_share"),
                BuiltIns.featureHasher("merchant", 4),
                BuiltIns.withIndicator(BuiltIns.imputeMedian("visits")).as("visits_known", "visits_missing"),
                BuiltIns.imputeMean("rate").as("rate_known"),
                BuiltIns.imputeMode("category").as("category_known"),
                BuiltIns.imputeConstant("note", "none").as("note_known"),
                BuiltIns.cyclicTime("day", TimeCycle.DAY_OF_YEAR),
                BuiltIns.cyclicTime("at", TimeCycle.HOUR_OF_DAY, ZoneId.of("Europe/Stockholm")),
                BuiltIns.tokenizer("note", VOCABULARY, TokenPieces.LOWER_CASE_WORD_PIECES)
                        .as("tokens"),
                BuiltIns.standardScaler("loss").as("loss"));
    }

    private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();

    private FeatureStore filled() {
        FeatureStore store = Shearwater.open(directory.resolve("store"), StoreOptions.defaults());
        Random random = new Random(11);
        for (int id = 0; id < ROWS; id++) {
            rows.add(payment(id, random));
        }
        List<Map<String, @Nullable Object>> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, random);
        store.createFeatureGroup(payments()).insert(Frame.of(payments().schema(), shuffled));
        return store;
    }

    private static FeatureViewSpec.Builder view(FeatureStore store, String name, Predicate<String> chosen) {
        String[] names = payments().schema().names().stream().filter(chosen).toArray(String[]::new);
        return FeatureViewSpec.builder(name, 1, store.featureGroup("payments").select(names));
    }

    /** The transformed columns of every payment, as batch data have them; compared with the training data. */
    private static Map<Long, Map<String, @Nullable Object>> batch(FeatureView ready, TrainingData data) {
        Map<Long, Map<String, @Nullable Object>> batch = byId(
                ready.batchData(TimeRange.ALL).readAll(), ready.featureSchema().names());
        assertThat(batch).hasSize(ROWS);
        Map<Long, Map<String, @Nullable Object>> test = byId(data.test());
        Map<Long, Map<String, @Nullable Object>> train = byId(data.train());
        assertThat(train).hasSizeGreaterThan(ROWS / 2);
        // Outliers are removed from what is learnt from, and not from what a model is judged by.
        long judged = Objects.requireNonNull(data.dataset().parts().get("test")).rows();
        assertThat(test).hasSize(Math.toIntExact(judged));
        assertThat(train.size() + test.size()).isLessThan(ROWS);
        test.forEach((id, row) -> assertThat(row).as("test row " + id).isEqualTo(batch.get(id)));
        train.forEach((id, row) ->
                assertThat(withoutFolds(row)).as("training row " + id).isEqualTo(withoutFolds(batch.get(id))));
        return batch;
    }

    @Test
    void requestsThatBringTheirValuesGetWhatTrainingDataHave() {
        try (FeatureStore store = filled()) {
            FeatureView view = store.getOrCreateFeatureView(view(store, "scored", name -> !name.equals("id"))
                    .labels("loss")
                    .transform(calls().toArray(TransformationCall[]::new))
                    .build());
            TrainingData data = view.trainTestSplit(0.3, 5);
            FeatureView ready = view.withTrainingDataset(data.dataset().version());
            Map<Long, Map<String, @Nullable Object>> batch = batch(ready, data);
            for (Map<String, @Nullable Object> row : rows) {
                Map<String, Object> request = new HashMap<>();
                row.forEach((name, value) -> {
                    if (value != null && !name.equals("loss") && !name.equals("id")) {
                        request.put(name, value);
                    }
                });
                assertThat(ready.featureVector(request).toMap())
                        .as("vector of " + row)
                        .isEqualTo(batch.get((Long) row.get("id")));
            }
        }
    }

    @Test
    void valuesFoundOnlineAreWhatTrainingDataHave() {
        try (FeatureStore store = filled()) {
            TransformationCall[] calls = calls().stream()
                    .filter(call -> !call.inputs().contains("loss"))
                    .toArray(TransformationCall[]::new);
            FeatureView view = store.getOrCreateFeatureView(
                    view(store, "found", name -> !List.of("id", "loss").contains(name))
                            .transform(calls)
                            .build());
            TrainingData data = view.trainTestSplit(0.3, 5);
            FeatureView ready = view.withTrainingDataset(data.dataset().version());
            Map<Long, Map<String, @Nullable Object>> batch = batch(ready, data);
            List<FeatureVector> vectors = ready.featureVectors(rows.stream()
                    .map(row -> Map.of("id", Objects.requireNonNull(row.get("id"))))
                    .toList());
            for (int i = 0; i < ROWS; i++) {
                assertThat(vectors.get(i).toMap()).as("payment " + i).isEqualTo(batch.get((long) i));
                assertThat(ready.featureVector(Map.of("id", (long) i)).toMap()).isEqualTo(batch.get((long) i));
            }
        }
    }

    /** Training rows are encoded out of fold, and so not as rows to predict for. */
    private static Map<String, @Nullable Object> withoutFolds(@Nullable Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> left = new HashMap<>(Objects.requireNonNull(row));
        left.remove("merchant_loss");
        return left;
    }

    private static Map<Long, Map<String, @Nullable Object>> byId(TrainingData.Part part) {
        Map<Long, Map<String, @Nullable Object>> rows = new HashMap<>();
        for (int row = 0; row < part.features().rows(); row++) {
            rows.put((Long) part.index().value(row, "id"), part.features().row(row));
        }
        return rows;
    }

    private static Map<Long, Map<String, @Nullable Object>> byId(Frame frame, List<String> names) {
        Map<Long, Map<String, @Nullable Object>> rows = new HashMap<>();
        for (Map<String, @Nullable Object> row : frame.toMaps()) {
            Map<String, @Nullable Object> features = new HashMap<>(row);
            features.keySet().retainAll(names);
            rows.put((Long) row.get("id"), features);
        }
        return rows;
    }
}
