package io.shearwater.benchmarks;

import io.shearwater.learning.Examples;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.Predictor;
import io.shearwater.learning.TrainedModel;
import io.shearwater.learning.TrainingTask;
import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import io.shearwater.model.Validity;
import io.shearwater.xgboost.XgboostTrainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;

/**
 * What a model costs: 30 features, 100 trees of depth 6. Single rows and explanations in Java beside XGBoost's native library,
 * a batch, threads, and a training.
 *
 * <p>Arguments: rows to learn from (1,000,000), calls (20,000).
 */
@SuppressWarnings("SystemOut") // a program whose output is its result
public final class ModelBenchmark {
    private static final int WIDTH = 30;
    private static final int TREES = 100;

    private final int calls;
    private final Frame rows;
    private final Frame[] singles = new Frame[256];
    private final float[][] arrays = new float[256][WIDTH];
    private double sink;

    private ModelBenchmark(Frame rows, int calls) {
        this.rows = rows;
        this.calls = calls;
        for (int i = 0; i < singles.length; i++) {
            singles[i] = rows.slice(i, i + 1);
            for (int f = 0; f < WIDTH; f++) {
                arrays[i][f] = (float) ((Column.Doubles) rows.column(f)).values()[i];
            }
        }
    }

    /** Runs everything and prints a line for each figure. */
    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int calls = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20_000;
        ModelBenchmark benchmark = new ModelBenchmark(rows(count), calls);
        Path directory = Files.createTempDirectory("shearwater-benchmark");
        try (TrainedModel model = benchmark.train()) {
            model.save(directory);
            Booster booster = XGBoost.loadModel(directory.resolve("model.json").toString());
            booster.setParam("nthread", "1");
            benchmark.predict(model.predictor(), booster);
            benchmark.explain(model.predictor(), booster);
            benchmark.batch(model.predictor());
            benchmark.threads(model.predictor());
            booster.dispose();
        } finally {
            Files.deleteIfExists(directory.resolve("model.json"));
            Files.delete(directory);
        }
    }

    private static Frame rows(int count) {
        SplittableRandom random = new SplittableRandom(5);
        List<Field> fields = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (int f = 0; f < WIDTH; f++) {
            double[] values = new double[count];
            for (int row = 0; row < count; row++) {
                values[row] = random.nextInt(20) == 0 ? Double.NaN : random.nextDouble();
            }
            fields.add(new Field("f" + f, DataType.DOUBLE));
            columns.add(new Column.Doubles(values, count, Validity.ALL));
        }
        return new Frame(Schema.of(fields), columns, count);
    }

    private TrainedModel train() {
        SplittableRandom random = new SplittableRandom(6);
        double[] labels = new double[rows.rows()];
        double[] a = ((Column.Doubles) rows.column(0)).values();
        double[] b = ((Column.Doubles) rows.column(1)).values();
        for (int row = 0; row < labels.length; row++) {
            labels[row] = a[row] * b[row] + 0.3 * random.nextDouble() > 0.4 ? 1 : 0;
        }
        ModelSignature signature = ModelSignature.binary(rows.schema(), "label", "no", "yes");
        TrainingTask task = TrainingTask.of(signature, Examples.of(rows, labels))
                .withParameters(Map.of("num_round", String.valueOf(TREES), "max_depth", "6", "min_child_weight", "0"));
        long start = System.nanoTime();
        TrainedModel model = new XgboostTrainer().train(task);
        System.out.println(String.format(
                Locale.ROOT, "training, %,d rows x %d, %d trees: %.1f s", rows.rows(), WIDTH, TREES, seconds(start)));
        return model;
    }

    private void predict(Predictor model, Booster booster) throws Exception {
        latency("one row in Java", i -> sink += model.predict(singles[i])[0]);
        latency(
                "one row by the library, in place",
                i -> sink += booster.inplace_predict(arrays[i], 1, WIDTH, Float.NaN)[0][0]);
        latency("one row by the library, DMatrix", i -> {
            DMatrix matrix = new DMatrix(arrays[i], 1, WIDTH, Float.NaN);
            sink += booster.predict(matrix)[0][0];
            matrix.dispose();
        });
    }

    private void explain(Predictor model, Booster booster) throws Exception {
        Predictor.Explainer explainer = model.explainer().orElseThrow();
        latency("contributions in Java", i -> sink += explainer.contributions(singles[i])[0]);
        latency("contributions by the library", i -> {
            DMatrix matrix = new DMatrix(arrays[i], 1, WIDTH, Float.NaN);
            sink += booster.predictContrib(matrix, 0)[0][0];
            matrix.dispose();
        });
    }

    private void batch(Predictor model) {
        Frame batch = rows.slice(0, Math.min(rows.rows(), 100_000));
        model.predict(batch);
        long start = System.nanoTime();
        model.predict(batch);
        System.out.println(String.format(
                Locale.ROOT,
                "batch of %,d rows in Java, one thread: %.2f us a row",
                batch.rows(),
                seconds(start) * 1e6 / batch.rows()));
    }

    private void threads(Predictor model) throws Exception {
        for (int count : new int[] {1, Runtime.getRuntime().availableProcessors(), 16}) {
            try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
                List<Callable<Double>> tasks = new ArrayList<>();
                for (int t = 0; t < count; t++) {
                    tasks.add(() -> {
                        double sum = 0;
                        for (int call = 0; call < calls; call++) {
                            sum += model.predict(singles[call % singles.length])[0];
                        }
                        return sum;
                    });
                }
                long start = System.nanoTime();
                for (Future<Double> each : threads.invokeAll(tasks)) {
                    sink += each.get();
                }
                System.out.println(String.format(
                        Locale.ROOT,
                        "%d threads, single rows: %,.0f a second",
                        count,
                        (double) calls * count / seconds(start)));
            }
        }
    }

    private interface Call {
        void run(int row) throws Exception;
    }

    private void latency(String what, Call call) throws Exception {
        for (int i = 0; i < calls / 2; i++) {
            call.run(i % singles.length);
        }
        long[] nanos = new long[calls];
        for (int i = 0; i < calls; i++) {
            long start = System.nanoTime();
            call.run(i % singles.length);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.println(String.format(
                Locale.ROOT,
                "%s: p50 %.1f us, p99 %.1f us",
                what,
                nanos[calls / 2] / 1e3,
                nanos[calls / 100 * 99] / 1e3));
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
