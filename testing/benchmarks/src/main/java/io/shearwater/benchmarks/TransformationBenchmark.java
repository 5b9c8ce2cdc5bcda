package io.shearwater.benchmarks;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Join;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.model.TransformationCall;
import io.shearwater.store.Shearwater;
import io.shearwater.transform.BoundChain;
import io.shearwater.transform.BuiltIns;
import io.shearwater.transform.ClassFunctions;
import io.shearwater.transform.ColumnBatch;
import io.shearwater.transform.FittedStates;
import io.shearwater.transform.FromColumn;
import io.shearwater.transform.Input;
import io.shearwater.transform.TransformationChain;
import io.shearwater.transform.TransformationFunction;
import io.shearwater.transform.Transformations;
import io.shearwater.transform.Use;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * What transformations cost. A file of 20 numbers and 5 categories is scaled and one-hot encoded into a file, beside the same
 * file copied by the same engine; and vectors of 250 features from 25 groups are read with 50 model-dependent and 5 on-demand
 * transformations and without, in turns.
 *
 * <p>Arguments: rows of the file (10,000,000), rounds (3), entities online (20,000).
 */
@SuppressWarnings("SystemOut") // a program whose output is its result
public final class TransformationBenchmark {
    private static final int NUMBERS = 20;
    private static final int CATEGORIES = 5;
    private static final int GROUPS = 25;
    private static final int WIDTH = 10;
    private static final int READS = 40_000;

    private TransformationBenchmark() {}

    /** Runs everything and prints a line for each comparison. */
    public static void main(String[] arguments) throws Exception {
        long rows = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        int entities = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 20_000;
        Path directory = Files.createTempDirectory("shearwater-benchmark");
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            files(store, directory, rows, rounds);
            vectors(store, entities);
        } finally {
            Directories.remove(directory);
        }
    }

    // ---- files

    private static void files(FeatureStore store, Path directory, long rows, int rounds) throws Exception {
        Path source = directory.resolve("source.parquet");
        generate(rows, source);
        TransformationChain chain = chain(store, source);
        long start = System.nanoTime();
        FittedStates states = chain.fit(consumer -> feed(store, source, consumer));
        System.out.printf(Locale.ROOT, "%-34s %9.2f s%n", "fitted from " + rows, (System.nanoTime() - start) / 1e9);
        BoundChain bound = chain.bind(states, Use.INFERENCE);
        Measurements measurements = new Measurements(System.out, rounds);
        measurements.compare(
                "scaled and encoded " + rows + " x " + bound.features().size(),
                round -> store.writeFile(
                        new Transformed(store.reader(FileSource.of(source)), bound), directory.resolve("out.parquet")),
                "copied x " + (NUMBERS + CATEGORIES),
                round -> store.writeFile(store.reader(FileSource.of(source)), directory.resolve("copy.parquet")));
    }

    private static void feed(FeatureStore store, Path source, Consumer<ColumnBatch> consumer) {
        try (FrameReader reader = store.reader(FileSource.of(source))) {
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                consumer.accept(new ColumnBatch(next.get().columns(), next.get().rows()));
            }
        }
    }

    private static TransformationChain chain(FeatureStore store, Path source) {
        Schema schema;
        try (FrameReader reader = store.reader(FileSource.of(source))) {
            schema = reader.schema();
        }
        List<TransformationCall> calls = new ArrayList<>();
        for (int i = 0; i < NUMBERS; i++) {
            calls.add(i % 2 == 0 ? BuiltIns.standardScaler("n" + i) : BuiltIns.minMaxScaler("n" + i));
        }
        for (int i = 0; i < CATEGORIES; i++) {
            calls.add(BuiltIns.oneHotEncoder("c" + i));
        }
        List<Input> inputs = schema.fields().stream()
                .map(field -> Input.of(field.name(), field.type()))
                .toList();
        return new TransformationChain(
                "the benchmark", inputs, schema.names(), List.of(), calls, new ClassFunctions(null));
    }

    private static void generate(long rows, Path file) throws Exception {
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < NUMBERS; i++) {
            columns.append(i == 0 ? "" : ", ").append("hash(i * 31 + " + i + ") % 100000 / 7.0::DOUBLE AS n" + i);
        }
        for (int i = 0; i < CATEGORIES; i++) {
            columns.append(", 'category ' || hash(i * 11 + " + i + ") % 6 AS c" + i);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT " + columns + " FROM range(" + rows + ") t(i)) TO '" + file
                    + "' (FORMAT parquet, COMPRESSION zstd)");
        }
    }

    /** Transforms what it reads. */
    private record Transformed(FrameReader rows, BoundChain bound) implements FrameReader {
        @Override
        public Schema schema() {
            return bound.features();
        }

        @Override
        public Optional<Frame> next() {
            return rows.next()
                    .map(frame -> new Frame(
                            bound.features(),
                            bound.apply(new ColumnBatch(frame.columns(), frame.rows()))
                                    .features(),
                            frame.rows()));
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    // ---- vectors

    /** Functions of the group that computes on demand. */
    public static final class OnDemand {
        private OnDemand() {}

        /** Of a stored number and one of the request. */
        @TransformationFunction
        public static double share(@FromColumn("g0_f0") double stored, @FromColumn("amount") double amount) {
            return amount / (stored + amount + 1);
        }
    }

    private static void vectors(FeatureStore store, int entities) {
        List<FeatureGroup> groups = new ArrayList<>();
        for (int group = 0; group < GROUPS; group++) {
            groups.add(group(store, group, entities));
        }
        Query query = groups.getFirst().selectFeatures();
        for (FeatureGroup group : groups.subList(1, GROUPS)) {
            query = query.join(group.selectFeatures(), Join.on("id"));
        }
        List<TransformationCall> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String column = "g" + (1 + i % (GROUPS - 1)) + "_f" + i % WIDTH;
            calls.add(i % 2 == 0 ? BuiltIns.standardScaler(column) : BuiltIns.minMaxScaler(column));
        }
        FeatureView plain = store.createFeatureView(
                FeatureViewSpec.builder("plain", 1, without(groups)).build());
        FeatureView view = store.createFeatureView(FeatureViewSpec.builder("transformed", 1, query)
                .transform(calls)
                .build());
        view.trainingData();
        FeatureView ready = view.withTrainingDataset(1);
        SplittableRandom random = new SplittableRandom(11);
        double[][] micros = new double[2][READS];
        for (int warm = 0; warm < 2; warm++) {
            for (int read = 0; read < READS; read++) {
                // Each its own entity, so that neither reads what the other brought into the cache.
                micros[0][read] = micros(plain, Map.of("id", random.nextLong(entities)));
                micros[1][read] = micros(ready, Map.of("id", random.nextLong(entities), "amount", 12.5));
            }
        }
        Arrays.sort(micros[0]);
        Arrays.sort(micros[1]);
        System.out.printf(
                Locale.ROOT,
                "vector of %d features: plain p50 %.1f us p99 %.1f us; 50 MDT + 5 ODT p50 %.1f us p99 %.1f us; added p50 %.1f us%n",
                ready.featureSchema().size(),
                micros[0][READS / 2],
                micros[0][READS * 99 / 100],
                micros[1][READS / 2],
                micros[1][READS * 99 / 100],
                micros[1][READS / 2] - micros[0][READS / 2]);
    }

    /** The same groups without what is computed on demand. */
    private static Query without(List<FeatureGroup> groups) {
        String[] computed = {"id", "share0", "share1", "share2", "share3", "share4"};
        Query query = groups.getFirst().selectExcept(computed);
        for (FeatureGroup group : groups.subList(1, GROUPS)) {
            query = query.join(group.selectFeatures(), Join.on("id"));
        }
        return query;
    }

    private static double micros(FeatureView view, Map<String, ?> entry) {
        long start = System.nanoTime();
        view.featureVector(entry);
        return (System.nanoTime() - start) / 1e3;
    }

    private static FeatureGroup group(FeatureStore store, int number, int entities) {
        FeatureGroupSpec.Builder builder = FeatureGroupSpec.builder("bench_" + number, 1)
                .feature("id", DataType.LONG)
                .primaryKey("id")
                .entity("bench")
                .online();
        List<Field> fields = new ArrayList<>(List.of(new Field("id", DataType.LONG)));
        for (int feature = 0; feature < WIDTH; feature++) {
            builder.feature("g" + number + "_f" + feature, DataType.DOUBLE);
            fields.add(new Field("g" + number + "_f" + feature, DataType.DOUBLE));
        }
        if (number == 0) {
            for (int share = 0; share < 5; share++) {
                builder.feature("share" + share, DataType.DOUBLE);
                builder.onDemand(Transformations.method(OnDemand.class, "share").as("share" + share));
            }
            fields.add(new Field("amount", DataType.DOUBLE));
        }
        FeatureGroup group = store.createFeatureGroup(builder.build());
        SplittableRandom random = new SplittableRandom(number);
        FrameBuilder rows = new FrameBuilder(Schema.of(fields), entities);
        for (long id = 0; id < entities; id++) {
            Object[] row = new Object[fields.size()];
            row[0] = id;
            for (int i = 1; i < row.length; i++) {
                row[i] = random.nextDouble(1000);
            }
            rows.append(row);
        }
        group.insert(rows.build());
        return group;
    }
}
