package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.Deployment;
import io.shearwater.api.FeatureStore;
import io.shearwater.model.Frame;
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
 * A process that is killed while it answers requests leaves a log with every prediction that it said was logged, and with none missing
 * before the last; the deployment is there again and goes on.
 *
 * <p>{@code -Dkills=50} for more; {@code -Dseed=…} to repeat a run.
 */
class KilledPredictionsTest {
    private static final int KILLS = Integer.getInteger("kills", 2);
    private static final long SEED = Long.getLong("seed", System.nanoTime() & 0xFFFFFF);

    @TempDir
    Path directory;

    @Test
    void a_killed_process_loses_no_prediction_that_was_said_to_be_logged() throws IOException, InterruptedException {
        KilledWriter writer = new KilledWriter(directory, new Random(SEED));
        Path store = directory.resolve("store");
        for (int kill = 0; kill < KILLS; kill++) {
            String run = "seed " + SEED + ", kill " + kill;
            String ids = "run " + kill + " request ";
            check(store, ids, writer.run(PredictionProcess.class, store, ids, run), run);
        }
    }

    private static void check(Path directory, String ids, long written, String run) {
        try (FeatureStore store = Shearwater.open(directory)) {
            Frame log = store.featureGroup(PredictionProcess.LOG).read();
            List<String> requests = IntStream.range(0, log.rows())
                    .mapToObj(row -> (String) log.column("request_id").valueAt(row))
                    .toList();
            Map<Integer, Integer> rows = KilledWriter.rows(requests, ids, written, run);
            Deployment deployment = store.deployments().deployment("risk");
            for (Map.Entry<Integer, Integer> entry : rows.entrySet()) {
                double amount = PredictionProcess.amount(entry.getKey());
                assertThat(log.row(entry.getValue()))
                        .as(run)
                        .containsEntry("amount", amount)
                        .containsEntry("model_version", 1)
                        .containsEntry("dropped_before", 0L);
                if (entry.getKey() % 97 == 0) {
                    assertThat(log.row(entry.getValue()).get("scores"))
                            .as(run)
                            .isEqualTo(deployment
                                    .predict(Map.of("amount", amount))
                                    .outcome()
                                    .scores());
                }
            }
        }
    }
}
