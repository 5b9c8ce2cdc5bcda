package io.shearwater.e2e;

import io.shearwater.api.BatchPrediction;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelTraining;
import io.shearwater.api.TrainingOptions;
import io.shearwater.api.WriteOptions;
import io.shearwater.learning.ModelVersion;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TimeRange;
import io.shearwater.spi.MemoryBudget;
import io.shearwater.store.Shearwater;
import io.shearwater.store.StoreOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Trains on the first minutes of many events, and predicts all of them into a group. */
final class BatchProcess {
    static final int ROWS = 1_000_000;
    static final int FEATURES = 16;
    static final String OUTPUT = "scored";

    private static final int PIECE = 10_000;
    private static final int LEARNT = 2_000;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private BatchProcess() {}

    /** Argument: the store. */
    public static void main(String[] arguments) {
        StoreOptions options = StoreOptions.defaults().withMemory(new MemoryBudget(256L << 20, 32L << 20));
        try (FeatureStore store = Shearwater.open(Path.of(arguments[0]), options)) {
            FeatureGroupSpec.Builder events = FeatureGroupSpec.builder("events", 1)
                    .feature("id", DataType.LONG)
                    .feature("at", DataType.TIMESTAMP);
            IntStream.range(0, FEATURES).forEach(i -> events.feature("f" + i, DataType.DOUBLE));
            FeatureGroupSpec spec = events.feature("rare", DataType.BOOLEAN)
                    .primaryKey("id")
                    .eventTime("at")
                    .build();
            store.createFeatureGroup(spec)
                    .insert(FrameReader.of(spec.schema(), pieces(spec.schema())), WriteOptions.plain());
            String[] columns = Stream.concat(IntStream.range(0, FEATURES).mapToObj(i -> "f" + i), Stream.of("rare"))
                    .toArray(String[]::new);
            FeatureView view = store.createFeatureView(FeatureViewSpec.builder(
                            "rare", 1, store.featureGroup("events").select(columns))
                    .labels("rare")
                    .build());
            ModelVersion model = store.models()
                    .train(ModelTraining.of(
                                    "rare",
                                    view.trainingData(TrainingOptions.of(SplitSpec.trainTest(0.2, 1))
                                            .within(TimeRange.of(BEGIN, BEGIN.plusSeconds(LEARNT)))))
                            .parameters(Map.of("num_round", 10)));
            store.deployments().predictInto(BatchPrediction.of(model.ref(), TimeRange.ALL), OUTPUT);
        }
    }

    private static Iterator<Frame> pieces(Schema schema) {
        return Stream.iterate(0, first -> first < ROWS, first -> first + PIECE)
                .map(first -> {
                    FrameBuilder rows = new FrameBuilder(schema, PIECE);
                    for (int id = first; id < first + PIECE; id++) {
                        rows.append(row(id));
                    }
                    return rows.build();
                })
                .iterator();
    }

    private static @Nullable Object[] row(int id) {
        @Nullable Object[] row = new @Nullable Object[FEATURES + 3];
        row[0] = (long) id;
        row[1] = BEGIN.plusSeconds(id);
        for (int i = 0; i < FEATURES; i++) {
            row[2 + i] = (id * 31.0 + i * 17.0) % 101;
        }
        row[FEATURES + 2] = id % 10 == 0;
        return row;
    }
}
