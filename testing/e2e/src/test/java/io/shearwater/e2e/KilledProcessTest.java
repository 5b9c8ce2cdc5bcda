package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
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
    /** A process is killed at most so long after one of so many first operations: in the middle of any step of the next. */
    private static final int MOST_OPERATIONS = 12;

    private static final int MOST_MILLIS = 200;

    @TempDir
    Path directory;

    @Test
    void a_killed_process_loses_and_doubles_nothing() throws IOException, InterruptedException {
        Random random = new Random(SEED);
        InterruptedLedger ledger = new InterruptedLedger(directory, directory.resolve("store"), SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            int operations = random.nextInt(MOST_OPERATIONS);
            int millis = random.nextInt(MOST_MILLIS);
            ledger.workUntil(
                    run -> {
                        run.awaitOperations(operations);
                        run.awaitMillis(millis);
                    },
                    Map.of());
            ledger.check("seed " + SEED + ", kill " + kill);
        }
        assertThat(ledger.done()).as("operations done with seed " + SEED).isGreaterThan(KILLS);
    }
}
