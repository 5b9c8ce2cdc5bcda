package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine whose power goes at any moment loses nothing that a process said was written and doubles nothing, on a disk that
 * keeps only what was synced, and on one that keeps any part of the rest.
 *
 * <p>{@code -Dcuts=200} for more; {@code -Dseed=…} to repeat a run.
 */
class PowerCutTest {
    private static final int CUTS = Integer.getInteger("cuts", 8);
    private static final long SEED = Long.getLong("seed", System.nanoTime() & 0xFFFFFF);
    /** Making a store is a part of what is cut short, so that stores are made often. */
    private static final int CUTS_OF_A_STORE = 4;
    /** Making a store takes about 70 syncs, an operation a dozen; the power goes when one of them begins. */
    private static final int MOST_SYNCS = 150;

    private static final int FEW_SYNCS = 20;

    @TempDir
    Path directory;

    @Test
    void a_power_cut_loses_and_doubles_nothing() throws IOException, InterruptedException {
        Random random = new Random(SEED);
        int done = 0;
        for (int first = 0; first < CUTS; first += CUTS_OF_A_STORE) {
            Path files = Files.createDirectory(directory.resolve("store-" + first));
            PowerCutDisk disk = PowerCutDisk.in(files);
            InterruptedLedger ledger = new InterruptedLedger(files, disk.root(), SEED + first);
            for (int cut = first; cut < Math.min(first + CUTS_OF_A_STORE, CUTS); cut++) {
                cut(disk, ledger, random, MOST_SYNCS);
                // Now and then the power goes again while the next process puts things in order.
                if (random.nextInt(3) == 0) {
                    cut(disk, ledger, random, FEW_SYNCS);
                }
                ledger.check("seed " + SEED + ", cut " + cut);
            }
            done += ledger.done();
        }
        assertThat(done).as("operations done with seed " + SEED).isGreaterThan(CUTS);
    }

    private static void cut(PowerCutDisk disk, InterruptedLedger ledger, Random random, int mostSyncs)
            throws IOException, InterruptedException {
        OptionalInt sync = OptionalInt.of(1 + random.nextInt(mostSyncs));
        Survivors survivors = random.nextBoolean() ? Survivors.none() : Survivors.some(random);
        ledger.workUntil(LedgerRun::awaitDeath, disk.environment(sync));
        disk.cut(survivors);
    }
}
