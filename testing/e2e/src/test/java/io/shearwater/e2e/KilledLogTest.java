package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.SkewSample;
import io.shearwater.model.Frame;
import io.shearwater.model.SkewReport;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
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

    @TempDir
    Path directory;

    @Test
    void a_killed_process_loses_of_its_log_only_what_waited() throws IOException, InterruptedException {
        KilledWriter writer = new KilledWriter(directory, new Random(SEED));
        Path store = directory.resolve("store");
        for (int kill = 0; kill < KILLS; kill++) {
            String run = "seed " + SEED + ", kill " + kill;
            String ids = "run " + kill + " request ";
            check(store, ids, writer.run(LogProcess.class, store, ids, run), run);
        }
    }

    private static void check(Path directory, String ids, long written, String run) {
        try (FeatureStore store = Shearwater.open(directory)) {
            FeatureView view = store.featureView("spending");
            Frame log = view.vectorLog().group().read();
            List<String> requests = IntStream.range(0, log.rows())
                    .mapToObj(row -> (String) log.column("request_id").valueAt(row))
                    .toList();
            Map<Integer, Integer> rows = KilledWriter.rows(requests, ids, written, run);
            for (Map.Entry<Integer, Integer> entry : rows.entrySet()) {
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
