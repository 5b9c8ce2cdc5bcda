package io.shearwater.benchmarks;

import io.shearwater.aggregate.AggregateProgram;
import io.shearwater.aggregate.AggregatedRows;
import io.shearwater.aggregate.OrderedRows;
import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingOptions;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Join;
import io.shearwater.model.Schema;
import io.shearwater.model.TrainingFiles;
import io.shearwater.store.Shearwater;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What windowed aggregates cost: 28 features, seven functions over an hour, a day, a week and 30 days.
 *
 * <p>Arguments: events (1,000,000; a thousandth are keys, a tenth questions), rounds (3). Events are spread over 60 days.
 */
@SuppressWarnings("SystemOut") // a program whose output is its result
public final class AggregateBenchmark {
    private static final long SPAN = Duration.ofDays(60).toMillis() * 1_000;
    private static final List<Duration> WINDOWS =
            List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(30));

    private final int events;
    private final Measurements measurements;
    private final Path directory;
    private final Statement duckdb;

    private AggregateBenchmark(int events, Measurements measurements, Path directory, Statement duckdb) {
        this.events = events;
        this.measurements = measurements;
        this.directory = directory;
        this.duckdb = duckdb;
    }

    /** Runs everything and prints a line for each comparison. */
    public static void main(String[] arguments) throws Exception {
        int events = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Path directory = Files.createTempDirectory("shearwater-benchmark");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            AggregateBenchmark benchmark =
                    new AggregateBenchmark(events, new Measurements(System.out, rounds), directory, statement);
            benchmark.arrays();
            benchmark.view();
        } finally {
            Directories.remove(directory);
        }
    }

    private static List<Aggregate> aggregates(List<Duration> windows) {
        List<Aggregate> aggregates = new ArrayList<>();
        for (Duration length : windows) {
            AggregationWindow window = AggregationWindow.rolling(length).exact();
            for (AggregateFunction function : List.of(
                    AggregateFunction.sum("amount"),
                    AggregateFunction.count("amount"),
                    AggregateFunction.avg("amount"),
                    AggregateFunction.min("amount"),
                    AggregateFunction.max("amount"),
                    AggregateFunction.varSamp("amount"),
                    AggregateFunction.last("amount"))) {
                aggregates.add(function.over(window).as("f" + aggregates.size()));
            }
        }
        return aggregates;
    }

    /** Events and questions in memory, in order. */
    private void arrays() throws Exception {
        AggregateProgram program = new AggregateProgram(aggregates(WINDOWS), schema());
        Frame rows = ordered(program, Math.max(1, events / 1_000));
        measurements.compare(
                "arrays, " + events + " events x 28",
                round -> answer(program, rows),
                "each window anew",
                round -> recompute(rows));
        flat("1,000 events a key", rows);
        flat("all events of one key", ordered(program, 1));
    }

    /** A long window beside a short one: of few events a key, short windows are mostly empty. */
    private void flat(String density, Frame rows) throws Exception {
        measurements.compare(
                density + ", 30-day windows",
                round -> answer(windows(Duration.ofDays(30)), rows),
                "10-minute windows",
                round -> answer(windows(Duration.ofMinutes(10)), rows));
    }

    private static AggregateProgram windows(Duration length) {
        return new AggregateProgram(aggregates(List.of(length)), schema());
    }

    private static Schema schema() {
        return Schema.of(new Field("amount", DataType.DOUBLE));
    }

    private Frame ordered(AggregateProgram program, int keys) {
        Random random = new Random(1);
        FrameBuilder rows = new FrameBuilder(OrderedRows.schema(program, List.of(DataType.LONG)), events + events / 10);
        long question = 0;
        for (int key = 0; key < keys; key++) {
            // A question's time is odd, so that the sign of a row's kind lies in its time.
            long[] times = random.longs(events / keys / 10 * 11L, 0, SPAN / 2)
                    .map(time -> 2 * time)
                    .toArray();
            for (int i = 0; i < times.length; i += 11) {
                times[i]++;
            }
            Arrays.sort(times);
            for (long time : times) {
                rows.column(0).appendLong(key);
                rows.column(1).appendLong(time);
                rows.column(2).appendLong(time);
                rows.column(3).appendLong(time);
                if (time % 2 == 1) {
                    rows.column(4).appendLong(question++);
                    rows.column(5).appendNull();
                } else {
                    rows.column(4).appendNull();
                    rows.column(5).appendDouble(random.nextInt(100_000) / 100.0);
                }
            }
        }
        return rows.build();
    }

    private static void answer(AggregateProgram program, Frame rows) {
        List<Frame> frames = new ArrayList<>();
        for (int from = 0; from < rows.rows(); from += 8_192) {
            frames.add(rows.slice(from, Math.min(rows.rows(), from + 8_192)));
        }
        long answers = 0;
        try (AggregatedRows answered =
                new AggregatedRows(program, FrameReader.of(rows.schema(), frames.iterator()), 1, false)) {
            for (var frame = answered.next(); frame.isPresent(); frame = answered.next()) {
                answers += frame.get().rows();
            }
        }
        if (answers == 0) {
            throw new IllegalStateException("no answers");
        }
    }

    /** For each question and window a loop over the events before it. */
    private static void recompute(Frame rows) {
        long[] keys = ((io.shearwater.model.Column.Longs) rows.column(0)).values();
        long[] times = ((io.shearwater.model.Column.Longs) rows.column(1)).values();
        double[] amounts = ((io.shearwater.model.Column.Doubles) rows.column(5)).values();
        double check = 0;
        for (int row = 0; row < rows.rows(); row++) {
            for (int window = 0; times[row] % 2 == 1 && window < WINDOWS.size(); window++) {
                long from = times[row] - WINDOWS.get(window).toMillis() * 1_000;
                check += window(keys, times, amounts, row, from);
            }
        }
        if (check == 0) {
            throw new IllegalStateException("no answers");
        }
    }

    private static double window(long[] keys, long[] times, double[] amounts, int row, long from) {
        long count = 0;
        double sum = 0;
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        double last = 0;
        double squares = 0;
        for (int at = row - 1; at >= 0 && keys[at] == keys[row] && times[at] >= from; at--) {
            if (times[at] % 2 == 0) {
                double amount = amounts[at];
                last = count == 0 ? amount : last;
                count++;
                sum += amount;
                squares += amount * amount;
                least = Math.min(least, amount);
                greatest = Math.max(greatest, amount);
            }
        }
        return count + sum + least + greatest + last + squares;
    }

    /** Events and questions in a store, the answers as a file. */
    private void view() throws Exception {
        Path eventFile = directory.resolve("events.parquet");
        Path questionFile = directory.resolve("questions.parquet");
        duckdb.execute("SET TimeZone = 'UTC'");
        generate(events, 1, "event_id", eventFile);
        generate(events / 10, 7, "question_id", questionFile);
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            FeatureGroup payments = insert(store, "payments", "event_id", eventFile);
            FeatureGroup questions = insert(store, "questions", "question_id", questionFile);
            FeatureGroup activity = store.createFeatureGroup(FeatureGroupSpec.builder("activity", 1)
                    .primaryKey("id")
                    .eventTime("ts")
                    .aggregating(Aggregation.over(
                            payments.spec().ref(), aggregates(WINDOWS).toArray(Aggregate[]::new)))
                    .build());
            FeatureView view = store.createFeatureView(FeatureViewSpec.builder(
                            "answers", 1, questions.select("amount").join(activity.selectFeatures(), Join.on("id")))
                    .labels("amount")
                    .build());
            measurements.compare(
                    "view, " + events + " events x 28",
                    round -> view.writeTrainingData(
                            TrainingOptions.whole(),
                            TrainingFiles.of(directory.resolve("training"), TrainingFiles.Format.PARQUET)),
                    "DuckDB windows on plain parquet",
                    round -> duckdb.execute("COPY (" + windows(eventFile, questionFile) + ") TO '"
                            + directory.resolve("windows.parquet") + "' (FORMAT parquet)"));
        }
    }

    private void generate(int rows, int salt, String id, Path file) throws Exception {
        duckdb.execute("COPY (SELECT i AS " + id + ", (hash(i * 31 + " + salt + ") % " + Math.max(1, events / 1_000)
                + ")::BIGINT AS id, make_timestamptz((hash(i * 13 + " + salt + ") % " + SPAN
                + ")::BIGINT) AS ts, (hash(i * 17 + " + salt + ") % 100000)::BIGINT / 100.0 AS amount FROM range("
                + rows + ") t(i)) TO '" + file + "' (FORMAT parquet, COMPRESSION zstd)");
    }

    private static FeatureGroup insert(FeatureStore store, String name, String id, Path file) {
        FeatureGroup group = store.createFeatureGroup(
                FeatureGroupSpec.builder(name, 1).primaryKey(id).eventTime("ts").build());
        group.insert(store.reader(FileSource.of(file)), WriteOptions.plain());
        return group;
    }

    private static String windows(Path events, Path questions) {
        List<String> columns = new ArrayList<>();
        List<String> windows = new ArrayList<>();
        for (Duration length : WINDOWS) {
            String name = "w" + windows.size();
            windows.add(name + " AS (PARTITION BY id ORDER BY ts RANGE BETWEEN INTERVAL " + length.toHours()
                    + " HOUR PRECEDING AND CURRENT ROW)");
            for (String function : List.of(
                    "sum(amount)",
                    "count(amount)",
                    "avg(amount)",
                    "min(amount)",
                    "max(amount)",
                    "var_samp(amount)",
                    "last_value(amount IGNORE NULLS)")) {
                columns.add(function + " OVER " + name + " AS f" + columns.size());
            }
        }
        return "SELECT " + String.join(", ", columns) + " FROM (SELECT id, ts, amount, false AS asked FROM '" + events
                + "' UNION ALL SELECT id, ts, NULL, true FROM '" + questions + "') WINDOW "
                + String.join(", ", windows) + " QUALIFY asked";
    }
}
