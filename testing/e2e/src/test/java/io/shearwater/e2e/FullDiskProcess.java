package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.model.DataType;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.TimeRange;
import io.shearwater.store.Shearwater;
import io.shearwater.testing.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A process that meets a full disk in each of its writers, says what came of it, and goes on once there is room again. */
final class FullDiskProcess {
    private static final long LIMIT = 256 << 10;
    /** Parquet compresses these texts by half, the online table's journal does not. */
    private static final long ROOM_FOR_FILES = 6 << 20;

    private static final int MUCH = 400_000;

    private final Path directory;
    private FeatureStore store;
    private FeatureGroup cards;

    private FullDiskProcess(Path directory) {
        this.directory = directory;
        this.store = Shearwater.open(directory);
        this.cards = store.createFeatureGroup(spec("cards").online().build());
        cards.insert(rows(100, 10));
    }

    /** Argument: store directory. */
    public static void main(String[] arguments) {
        FullDiskProcess process = new FullDiskProcess(Path.of(arguments[0]));
        process.run();
        process.store.close();
    }

    private static FeatureGroupSpec.Builder spec(String name) {
        return FeatureGroupSpec.builder(name, 1)
                .feature("id", DataType.LONG)
                .feature("text", DataType.STRING)
                .primaryKey("id");
    }

    /** Texts that cannot be compressed. */
    private static Frame rows(int rows, int length) {
        FrameBuilder builder = new FrameBuilder(spec("any").build().schema(), rows);
        Random random = new Random(rows);
        byte[] bytes = new byte[length];
        for (int id = 0; id < rows; id++) {
            random.nextBytes(bytes);
            builder.append((long) id, HexFormat.of().formatHex(bytes));
        }
        return builder.build();
    }

    private void run() {
        // Parquet, by the engine.
        Frame large = rows(4_000, 200);
        full("Parquet", () -> cards.insert(large), "disk is full", "cards");
        Path file = directory.resolveSibling("out.csv");
        full("CSV", () -> store.writeFile(large, file), "disk is full", file.toString());
        // The registry.
        full("SQLite", () -> cards.tag("note", "x".repeat(MUCH)), "The registry", "disk is full");
        // Metadata of tables.
        FeatureGroupSpec.Builder wide = spec("wide");
        for (int i = 0; i < 1_000; i++) {
            wide.feature("c" + i, DataType.LONG, "y".repeat(MUCH / 1_000));
        }
        full("Iceberg", () -> store.createFeatureGroup(wide.build()), "disk failed", "wide");
        behindACommit();
    }

    /** The online table behind a commit, which is durable then: it follows once there is room and the store was reopened. */
    private void behindACommit() {
        FileSizeLimit.set(ROOM_FOR_FILES);
        try {
            Refusal.of(() -> cards.insert(rows(100, 40_000)))
                    .as("COMMITTED_ONLINE_PENDING", ErrorKind.UNAVAILABLE)
                    .saying("is durable", "online store", "do not write the rows again");
        } finally {
            FileSizeLimit.lift();
        }
        assertThat(cards.commits()).hasSize(3);
        store.close();
        store = Shearwater.open(directory);
        cards = store.featureGroup("cards");
        assertThat(cards.commits()).hasSize(3);
        Frame row = cards.onlineRows(Map.of("id", 99L), TimeRange.ALL, 1);
        assertThat(String.valueOf(row.value(0, "text"))).hasSize(80_000);
    }

    /** The action fails for want of room, changes nothing, and succeeds once there is room. */
    private void full(String writer, ThrowingCallable action, String... says) {
        List<Object> before = state();
        FileSizeLimit.set(LIMIT);
        try {
            Refusal.of(action).as("IO", ErrorKind.UNAVAILABLE).saying((Object[]) says);
        } finally {
            FileSizeLimit.lift();
        }
        assertThat(state()).as(writer).isEqualTo(before);
        try {
            action.call();
        } catch (Throwable failed) {
            throw new AssertionError(writer + " works once there is room", failed);
        }
    }

    private List<Object> state() {
        List<Object> state = new ArrayList<>();
        state.add(cards.read().toMaps().size());
        state.add(cards.commits());
        state.add(cards.tags().keySet());
        state.add(cards.onlineRows(Map.of("id", 7L), TimeRange.ALL, 1));
        state.add(store.featureGroups().size());
        try (Stream<Path> files = Files.walk(directory.resolve("tables"))) {
            state.add(files.filter(Files::isRegularFile)
                    .map(Path::toString)
                    .sorted()
                    .toList());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return state;
    }
}
