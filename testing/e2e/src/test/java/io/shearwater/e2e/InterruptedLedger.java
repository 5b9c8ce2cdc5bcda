package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureStore;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A ledger on which processes work that end in the middle of something, and what it has to hold all the same: what every
 * operation did that returned, and all or nothing of the one that was under way. Not thread-safe.
 */
final class InterruptedLedger {
    private final Path files;
    private final Path store;
    private final long seed;
    private final LedgerModel model = new LedgerModel();
    private int next;

    /** The moment at which a process ends. */
    interface Moment {
        void await(LedgerRun run) throws IOException, InterruptedException;
    }

    /**
     * A ledger in a new store.
     *
     * @param files where journals of processes may lie
     */
    InterruptedLedger(Path files, Path store, long seed) {
        this.files = files;
        this.store = store;
        this.seed = seed;
    }

    /** How many operations are done. */
    int done() {
        return next;
    }

    /** Lets a process do operations up to a moment; the first is the one in which the process before it ended. */
    void workUntil(Moment moment, Map<String, String> environment) throws IOException, InterruptedException {
        List<String> journal;
        try (LedgerRun run = LedgerRun.start(files, store, seed, next, environment)) {
            moment.await(run);
            run.close();
            journal = run.journal();
        }
        for (String line : journal) {
            List<String> words = List.of(line.split(" "));
            if (words.getFirst().equals("done")) {
                List<Integer> said =
                        words.stream().skip(2).map(Integer::valueOf).toList();
                model.apply(LedgerOperation.of(seed, next), said);
                next++;
                assertThat(words.get(1)).isEqualTo(Integer.toString(next - 1));
            }
        }
    }

    /** Opens the store and looks at everything. */
    void check(String when) {
        LedgerOperation underWay = LedgerOperation.of(seed, next);
        String what = when + ", operation " + next + " (" + underWay.name() + ") under way";
        try (FeatureStore opened = Shearwater.open(store)) {
            LedgerStore ledger = LedgerStore.in(opened);
            if (!model.isHistoryOf(ledger)) {
                model.apply(underWay, List.of());
                next++;
            }
            assertThat(model.isHistoryOf(ledger))
                    .as("history is that before or after the operation")
                    .isTrue();
            model.requireServedBy(ledger);
            model.requirePostsOf(ledger.board(), underWay);
            model.requireColumnsOf(ledger.atlas());
            model.requireVersionsOf(ledger, underWay);
        } catch (RuntimeException | AssertionError wrong) {
            throw new AssertionError(what + ": " + wrong.getMessage(), wrong);
        }
    }
}
