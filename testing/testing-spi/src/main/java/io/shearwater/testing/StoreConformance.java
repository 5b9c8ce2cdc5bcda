package io.shearwater.testing;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What all suites over {@link FeatureStore} share. A store is opened once a class, because opening costs more than most
 * tests; each test takes names of its own from {@link #name}. The clock stands unless a test moves it.
 *
 * <p>Random tests take their seeds from {@link #seeds}: the same ones in every run. {@code -Dconformance.seed=N} runs one of
 * them, {@code -Dconformance.seeds=N} runs N.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class StoreConformance {
    /** Where the clock stands when a suite starts. */
    protected static final Instant START = Instant.parse("2024-06-01T12:00:00Z");

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final SteppedClock clock = new SteppedClock(START);
    private Path directory;
    private FeatureStore store;

    /** Opens the store of a directory; makes it if there is none. */
    protected abstract FeatureStore open(Path directory, InstantSource clock);

    @BeforeAll
    final void openStore(@TempDir Path temporary) {
        directory = temporary;
        store = open(directory.resolve("store"), clock);
    }

    @AfterAll
    final void closeStore() {
        store.close();
    }

    /** The store of this suite. */
    protected final FeatureStore store() {
        return store;
    }

    /** Closes the store and opens it again; what was taken from it before is of no use then. */
    protected final void reopen() {
        reopen(closed -> {});
    }

    /** Closes the store, does something to its directory, and opens it again. */
    protected final void reopen(Consumer<Path> whileClosed) {
        store.close();
        whileClosed.accept(directory.resolve("store"));
        store = open(directory.resolve("store"), clock);
    }

    /** Closes the store, opens it again, and gives a group of before. */
    protected final FeatureGroup reopened(FeatureGroup group) {
        GroupRef ref = group.spec().ref();
        reopen();
        return store.featureGroup(ref.name(), ref.version());
    }

    /** A place for files that are not the store's. */
    protected final Path file(String name) {
        return directory.resolve(name(name.substring(0, name.indexOf('.'))) + name.substring(name.indexOf('.')));
    }

    /** The files of rows that the store has, to see that nothing is left behind. */
    protected final List<String> files() {
        try (Stream<Path> all = Files.walk(directory.resolve("store"))) {
            return all.map(Path::toString)
                    .filter(path -> path.endsWith(".parquet"))
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A store of its own for one test, to be closed by it. */
    protected final FeatureStore another(String name) {
        return open(directory.resolve(name), clock);
    }

    protected final SteppedClock clock() {
        return clock;
    }

    protected final Instant now() {
        return clock.instant();
    }

    /** The store beside a new oracle. */
    final Twin twin() {
        return new Twin(() -> store, clock);
    }

    /** A name that no other test uses. */
    protected static String name(String base) {
        return base + "_" + NAMES.incrementAndGet();
    }

    /** Makes a group and writes rows into it. */
    protected final FeatureGroup filled(FeatureGroupSpec spec, @Nullable Object[]... rows) {
        FeatureGroup group = store.createFeatureGroup(spec);
        group.insert(frame(spec, rows));
        return group;
    }

    /** Rows for a group. */
    protected static Frame frame(FeatureGroupSpec spec, @Nullable Object[]... rows) {
        return frame(spec.schema(), rows);
    }

    protected static Frame frame(Schema schema, @Nullable Object[]... rows) {
        FrameBuilder builder = new FrameBuilder(schema, rows.length);
        for (@Nullable Object[] row : rows) {
            builder.append(row);
        }
        return builder.build();
    }

    /** One row's values in order. */
    protected static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    /** So many minutes before (negative) or after {@link #START}. */
    protected static Instant minutes(long minutes) {
        return START.plus(Duration.ofMinutes(minutes));
    }

    /** Seeds of random tests. */
    protected static LongStream seeds(int usual) {
        Long one = Long.getLong("conformance.seed");
        return one != null
                ? LongStream.of(one)
                : LongStream.rangeClosed(1, Integer.getInteger("conformance.seeds", usual));
    }
}
