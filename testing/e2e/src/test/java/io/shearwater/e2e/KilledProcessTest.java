package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed at any moment loses nothing that it said was written and doubles nothing: what is found afterwards
 * is the state after the last operation that returned, or after the one that was under way.
 *
 * <p>{@code -Dkills=200} for more; {@code -Dseed=…} to repeat a run.
 */
class KilledProcessTest {
    private static final int KILLS = Integer.getInteger("kills", 20);
    private static final long SEED = Long.getLong("seed", System.nanoTime() & 0xFFFFFF);
    private static final int SLOWEST_SECONDS = 120;
    /** A process is killed at most so long after one of so many first operations: in the middle of any step of the next. */
    private static final int MOST_OPERATIONS = 12;

    private static final int MOST_MILLIS = 200;

    @TempDir
    Path directory;

    @Test
    void a_killed_process_loses_and_doubles_nothing() throws IOException, InterruptedException {
        Random random = new Random(SEED);
        LedgerModel model = new LedgerModel();
        int next = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            int returned = workUntilKilled(random, next, kill);
            for (; next < returned; next++) {
                model.apply(LedgerOperation.of(SEED, next));
            }
            if (verify(model, kill, next)) {
                next++;
            }
        }
        assertThat(next).as("operations done with seed " + SEED).isGreaterThan(KILLS);
    }

    /** Returns the number of the first operation that did not return. */
    private int workUntilKilled(Random random, int first, int kill) throws IOException, InterruptedException {
        Path journal = directory.resolve("journal-" + kill);
        Path output = directory.resolve("output-" + kill);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LedgerProcess.class.getName(),
                        directory.resolve("store").toString(),
                        journal.toString(),
                        Long.toString(SEED),
                        Integer.toString(first))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            awaitLines(process, 1 + random.nextInt(MOST_OPERATIONS), journal, output);
            process.waitFor(random.nextInt(MOST_MILLIS), TimeUnit.MILLISECONDS);
            assertThat(process.isAlive())
                    .as("the process works until it is killed; it said: %s", Files.readString(output))
                    .isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        List<String> lines = Files.readAllLines(journal);
        String last = lines.getLast();
        return last.equals("ready") ? first : Integer.parseInt(last.substring("done ".length())) + 1;
    }

    /** Waits until the process has said that it is ready, and that so many operations returned. */
    private static void awaitLines(Process process, int lines, Path journal, Path output)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SLOWEST_SECONDS);
        while (!Files.exists(journal) || Files.readAllLines(journal).size() < lines) {
            assertThat(process.waitFor(2, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline)
                    .as("the process works; it said: %s", Files.readString(output))
                    .isFalse();
        }
    }

    /** Whether the operation that was under way is found to have happened; it is applied to the model then. */
    private boolean verify(LedgerModel model, int kill, int underWay) {
        LedgerOperation pending = LedgerOperation.of(SEED, underWay);
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            FeatureGroup ledger = store.getOrCreateFeatureGroup(LedgerOperation.spec());
            boolean happened = !model.isHistoryOf(ledger);
            if (happened) {
                model.apply(pending);
            }
            assertThat(model.isHistoryOf(ledger))
                    .as(
                            "seed %s, kill %s: history is that before or after operation %s (%s)",
                            SEED, kill, underWay, pending.getClass().getSimpleName())
                    .isTrue();
            model.requireServedBy(ledger);
            return happened;
        }
    }
}
