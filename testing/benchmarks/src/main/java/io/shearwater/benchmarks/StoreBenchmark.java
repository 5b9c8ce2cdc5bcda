package io.shearwater.benchmarks;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingOptions;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.FileSource;
import io.shearwater.model.Join;
import io.shearwater.model.Query;
import io.shearwater.model.TrainingFiles;
import io.shearwater.store.Shearwater;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes and point-in-time joins beside what DuckDB alone does with the same data on plain Parquet, in one run.
 *
 * <p>Arguments: rows of a group (10,000,000), rounds (3). Inputs and stores lie in a temporary directory, about 3 GB.
 */
@SuppressWarnings("SystemOut") // a program whose output is its result
public final class StoreBenchmark {
    private static final int FEATURES = 10;
    private static final int GROUPS = 3;
    private static final int SMALL = 100;

    private final long rows;
    private final Path directory;
    private final Statement duckdb;
    private final Measurements measurements;

    private StoreBenchmark(long rows, int rounds, Path directory, Statement duckdb) {
        this.rows = rows;
        this.directory = directory;
        this.duckdb = duckdb;
        this.measurements = new Measurements(System.out, rounds);
    }

    /** Runs everything and prints a line for each comparison. */
    public static void main(String[] arguments) throws Exception {
        long rows = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Path directory = Files.createTempDirectory("shearwater-benchmark");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            new StoreBenchmark(rows, rounds, directory, statement).run();
        } finally {
            Directories.remove(directory);
        }
    }

    private void run() throws Exception {
        duckdb.execute("SET TimeZone = 'UTC'");
        for (int group = 0; group < GROUPS; group++) {
            generate(group);
        }
        generateLabels();
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            inserts(store);
            smallWrites(store);
            pointInTime(store);
        }
    }

    private Path file(String name) {
        return directory.resolve(name + ".parquet");
    }

    /** Entities 0 to a tenth of the rows, ten rows each, an hour and some apart; ten features. */
    private void generate(int group) throws Exception {
        StringBuilder features = new StringBuilder();
        for (int feature = 0; feature < FEATURES; feature++) {
            features.append(", hash(i * 31 + ")
                    .append(group * FEATURES + feature)
                    .append(") % 100000 / 7.0 AS f")
                    .append(group)
                    .append('_')
                    .append(feature);
        }
        duckdb.execute("COPY (SELECT (hash(i) % " + rows / 10 + ")::BIGINT AS id, make_timestamptz((1700000000 + i)"
                + " * 1000000) AS event_ts" + features + " FROM range(" + rows + ") t(i)) TO '" + file("group" + group)
                + "' (FORMAT parquet, COMPRESSION zstd)");
    }

    private void generateLabels() throws Exception {
        duckdb.execute("COPY (SELECT i AS label_id, (hash(i * 7) % " + rows / 10 + ")::BIGINT AS id, make_timestamptz("
                + "(1700000000 + (hash(i * 13) % " + rows
                + ")::BIGINT) * 1000000) AS ts, (i % 50 = 0) AS fraud FROM range("
                + rows / 10 + ") t(i)) TO '" + file("labels") + "' (FORMAT parquet, COMPRESSION zstd)");
    }

    private FeatureGroup group(FeatureStore store, String name, int version) {
        return store.getOrCreateFeatureGroup(FeatureGroupSpec.builder(name, version)
                .primaryKey("id")
                .eventTime("event_ts")
                .build());
    }

    private void inserts(FeatureStore store) throws Exception {
        measurements.compare(
                "insert " + rows + " rows x " + FEATURES,
                round -> insert(store, group(store, "group0", round + 1), file("group0")),
                "DuckDB COPY parquet to parquet",
                round -> duckdb.execute("COPY (SELECT * FROM read_parquet('" + file("group0") + "')) TO '"
                        + file("copy") + "' (FORMAT parquet, COMPRESSION zstd)"));
        for (int group = 0; group < GROUPS; group++) {
            insert(store, group(store, "joined" + group, 1), file("group" + group));
        }
    }

    private static void insert(FeatureStore store, FeatureGroup group, Path file) {
        group.insert(store.reader(FileSource.of(file)), WriteOptions.plain());
    }

    private void smallWrites(FeatureStore store) throws Exception {
        FeatureGroup group = store.featureGroup("group0", 1);
        duckdb.execute("COPY (SELECT * FROM read_parquet('" + file("group0") + "') WHERE hash(id * 3) % " + SMALL
                + " = 0) TO '" + file("upsert") + "' (FORMAT parquet)");
        duckdb.execute("COPY (SELECT * REPLACE (event_ts + INTERVAL 10 YEAR AS event_ts) FROM read_parquet('"
                + file("upsert") + "')) TO '" + file("append") + "' (FORMAT parquet)");
        measurements.compare(
                "upsert " + rows / SMALL + " into " + rows,
                round -> insert(store, group, file("upsert")),
                "append as many",
                round -> {
                    duckdb.execute("COPY (SELECT * REPLACE (event_ts + INTERVAL " + (round + 1)
                            + " MONTH AS event_ts) FROM read_parquet('" + file("append") + "')) TO '"
                            + file("append" + round)
                            + "' (FORMAT parquet)");
                    group.append(store.reader(FileSource.of(file("append" + round))), WriteOptions.plain());
                });
    }

    private void pointInTime(FeatureStore store) throws Exception {
        FeatureGroup labels = store.getOrCreateFeatureGroup(FeatureGroupSpec.builder("labels", 1)
                .primaryKey("label_id")
                .eventTime("ts")
                .build());
        insert(store, labels, file("labels"));
        Query query = labels.select("fraud");
        for (int group = 0; group < GROUPS; group++) {
            query = query.join(store.featureGroup("joined" + group, 1).selectFeatures(), Join.on("id"));
        }
        FeatureView view = store.getOrCreateFeatureView(
                FeatureViewSpec.builder("benchmark", 1, query).labels("fraud").build());
        measurements.compare(
                "training data " + rows / 10 + " x " + GROUPS + " groups",
                round -> view.writeTrainingData(
                        TrainingOptions.whole(),
                        TrainingFiles.of(directory.resolve("training"), TrainingFiles.Format.PARQUET)),
                "DuckDB ASOF on plain parquet",
                round -> duckdb.execute("COPY (" + asOf() + ") TO '" + file("asof") + "' (FORMAT parquet)"));
    }

    private String asOf() {
        List<String> joins = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        for (int group = 0; group < GROUPS; group++) {
            String alias = "g" + group;
            joins.add("ASOF LEFT JOIN read_parquet('" + file("group" + group) + "') " + alias + " ON l.id = " + alias
                    + ".id AND l.ts >= " + alias + ".event_ts");
            columns.add(alias + ".* EXCLUDE (id, event_ts)");
        }
        return "SELECT l.fraud, " + String.join(", ", columns) + " FROM read_parquet('" + file("labels") + "') l "
                + String.join(" ", joins) + " ORDER BY l.label_id";
    }
}
