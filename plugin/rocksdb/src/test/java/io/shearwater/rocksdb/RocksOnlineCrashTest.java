package io.shearwater.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.spi.Cursor;
import io.shearwater.spi.EntitySpace;
import io.shearwater.spi.OnlineBatch;
import io.shearwater.spi.OnlineMutation;
import io.shearwater.spi.OnlineMutation.PutRow;
import io.shearwater.spi.OnlineRead;
import io.shearwater.spi.OnlineStore;
import io.shearwater.spi.OnlineTable;
import io.shearwater.spi.OnlineTable.Retention;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child process that writes is killed at random points; what it was told is durable is there, and nothing is half. */
class RocksOnlineCrashTest {
    private static final int KEYS = 40;
    private static final int STEPS_TO_A_REBUILD = 25;
    private static final OnlineTable TABLE = new OnlineTable(new EntitySpace("crash"), 1, Retention.LATEST);

    @TempDir
    private Path parent;

    @Test
    void nothingIsLostOrHalfDoneWhenTheProcessIsKilled() throws IOException, InterruptedException {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        int kills = Integer.getInteger("crash.kills", 4);
        SplittableRandom random = new SplittableRandom(seed);
        Path directory = parent.resolve("online");
        for (int kill = 0; kill < kills; kill++) {
            long told = runAndKill(directory, random.nextInt(1, 120), random.nextInt(2_000_000));
            try (OnlineStore store = Stores.open(directory)) {
                long reached = store.cursor("steps").map(Cursor::position).orElse(0L);
                assertThat(reached).as("seed %d, kill %d", seed, kill).isGreaterThanOrEqualTo(told);
                assertThat(rows(store))
                        .as("seed %d, kill %d, step %d", seed, kill, reached)
                        .isEqualTo(expected(reached));
            }
        }
    }

    /** Lets a child go so many steps and a little further; returns the last step that it said was done. */
    private static long runAndKill(Path directory, int steps, int spins) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long told = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < steps; i++) {
                String line = lines.readLine();
                assertThat(line).as("the child ended by itself").isNotNull();
                told = Long.parseLong(line);
            }
            for (int i = 0; i < spins; i++) {
                Thread.onSpinWait();
            }
            // By its handle: Process.destroyForcibly would close the stream with lines still to be read.
            child.toHandle().destroyForcibly();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                told = Long.parseLong(line);
            }
        }
        child.waitFor();
        return told;
    }

    private static Map<Integer, Long> rows(OnlineStore store) {
        List<byte[]> keys = new ArrayList<>();
        for (int key = 0; key < KEYS; key++) {
            keys.add(key(key));
        }
        Map<Integer, Long> rows = new TreeMap<>();
        store.read(
                new OnlineRead(keys, List.of(TABLE), new long[] {Long.MAX_VALUE}),
                (key, table, time, sequence, value) -> rows.put(key, value.getLong()));
        return rows;
    }

    /** Every step writes three rows with its number. */
    private static Map<Integer, Long> expected(long reached) {
        Map<Integer, Long> rows = new TreeMap<>();
        for (long step = 1; step <= reached; step++) {
            for (int key : keysOf(step)) {
                rows.put(key, step);
            }
        }
        return rows;
    }

    private static int[] keysOf(long step) {
        return new int[] {(int) (step % KEYS), (int) (step * 7 % KEYS), (int) (step * 13 % KEYS)};
    }

    private static byte[] key(int number) {
        return new byte[] {(byte) number};
    }

    private static PutRow put(int key, long step) {
        return new PutRow(
                key(key),
                step,
                step,
                ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    }

    /** The child: goes on where the cursor stands, and now and then rebuilds the table. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) {
            PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
            try (OnlineStore store = Stores.open(Path.of(arguments[0]))) {
                if (store.active(TABLE).isEmpty()) {
                    store.activate(TABLE, 1, Optional.empty());
                }
                long step = store.cursor("steps").map(Cursor::position).orElse(0L);
                while (step < Integer.MAX_VALUE) {
                    step++;
                    write(store, step);
                    out.println(step);
                }
            }
        }

        private static void write(OnlineStore store, long step) {
            int generation = store.active(TABLE).orElseThrow();
            Optional<Cursor> cursor = Optional.of(new Cursor("steps", step));
            if (step % STEPS_TO_A_REBUILD == 0) {
                List<PutRow> sorted = new ArrayList<>();
                expected(step).forEach((key, last) -> sorted.add(put(key, last)));
                store.load(TABLE, generation + 1, step, sorted.iterator());
                store.activate(TABLE, generation + 1, cursor);
                return;
            }
            List<OnlineMutation> mutations = new ArrayList<>();
            for (int key : keysOf(step)) {
                mutations.add(put(key, step));
            }
            store.apply(new OnlineBatch(TABLE, generation, mutations, step, cursor));
        }
    }
}
