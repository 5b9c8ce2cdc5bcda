package io.shearwater.benchmarks;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Join;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.online.LoadSpace;
import io.shearwater.online.OnlineGroup;
import io.shearwater.online.OnlineWriter;
import io.shearwater.online.VectorPlan;
import io.shearwater.online.VectorReader;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.spi.MemoryBudget;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/**
 * In-process vectors of 250 features from 25 groups of one entity, on the embedded online store: loading, reading entities
 * chosen uniformly (the worst case for caches), upserts, reading again. Arguments: entities (1,000,000), cache in MiB (1,024).
 */
public final class OnlineVectorBenchmark {
    private static final int GROUPS = 25;
    private static final int WARM_UP = 60_000;
    private static final int READS = 100_000;
    private static final int ENTRIES = 100;
    private static final int UPSERT_ROWS = 1_000;
    private static final int CACHE_MIB = 1_024;
    private static final long TIME = 1_700_000_000_000_000L;

    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final SplittableRandom random = new SplittableRandom(7);
    private final int entities;
    private final int cacheMib;
    private final List<OnlineGroup> groups = new ArrayList<>();
    private final OnlineStore store;
    private final OnlineWriter writer;
    private long touched;

    private OnlineVectorBenchmark(int entities, int cacheMib, Path directory) {
        this.entities = entities;
        this.cacheMib = cacheMib;
        Path scratch = directory.resolve("scratch");
        this.store = provider()
                .open(new StoreContext(
                        directory.resolve("online"),
                        scratch,
                        StoreContext.Mode.READ_WRITE,
                        new MemoryBudget(0, (long) cacheMib << 20),
                        InstantSource.system(),
                        Map.of()));
        this.writer = new OnlineWriter(store, InstantSource.system(), LoadSpace.in(scratch));
        for (int group = 1; group <= GROUPS; group++) {
            groups.add(OnlineGroup.of("benchmark", spec(group), group, 1, 1));
        }
    }

    public static void main(String[] arguments) throws IOException {
        int entities = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int cacheMib = arguments.length > 1 ? Integer.parseInt(arguments[1]) : CACHE_MIB;
        Path directory = Files.createTempDirectory("online-vectors");
        try {
            OnlineVectorBenchmark benchmark = new OnlineVectorBenchmark(entities, cacheMib, directory);
            try (OnlineStore open = benchmark.store) {
                benchmark.run();
            }
        } finally {
            Directories.remove(directory);
        }
    }

    private static OnlineStoreProvider provider() {
        return ServiceLoader.load(OnlineStoreProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.name().equals("rocksdb"))
                .findFirst()
                .orElseThrow();
    }

    /** Ten features: four doubles, three longs, an int, a text, a boolean. */
    private static FeatureGroupSpec spec(int group) {
        String prefix = "g" + group + "_";
        FeatureGroupSpec.Builder spec = FeatureGroupSpec.builder("group_" + group, 1)
                .feature("id", DataType.LONG)
                .feature("at", DataType.TIMESTAMP);
        for (int i = 0; i < 4; i++) {
            spec.feature(prefix + "double_" + i, DataType.DOUBLE);
        }
        for (int i = 0; i < 3; i++) {
            spec.feature(prefix + "long_" + i, DataType.LONG);
        }
        return spec.feature(prefix + "int", DataType.INT)
                .feature(prefix + "text", DataType.STRING)
                .feature(prefix + "bool", DataType.BOOLEAN)
                .primaryKey("id")
                .eventTime("at")
                .entity("entity")
                .online()
                .build();
    }

    private static Schema rowSchema(OnlineGroup group) {
        return group.spec().schema().plus(List.of(HiddenColumns.SEQUENCE));
    }

    private Frame rows(OnlineGroup group, int count, IntFunction<Long> key, long time, long sequence) {
        FrameBuilder frame = new FrameBuilder(rowSchema(group), count);
        for (int row = 0; row < count; row++) {
            int column = 0;
            frame.column(column++).appendLong(key.apply(row));
            frame.column(column++).appendLong(time);
            for (int i = 0; i < 4; i++) {
                frame.column(column++).appendDouble(random.nextDouble());
            }
            for (int i = 0; i < 3; i++) {
                frame.column(column++).appendLong(random.nextInt(1_000));
            }
            frame.column(column++).appendInt(random.nextInt(100));
            byte[] text = {'t', 'e', 'x', 't', (byte) ('a' + random.nextInt(26)), (byte) ('a' + random.nextInt(26))};
            frame.column(column++).appendBytes(text, 0, text.length);
            frame.column(column++).appendBoolean(random.nextInt(2) == 0);
            frame.column(column).appendLong(sequence);
        }
        return frame.build();
    }

    private FrameReader allRows(OnlineGroup group) {
        return FrameReader.of(rowSchema(group), new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < entities;
            }

            @Override
            public Frame next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                int start = next;
                next = Math.min(entities, start + FrameReader.MAX_ROWS);
                return rows(group, next - start, row -> (long) start + row, TIME, 1);
            }
        });
    }

    private void run() {
        say(String.format(
                Locale.ROOT, "%,d entities, %d groups of 10 features, cache %d MiB", entities, GROUPS, cacheMib));
        long start = System.nanoTime();
        groups.forEach(group -> writer.rebuild(group, allRows(group)));
        double seconds = (System.nanoTime() - start) / 1e9;
        say(String.format(
                Locale.ROOT,
                "load, group after group: %.1f s, %,.0f rows/s",
                seconds,
                (double) entities * GROUPS / seconds));

        VectorPlan plan = VectorPlan.ofFeatures(view(), groups);
        VectorReader reader = new VectorReader(store, plan, InstantSource.system());
        FeatureVector first = reader.vector(Map.of("id", 0L));
        if (first.size() != 250
                || Arrays.stream(first.toMap().values().toArray()).anyMatch(value -> value == null)) {
            throw new IllegalStateException("The vector is not whole: " + first.size() + " features");
        }
        single(reader, "vector");
        many(reader);
        upsert();
        single(reader, "vector, after the upserts");
        say(String.format(Locale.ROOT, "(%d values looked at)", touched));
    }

    private FeatureViewSpec view() {
        Query query = Query.featuresOf(groups.getFirst().spec());
        for (OnlineGroup group : groups.subList(1, GROUPS)) {
            query = query.join(Query.featuresOf(group.spec()), Join.on("id"));
        }
        return FeatureViewSpec.builder("benchmark", 1, query).build();
    }

    private void single(VectorReader reader, String what) {
        read(reader, WARM_UP);
        report(what, read(reader, READS));
    }

    private long[] read(VectorReader reader, int count) {
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            Map<String, Object> entry = Map.of("id", (long) random.nextInt(entities));
            long start = System.nanoTime();
            FeatureVector vector = reader.vector(entry);
            nanos[i] = System.nanoTime() - start;
            touched += vector.value(249) == null ? 0 : 1;
        }
        return nanos;
    }

    private void many(VectorReader reader) {
        long[] nanos = new long[1_000];
        for (int i = 0; i < nanos.length; i++) {
            List<Map<String, Object>> entries = new ArrayList<>();
            for (int entry = 0; entry < ENTRIES; entry++) {
                entries.add(Map.of("id", (long) random.nextInt(entities)));
            }
            long start = System.nanoTime();
            touched += reader.vectors(entries).size();
            nanos[i] = System.nanoTime() - start;
        }
        report(ENTRIES + " vectors in one request", nanos);
    }

    private void upsert() {
        int batches = 100;
        long start = System.nanoTime();
        for (int batch = 0; batch < batches; batch++) {
            OnlineGroup group = groups.get(batch % GROUPS);
            IntFunction<Long> anyKey = row -> (long) random.nextInt(entities);
            writer.put(group, rows(group, UPSERT_ROWS, anyKey, TIME + 1 + batch, 2 + batch));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        say(String.format(
                Locale.ROOT,
                "upserts in synced batches of %,d: %,.0f rows/s",
                UPSERT_ROWS,
                batches * (double) UPSERT_ROWS / seconds));
    }

    private void report(String what, long[] nanos) {
        Arrays.sort(nanos);
        say(String.format(
                Locale.ROOT,
                "%s: p50 %.1f µs, p90 %.1f µs, p99 %.1f µs",
                what,
                nanos[nanos.length / 2] / 1e3,
                nanos[nanos.length * 9 / 10] / 1e3,
                nanos[nanos.length * 99 / 100] / 1e3));
    }

    private void say(String line) {
        out.println(line);
    }
}
