package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.Join;
import io.shearwater.model.Schema;
import io.shearwater.model.TimeRange;
import io.shearwater.model.TrainingFiles;
import io.shearwater.model.TransformationCall;
import io.shearwater.model.Values;
import io.shearwater.transform.BuiltIns;
import io.shearwater.transform.Norm;
import io.shearwater.transform.TimeCycle;
import io.shearwater.transform.Transformations;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines of transformations made by chance give the same bits in frames, files, batches, over spines and as vectors. */
class RandomTransformationsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final int ROWS = 150;
    private static final int ENTITIES = 20;
    private static final double[] ODD = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0.0, Double.MIN_VALUE, 1e300
    };
    private static final List<String> TEXTS = List.of("hotels", "", "Zürich 🐦", "car rental", "a", "b", "null");
    private static final List<String> NUMBERS = List.of("amount", "age", "ratio", "points");
    private static final List<String> CATEGORIES = List.of("kind", "active", "city");
    private static final List<Function<String, TransformationCall>> SCALINGS = List.of(
            BuiltIns::minMaxScaler,
            column -> BuiltIns.minMaxScaler(column, -1, 1),
            BuiltIns::standardScaler,
            BuiltIns::robustScaler,
            BuiltIns::maxAbsScaler,
            BuiltIns::log1p,
            BuiltIns::reciprocal,
            BuiltIns::yeoJohnson,
            BuiltIns::quantileUniform,
            BuiltIns::quantileNormal,
            column -> BuiltIns.clip(column, -1, 50),
            column -> BuiltIns.winsorize(column, 0.1, 0.9),
            BuiltIns::imputeMean,
            BuiltIns::imputeMedian,
            column -> BuiltIns.withIndicator(BuiltIns.imputeConstant(column, 0.0)));
    private static final List<Function<String, TransformationCall>> BINNINGS =
            List.of(column -> BuiltIns.quantileBins(column, 4), column -> BuiltIns.uniformBins(column, 5));
    private static final List<Function<String, TransformationCall>> ENCODINGS = List.of(
            BuiltIns::oneHotEncoder,
            BuiltIns::labelEncoder,
            BuiltIns::frequencyEncoder,
            column -> BuiltIns.featureHasher(column, 8),
            column -> BuiltIns.oneHotEncoder(column, 20));

    @TempDir
    private Path directory;

    private static FeatureGroupSpec events() {
        return FeatureGroupSpec.builder("events", 1)
                .feature("id", DataType.LONG)
                .feature("at", DataType.TIMESTAMP)
                .feature("entity", DataType.INT)
                .feature("amount", DataType.DOUBLE)
                .feature("age", DataType.INT)
                .feature("kind", DataType.STRING)
                .feature("active", DataType.BOOLEAN)
                .feature("label", DataType.BOOLEAN)
                .primaryKey("id")
                .eventTime("at")
                .foreignKey("entities", "entity")
                .build();
    }

    private static FeatureGroupSpec entities() {
        return FeatureGroupSpec.builder("entities", 1)
                .feature("entity", DataType.INT)
                .feature("since", DataType.TIMESTAMP)
                .feature("ratio", DataType.FLOAT)
                .feature("points", DataType.LONG)
                .feature("city", DataType.STRING)
                .primaryKey("entity")
                .eventTime("since")
                .online()
                .build();
    }

    @Test
    void every_path_gives_the_same_bits() {
        try (FeatureStore store = Shearwater.open(directory.resolve("store"), StoreOptions.defaults())) {
            Random random = new Random(20_261_121);
            store.createFeatureGroup(entities()).insert(rows(entities().schema(), ENTITIES, random));
            store.createFeatureGroup(events()).insert(rows(events().schema(), ROWS, random));
            for (int version = 1; version <= 12; version++) {
                check(store, version, random);
            }
        }
    }

    private static Frame rows(Schema schema, int count, Random random) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, @Nullable Object> row = new HashMap<>();
            for (String column : schema.names()) {
                row.put(column, value(column, i, random));
            }
            rows.add(row);
        }
        return Frame.of(schema, rows);
    }

    private static @Nullable Object value(String column, int row, Random random) {
        boolean isNull = random.nextInt(8) == 0;
        return switch (column) {
            case "id" -> (long) row;
            case "at" -> NOW.minusSeconds(10_000L + row);
            case "since" -> NOW.minusSeconds(1_000_000);
            case "entity" -> row % ENTITIES;
            case "label" -> random.nextInt(4) == 0;
            case "amount" -> isNull ? null : number(random);
            case "ratio" -> isNull ? null : (float) number(random);
            case "age" -> isNull ? null : random.nextInt(90);
            case "points" -> isNull ? null : random.nextLong(1_000_000) - 1000;
            case "active" -> isNull ? null : random.nextBoolean();
            default -> isNull ? null : TEXTS.get(random.nextInt(TEXTS.size()));
        };
    }

    private static double number(Random random) {
        return random.nextInt(12) == 0 ? ODD[random.nextInt(ODD.length)] : random.nextGaussian() * 20 + 30;
    }

    private static List<TransformationCall> calls(Random random) {
        List<TransformationCall> calls = new ArrayList<>();
        for (String column : shuffled(NUMBERS, random)) {
            int steps = random.nextInt(4);
            for (int step = 0; step < steps; step++) {
                calls.add(pick(SCALINGS, random).apply(column));
            }
            if (random.nextInt(4) == 0) {
                calls.add(pick(BINNINGS, random).apply(column));
            }
        }
        if (random.nextInt(3) == 0) {
            calls.addFirst(BuiltIns.normalize(pick(List.of(Norm.values()), random), "amount", "ratio"));
        }
        for (String column : shuffled(CATEGORIES, random)) {
            switch (random.nextInt(5)) {
                case 0 -> {}
                case 1 -> calls.add(BuiltIns.targetEncoder(column, "label"));
                default -> calls.add(pick(ENCODINGS, random).apply(column));
            }
        }
        if (random.nextInt(2) == 0) {
            calls.addFirst(Transformations.method(CardFunctions.class, "isFar")
                    .on("amount")
                    .as("is_far"));
        }
        if (random.nextInt(2) == 0) {
            calls.add(BuiltIns.cyclicTime("at", pick(List.of(TimeCycle.values()), random)));
        }
        if (random.nextInt(3) == 0) {
            calls.addFirst(BuiltIns.removeByIqr("points", 3));
        }
        return calls;
    }

    private static <T> T pick(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    private static List<String> shuffled(List<String> list, Random random) {
        List<String> copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }

    private void check(FeatureStore store, int version, Random random) {
        List<TransformationCall> calls = calls(random);
        FeatureView view = store.createFeatureView(FeatureViewSpec.builder(
                        "random",
                        version,
                        store.featureGroup("events")
                                .select("amount", "kind", "age", "active", "label", "entity")
                                .join(
                                        store.featureGroup("entities").select("ratio", "city", "points"),
                                        Join.inferred()))
                .labels("label")
                .inferenceHelpers("entity")
                .transform(calls)
                .build());
        String what = version + ": " + calls;
        TrainingData data = view.trainTestSplit(0.3, version);
        FeatureView ready = view.withTrainingDataset(1);
        Schema schema = ready.featureSchema();
        assertThat(data.train().features().schema()).as(what).isEqualTo(schema);

        Map<Object, Map<String, @Nullable Object>> batch =
                byId(ready.batchData(TimeRange.ALL).readAll(), schema);
        assertThat(batch).as(what).hasSize(ROWS);
        boolean same = calls.stream()
                .noneMatch(call -> call.function().name().startsWith("target")
                        || call.function().name().startsWith("remove"));
        if (same) {
            for (TrainingData.Part part : data.parts().values()) {
                for (int row = 0; row < part.features().rows(); row++) {
                    Object id = part.index().value(row, "id");
                    requireSame(what + " in training " + id, part.features().row(row), batch.get(id));
                }
            }
        }
        checkFiles(store, view, version, data);
        Frame raw = view.untransformed().batchData(TimeRange.ALL).readAll();
        Map<Object, Map<String, @Nullable Object>> spine = byId(
                ready.batchData(raw.select(List.of("id", "at", "entity", "amount", "kind", "age", "active")))
                        .readAll(),
                schema);
        for (Map<String, @Nullable Object> row : raw.toMaps()) {
            Object id = row.get("id");
            requireSame(what + " over a spine " + id, spine.get(id), batch.get(id));
            Map<String, @Nullable Object> entry = new HashMap<>(row);
            entry.keySet().retainAll(List.of("at", "entity", "amount", "kind", "age", "active"));
            if (ready.requestParameters().stream()
                    .noneMatch(parameter -> parameter.name().equals("at"))) {
                entry.remove("at");
            }
            requireSame(what + " as a vector " + id, vector(ready, entry), batch.get(id));
        }
    }

    @SuppressWarnings("NullAway") // an entry may have nulls
    private static Map<String, @Nullable Object> vector(FeatureView view, Map<String, @Nullable Object> entry) {
        return view.featureVector(entry).toMap();
    }

    private void checkFiles(FeatureStore store, FeatureView view, int version, TrainingData data) {
        Path files = directory.resolve("files" + version);
        view.writeTrainingData(
                TrainingOptions.of(data.dataset().split()), TrainingFiles.of(files, TrainingFiles.Format.PARQUET));
        for (String part : data.parts().keySet()) {
            Frame features = data.part(part).features();
            Frame file = store.readFile(files.resolve(part + ".parquet"));
            assertThat(file.select(features.schema().names())).isEqualTo(features);
        }
    }

    private static Map<Object, Map<String, @Nullable Object>> byId(Frame rows, Schema features) {
        Map<Object, Map<String, @Nullable Object>> byId = new HashMap<>();
        for (Map<String, @Nullable Object> row : rows.toMaps()) {
            Object id = row.get("id");
            row.keySet().retainAll(features.names());
            byId.put(id == null ? "none" : id, row);
        }
        return byId;
    }

    private static void requireSame(
            String what, @Nullable Map<String, @Nullable Object> left, @Nullable Map<String, @Nullable Object> right) {
        assertThat(left).as(what).isNotNull();
        assertThat(right).as(what).isNotNull();
        if (!Values.same(left, right)) {
            assertThat(left).as(what).isEqualTo(right);
            throw new AssertionError(what + ": " + left + " beside " + right);
        }
    }
}
