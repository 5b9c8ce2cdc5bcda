package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.SkewSample;
import io.shearwater.model.Frame;
import io.shearwater.model.SkewReport;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed while it serves logged vectors leaves a log with all that it had written, row for row, and loses
 * only the newest that waited; the store opens, and logs go on.
 *
 * <p>{@code -Dkills=50} for more; {@code -Dseed=…} to repeat a run.
 */
class KilledLogTest {
    private static final int KILLS = Integer.getInteger("kills", 2);
    private static final long SEED = Long.getLong("seed", System.nanoTime() & 0xFFFFFF);
    private static final int MOST_MILLIS = 500;
    private static final int SLOWEST_SECONDS = 120;

    @TempDir
    Path directory;

    @Test
    void a_killed_process_loses_of_its_log_only_what_waited() throws IOException, InterruptedException {
        Random random = new Random(SEED);
        Path store = directory.resolve("store");
        for (int kill = 0; kill < KILLS; kill++) {
            String run = "seed " + SEED + ", kill " + kill;
            String ids = "run " + kill + " request ";
            Path journal = Files.createTempFile(directory, "journal-", "");
            Path output = Files.createTempFile(directory, "output-", "");
            Process process = JavaProcess.start(
                    LogProcess.class, List.of(store.toString(), journal.toString(), ids), Map.of(), output);
            try {
                awaitWritten(process, journal, output);
                assertThat(process.waitFor(random.nextInt(MOST_MILLIS), TimeUnit.MILLISECONDS))
                        .as("%s: serves until it is killed; it said: %s", run, Files.readString(output))
                        .isFalse();
            } finally {
                process.destroyForcibly().onExit().join();
            }
            check(store, ids, written(journal), run);
        }
    }

    /** The process never asks for its log to be written: that it is written in time is the log's own doing. */
    private static void awaitWritten(Process process, Path journal, Path output)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SLOWEST_SECONDS);
        while (written(journal) == 0) {
            assertThat(process.waitFor(5, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline)
                    .as("writes its log; it said: %s", Files.readString(output))
                    .isFalse();
        }
    }

    /** The last count in a journal, the end of which may be torn. */
    private static long written(Path journal) throws IOException {
        String text = Files.readString(journal);
        List<String> lines =
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        return lines.isEmpty() ? 0 : Long.parseLong(lines.getLast());
    }

    private static void check(Path directory, String ids, long written, String run) {
        try (FeatureStore store = Shearwater.open(directory)) {
            FeatureView view = store.featureView("spending");
            Frame log = view.vectorLog().group().read();
            Map<Integer, Integer> rows = new TreeMap<>();
            for (int row = 0; row < log.rows(); row++) {
                String id = (String) log.column("request_id").valueAt(row);
                if (id.startsWith(ids)) {
                    rows.put(Integer.parseInt(id.substring(ids.length())), row);
                }
            }
            assertThat((long) rows.size()).as(run).isGreaterThanOrEqualTo(written);
            int expected = 0;
            for (Map.Entry<Integer, Integer> entry : rows.entrySet()) {
                assertThat(entry.getKey())
                        .as("%s: none is missing before the last", run)
                        .isEqualTo(expected++);
                assertThat(log.row(entry.getValue()))
                        .as(run)
                        .containsEntry("request_card", LogProcess.card(entry.getKey()))
                        .containsEntry("spent", LogProcess.spent(entry.getKey()))
                        .containsEntry("commit_cards", 1L)
                        .containsEntry("dropped_before", 0L);
            }
            FeatureView logged = view.logged();
            logged.featureVector(Map.of("card", "c0"));
            SkewReport report = logged.verifySkew(SkewSample.newest(500));
            assertThat(report.agrees()).as(run).isTrue();
            assertThat(report.compared()).as(run).isEqualTo(500);
        }
    }
}
