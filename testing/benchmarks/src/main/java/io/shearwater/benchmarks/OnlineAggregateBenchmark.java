package io.shearwater.benchmarks;

import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.model.TimeRange;
import io.shearwater.model.Times;
import io.shearwater.online.AggregateWriter;
import io.shearwater.online.LoadSpace;
import io.shearwater.online.OnlineGroup;
import io.shearwater.online.VectorPlan;
import io.shearwater.online.VectorReader;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.spi.MemoryBudget;
import io.shearwater.spi.OnlineHistory;
import io.shearwater.spi.OnlineStore;
import io.shearwater.spi.OnlineStoreProvider;
import io.shearwater.spi.StoreContext;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * In-process vectors of 28 aggregates (7 functions over 1 hour, 1, 7 and 30 days) of keys with 1,000 events in 40 days, on the
 * embedded online store: loading, reading single keys and 100 at once, one key of 100,000 events, taking in single events; beside
 * them the same computed anew from arrays of all events. Argument: keys (1,000).
 */
public final class OnlineAggregateBenchmark {
    private static final int EVENTS = 1_000;
    private static final int BUSY_EVENTS = 100_000;
    private static final int READS = 20_000;
    private static final int ENTRIES = 100;
    private static final long DAY = 86_400_000_000L;
    private static final long NOW = 1_700_000_000_000_000L;

    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final SplittableRandom random = new SplittableRandom(7);
    private final int keys;
    /** Of a few keys, for computing anew. */
    private final Map<Long, double[][]> known = new HashMap<>();

    private final OnlineGroup group = OnlineGroup.of("benchmark", activity(), 1, 1, 1);
    private final OnlineStore store;
    private final AggregateWriter writer;
    private long touched;

    private OnlineAggregateBenchmark(int keys, Path directory) {
        this.keys = keys;
        Path scratch = directory.resolve("scratch");
        this.store = ServiceLoader.load(OnlineStoreProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.name().equals("rocksdb"))
                .findFirst()
                .orElseThrow()
                .open(new StoreContext(
                        directory.resolve("online"),
                        scratch,
                        StoreContext.Mode.READ_WRITE,
                        new MemoryBudget(0, 1L << 30),
                        InstantSource.system(),
                        Map.of()));
        this.writer = new AggregateWriter(store, LoadSpace.in(scratch));
    }

    public static void main(String[] arguments) throws IOException {
        int keys = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
        Path directory = Files.createTempDirectory("online-aggregates");
        try {
            OnlineAggregateBenchmark benchmark = new OnlineAggregateBenchmark(keys, directory);
            try (OnlineStore open = benchmark.store) {
                benchmark.run();
            }
        } finally {
            Directories.remove(directory);
        }
    }

    private static FeatureGroupSpec payments() {
        return FeatureGroupSpec.builder("payments", 1)
                .feature("t_id", DataType.LONG)
                .feature("at", DataType.TIMESTAMP)
                .feature("id", DataType.LONG)
                .feature("amount", DataType.DOUBLE)
                .primaryKey("t_id")
                .eventTime("at")
                .build();
    }

    private static FeatureGroupSpec activity() {
        List<Aggregate> aggregates = new ArrayList<>();
        AggregationWindow hour = AggregationWindow.rolling(Duration.ofHours(1));
        List<AggregationWindow> windows = List.of(hour, days(1), days(7), days(30));
        for (AggregationWindow window : windows) {
            Stream.of(
                            AggregateFunction.sum("amount"),
                            AggregateFunction.count("amount"),
                            AggregateFunction.avg("amount"),
                            AggregateFunction.min("amount"),
                            AggregateFunction.max("amount"),
                            AggregateFunction.varSamp("amount"),
                            AggregateFunction.last("amount"))
                    .forEach(function -> aggregates.add(function.over(window)));
        }
        return FeatureGroupSpec.builder("activity", 1)
                .primaryKey("id")
                .eventTime("at")
                .online()
                .aggregating(Aggregation.over(payments().ref(), aggregates.toArray(Aggregate[]::new)))
                .build()
                .over(payments());
    }

    private static AggregationWindow days(int days) {
        AggregationWindow.Rolling window = AggregationWindow.rolling(Duration.ofDays(days));
        return days > 1 ? window.resolution(Duration.ofHours(1)) : window;
    }

    /** The events of a key in order, the last one at the time of the requests at the latest; the last key has many. */
    private Frame events(long key) {
        int count = key == keys ? BUSY_EVENTS : EVENTS;
        Schema schema = payments().schema().plus(List.of(HiddenColumns.SEQUENCE));
        FrameBuilder frame = new FrameBuilder(schema, count);
        long[] times = IntStream.range(0, count)
                .mapToLong(i -> NOW - random.nextLong(40 * DAY))
                .sorted()
                .toArray();
        for (int i = 0; i < count; i++) {
            append(frame, key * EVENTS + i, times[i], key, 1);
        }
        Frame built = frame.build();
        if (key < 100 || key == keys) {
            double[] amounts =
                    ((Column.Doubles) built.column("amount")).values().clone();
            known.put(key, new double[][] {Arrays.stream(times).asDoubleStream().toArray(), amounts});
        }
        return built;
    }

    private void append(FrameBuilder frame, long id, long time, long key, long sequence) {
        frame.column(0).appendLong(id);
        frame.column(1).appendLong(time);
        frame.column(2).appendLong(key);
        frame.column(3).appendDouble(random.nextInt(100_000) / 100.0);
        frame.column(4).appendLong(sequence);
    }

    private void run() {
        Schema schema = payments().schema().plus(List.of(HiddenColumns.SEQUENCE));
        Iterator<Frame> all =
                IntStream.rangeClosed(0, keys).mapToObj(this::events).iterator();
        long start = System.nanoTime();
        writer.rebuild(group, FrameReader.of(schema, all));
        double seconds = (System.nanoTime() - start) / 1e9;
        say(String.format(
                Locale.ROOT,
                "%,d keys of %,d events loaded: %,.0f events/s",
                keys,
                EVENTS,
                ((double) keys * EVENTS + BUSY_EVENTS) / seconds));
        say(String.format(
                Locale.ROOT,
                "%.1f bytes an event, states included",
                stored() / ((double) keys * EVENTS + BUSY_EVENTS)));
        FeatureViewSpec view = FeatureViewSpec.builder("benchmark", 1, Query.featuresOf(group.spec()))
                .build();
        VectorReader reader =
                new VectorReader(store, VectorPlan.ofFeatures(view, List.of(group)), () -> Times.instant(NOW));
        check(reader);
        single(reader, READS, 0, keys);
        report("28 aggregates of one key", single(reader, READS, 0, keys));
        report("28 aggregates computed anew from arrays", anew(READS, 0, 100));
        many(reader, 10 * READS);
        report(ENTRIES + " keys in one request", many(reader, 10 * READS));
        report("28 aggregates of a key of 100,000 events", single(reader, READS / 4, keys, keys + 1));
        report("the same computed anew from arrays", anew(READS / 40, keys, keys + 1));
        report("one event taken in, synced", insert(schema));
        say(String.format(Locale.ROOT, "(%d values looked at)", touched));
    }

    private long stored() {
        long[] bytes = {0};
        store.history(
                new OnlineHistory(group.table(), new byte[0], TimeRange.ALL, Integer.MAX_VALUE),
                (key, time, sequence, value) -> bytes[0] += value.remaining());
        return bytes[0];
    }

    /** Both give the same. */
    private void check(VectorReader reader) {
        known.forEach((key, events) -> {
            double expected = anew(events, 30 * DAY)[0];
            Object served = reader.vector(Map.of("id", key)).value("amount_sum_30d");
            if (!(served instanceof Double sum) || Math.abs(sum - expected) > 1e-9 * expected) {
                throw new IllegalStateException("key " + key + ": " + served + " and " + expected);
            }
        });
    }

    /** The seven functions over a window, as one would write them down. */
    private static double[] anew(double[][] events, long window) {
        double begin = NOW - window - (window > DAY ? (NOW - window) % (DAY / 24) : 0);
        double count = 0;
        double sum = 0;
        double squares = 0;
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        double last = Double.NaN;
        for (int i = 0; i < events[0].length; i++) {
            if (events[0][i] >= begin) {
                double value = events[1][i];
                count++;
                sum += value;
                squares += value * value;
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
                last = value;
            }
        }
        double variance = (squares - sum * sum / count) / (count - 1);
        return new double[] {sum, count, sum / count, least, greatest, variance, last};
    }

    private long[] anew(int count, int from, int to) {
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            double[][] events = Objects.requireNonNull(known.get((long) random.nextInt(from, to)));
            long start = System.nanoTime();
            for (long window : new long[] {DAY / 24, DAY, 7 * DAY, 30 * DAY}) {
                touched += anew(events, window).length;
            }
            nanos[i] = System.nanoTime() - start;
        }
        return nanos;
    }

    private long[] single(VectorReader reader, int count, int from, int to) {
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            Map<String, Object> entry = Map.of("id", (long) random.nextInt(from, to));
            long start = System.nanoTime();
            touched += reader.vector(entry).size();
            nanos[i] = System.nanoTime() - start;
        }
        return nanos;
    }

    private long[] many(VectorReader reader, int keysInAll) {
        long[] nanos = new long[keysInAll / ENTRIES];
        for (int i = 0; i < nanos.length; i++) {
            List<Map<String, Object>> entries = new ArrayList<>();
            for (int entry = 0; entry < ENTRIES; entry++) {
                entries.add(Map.of("id", (long) random.nextInt(keys)));
            }
            long start = System.nanoTime();
            touched += reader.vectors(entries).size();
            nanos[i] = System.nanoTime() - start;
        }
        return nanos;
    }

    private long[] insert(Schema schema) {
        long[] nanos = new long[500];
        for (int i = 0; i < nanos.length; i++) {
            FrameBuilder frame = new FrameBuilder(schema, 1);
            append(frame, (long) keys * EVENTS + i, NOW + i, random.nextInt(keys), 2 + i);
            Frame event = frame.build();
            long start = System.nanoTime();
            writer.merge(group, event, i);
            nanos[i] = System.nanoTime() - start;
        }
        return nanos;
    }

    private void report(String what, long[] nanos) {
        Arrays.sort(nanos);
        say(String.format(
                Locale.ROOT,
                "%s: p50 %.1f µs, p99 %.1f µs",
                what,
                nanos[nanos.length / 2] / 1e3,
                nanos[nanos.length * 99 / 100] / 1e3));
    }

    private void say(String line) {
        out.println(line);
    }
}
