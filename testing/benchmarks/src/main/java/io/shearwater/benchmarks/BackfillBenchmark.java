package io.shearwater.benchmarks;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FileSource;
import io.shearwater.store.Shearwater;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a backfill of windowed aggregates costs: 16 of them, four functions over an hour, a day, a week and 30 days, for the key and
 * time of each event, into a Parquet file.
 *
 * <p>Arguments: events (5,000,000; a thousandth are keys), rounds (1), and of a hundred events those of one key (0). Events are
 * spread over 60 days.
 */
@SuppressWarnings("SystemOut") // a program whose output is its result
public final class BackfillBenchmark {
    private static final long SPAN = Duration.ofDays(60).toMillis() * 1_000;
    private static final List<Duration> WINDOWS =
            List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(30));

    private BackfillBenchmark() {}

    /** Prints one line. */
    public static void main(String[] arguments) throws Exception {
        int events = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        int hot = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 0;
        Path directory = Files.createTempDirectory("shearwater-benchmark");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement duckdb = connection.createStatement()) {
            duckdb.execute("SET TimeZone = 'UTC'");
            duckdb.execute("SET memory_limit = '1GB'");
            duckdb.execute("SET temp_directory = '" + directory.resolve("spilled") + "'");
            Path file = directory.resolve("events.parquet");
            duckdb.execute("COPY (SELECT i AS event_id, CASE WHEN hash(i * 7) % 100 < " + hot
                    + " THEN -1 ELSE hash(i * 31) % "
                    + Math.max(1, events / 1_000) + " END::BIGINT AS id, make_timestamptz((hash(i * 13) % " + SPAN
                    + ")::BIGINT) AS ts, (hash(i * 17) % 100000)::BIGINT / 100.0 AS amount FROM range(" + events
                    + ") t(i)) TO '" + file + "' (FORMAT parquet, COMPRESSION zstd)");
            compare(new Measurements(System.out, rounds), file, duckdb, events);
        } finally {
            Directories.remove(directory);
        }
    }

    private static void compare(Measurements measurements, Path file, Statement duckdb, int events) throws Exception {
        Path directory = file.resolveSibling("");
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            FeatureGroup payments = store.createFeatureGroup(FeatureGroupSpec.builder("payments", 1)
                    .primaryKey("event_id")
                    .eventTime("ts")
                    .build());
            payments.insert(store.reader(FileSource.of(file)), WriteOptions.plain());
            FeatureGroup activity = store.createFeatureGroup(FeatureGroupSpec.builder("activity", 1)
                    .primaryKey("id")
                    .eventTime("ts")
                    .aggregating(Aggregation.over(payments.spec().ref(), aggregates()))
                    .build());
            measurements.compare(
                    "backfill, " + events + " events x 16",
                    round -> store.writeFile(
                            activity.reader(ReadOptions.all()), directory.resolve("backfill" + round + ".parquet")),
                    "DuckDB windows on plain parquet",
                    round -> duckdb.execute("COPY (" + windows(file) + ") TO '"
                            + directory.resolve("windows" + round + ".parquet")
                            + "' (FORMAT parquet, COMPRESSION zstd)"));
        }
    }

    private static Aggregate[] aggregates() {
        List<Aggregate> aggregates = new ArrayList<>();
        for (Duration length : WINDOWS) {
            AggregationWindow window = AggregationWindow.rolling(length);
            for (AggregateFunction function : List.of(
                    AggregateFunction.count(),
                    AggregateFunction.sum("amount"),
                    AggregateFunction.max("amount"),
                    AggregateFunction.stddevSamp("amount"))) {
                aggregates.add(function.over(window).as("f" + aggregates.size()));
            }
        }
        return aggregates.toArray(Aggregate[]::new);
    }

    private static String windows(Path events) {
        List<String> columns = new ArrayList<>();
        List<String> windows = new ArrayList<>();
        for (Duration length : WINDOWS) {
            String name = "w" + windows.size();
            windows.add(name + " AS (PARTITION BY id ORDER BY ts RANGE BETWEEN INTERVAL " + length.toHours()
                    + " HOUR PRECEDING AND CURRENT ROW)");
            for (String function : List.of("count(*)", "sum(amount)", "max(amount)", "stddev_samp(amount)")) {
                columns.add(function + " OVER " + name + " AS f" + columns.size());
            }
        }
        return "SELECT id, ts, " + String.join(", ", columns) + " FROM '" + events + "' WINDOW "
                + String.join(", ", windows);
    }
}
