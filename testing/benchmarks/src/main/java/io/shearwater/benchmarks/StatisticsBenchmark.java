package io.shearwater.benchmarks;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FileSource;
import io.shearwater.model.StatisticsSpec;
import io.shearwater.model.StatisticsSpec.Part;
import io.shearwater.store.Shearwater;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/**
 * What statistics cost an insert: the same rows with and without them, in turns.
 *
 * <p>Arguments: rows (2,000,000), rounds (3). Six columns of doubles, two of whole numbers, a text of many values and one of
 * few.
 */
@SuppressWarnings("SystemOut") // a program whose output is its result
public final class StatisticsBenchmark {
    private static final Map<String, StatisticsSpec> KEPT = new TreeMap<>(Map.of(
            "a summary", StatisticsSpec.of(Part.SUMMARY),
            "summary and distribution", StatisticsSpec.STANDARD,
            "with correlations", StatisticsSpec.of(Part.DISTRIBUTION, Part.CORRELATION)));

    private StatisticsBenchmark() {}

    /** Runs everything and prints a line for each comparison. */
    public static void main(String[] arguments) throws Exception {
        long rows = arguments.length > 0 ? Long.parseLong(arguments[0]) : 2_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Path directory = Files.createTempDirectory("shearwater-benchmark");
        Path file = directory.resolve("rows.parquet");
        generate(rows, file);
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            insert(store, "warm", 1, StatisticsSpec.STANDARD, file);
            Measurements measurements = new Measurements(System.out, rounds);
            for (Map.Entry<String, StatisticsSpec> kept : KEPT.entrySet()) {
                String name = kept.getKey().replace(' ', '_');
                measurements.compare(
                        "insert " + rows + ", " + kept.getKey(),
                        round -> insert(store, name, round + 1, kept.getValue(), file),
                        "without statistics",
                        round -> insert(store, name + "_none", round + 1, StatisticsSpec.NONE, file));
            }
            FeatureGroup group = store.featureGroup("summary_and_distribution", 1);
            measurements.compare(
                    "statistics of what was kept",
                    round -> group.statistics(),
                    "of every row",
                    round -> group.computeStatistics(StatisticsSpec.STANDARD));
        } finally {
            Directories.remove(directory);
        }
    }

    private static void generate(long rows, Path file) throws Exception {
        StringBuilder doubles = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            doubles.append(", hash(i * 31 + ")
                    .append(i)
                    .append(") % 100000 / 7.0 AS d")
                    .append(i);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("COPY (SELECT (hash(i) % 200000)::BIGINT AS id, make_timestamptz((1700000000 + i)"
                    + " * 1000000) AS event_ts" + doubles + ", (hash(i * 7) % 1000000)::BIGINT AS whole,"
                    + " (hash(i * 5) % 40)::INTEGER AS small, 'merchant-' || hash(i * 3) % 50000 AS merchant,"
                    + " 'category ' || hash(i * 11) % 12 AS category FROM range(" + rows + ") t(i)) TO '" + file
                    + "' (FORMAT parquet, COMPRESSION zstd)");
        }
    }

    private static void insert(FeatureStore store, String name, int version, StatisticsSpec kept, Path file) {
        FeatureGroup group = store.createFeatureGroup(FeatureGroupSpec.builder(name, version)
                .primaryKey("id")
                .eventTime("event_ts")
                .statistics(kept)
                .build());
        group.insert(store.reader(FileSource.of(file)), WriteOptions.plain());
    }
}
