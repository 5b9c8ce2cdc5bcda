package io.shearwater.store;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelEvaluation;
import io.shearwater.api.ModelTraining;
import io.shearwater.api.TrainingOptions;
import io.shearwater.api.WriteOptions;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Validation;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.SplitSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Trains and evaluates with more rows than the heap of its process takes. */
final class LargeTraining {
    static final int WIDTH = 30;
    private static final int BLOCK = 20_000;

    private LargeTraining() {}

    /** Arguments: the directory of a store that is made, how many rows, how many rounds, the file to report to. */
    public static void main(String[] arguments) throws IOException {
        int rows = Integer.parseInt(arguments[1]);
        FeatureGroupSpec.Builder wide = FeatureGroupSpec.builder("wide", 1).feature("id", DataType.LONG);
        for (int i = 0; i < WIDTH; i++) {
            wide.feature("f" + i, DataType.DOUBLE);
        }
        FeatureGroupSpec spec =
                wide.feature("y", DataType.BOOLEAN).primaryKey("id").build();
        try (FeatureStore store = Shearwater.open(Path.of(arguments[0]))) {
            store.createFeatureGroup(spec).insert(new Rows(spec.schema(), rows), WriteOptions.plain());
            String[] columns = spec.schema().names().stream()
                    .filter(name -> !name.equals("id"))
                    .toArray(String[]::new);
            FeatureView view = store.createFeatureView(FeatureViewSpec.builder(
                            "wide_view", 1, store.featureGroup("wide").select(columns))
                    .labels("y")
                    .build());
            ModelVersion model = store.models()
                    .train(ModelTraining.of("wide", view, TrainingOptions.of(SplitSpec.trainTest(0.2, 3)))
                            .parameters(Map.of("num_round", arguments[2], "max_depth", 4)));
            Path report = Path.of(arguments[3]);
            say(report, "trained " + model.metrics().get("accuracy"));
            Validation found =
                    store.models().evaluate(ModelEvaluation.of(model.ref()).on(1, "train"));
            say(report, "evaluated " + found.data().rows());
            try {
                say(report, "in memory " + view.trainingData(1).parts().size());
            } catch (ShearwaterException refused) {
                say(report, "in memory " + refused.code());
            }
        }
    }

    private static void say(Path report, String line) throws IOException {
        Files.writeString(report, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Rows whose label follows from the first two of their features. */
    private static final class Rows implements FrameReader {
        private final Schema schema;
        private final int rows;
        private final Random random = new Random(9);
        private int done;

        Rows(Schema schema, int rows) {
            this.schema = schema;
            this.rows = rows;
        }

        @Override
        public Schema schema() {
            return schema;
        }

        @Override
        public Optional<Frame> next() {
            if (done == rows) {
                return Optional.empty();
            }
            int count = Math.min(BLOCK, rows - done);
            FrameBuilder block = new FrameBuilder(schema, count);
            for (int row = 0; row < count; row++) {
                Object[] values = new Object[WIDTH + 2];
                values[0] = (long) done + row;
                double first = random.nextDouble();
                double second = random.nextDouble();
                values[1] = first;
                values[2] = second;
                for (int i = 2; i < WIDTH; i++) {
                    values[1 + i] = random.nextDouble();
                }
                values[WIDTH + 1] = first + second > 1.4;
                block.append(values);
            }
            done += count;
            return Optional.of(block.build());
        }

        @Override
        public void close() {}
    }
}
