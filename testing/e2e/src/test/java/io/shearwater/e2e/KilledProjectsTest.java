package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.model.Frame;
import io.shearwater.store.HostOptions;
import io.shearwater.store.Shearwater;
import io.shearwater.store.StoreHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed while it writes to two projects, under the same names, leaves both whole: the next one finishes the
 * commits and logs of each, and none has anything of the other.
 *
 * <p>{@code -Dkills=50} for more; {@code -Dseed=…} to repeat a run.
 */
class KilledProjectsTest {
    private static final int KILLS = Integer.getInteger("kills", 2);
    private static final long SEED = Long.getLong("seed", System.nanoTime() & 0xFFFFFF);

    @TempDir
    Path directory;

    @Test
    void projects_of_a_killed_process_are_both_whole() throws IOException, InterruptedException {
        KilledWriter writer = new KilledWriter(directory, new Random(SEED));
        Path store = directory.resolve("store");
        for (int kill = 0; kill < KILLS; kill++) {
            String run = "seed " + SEED + ", kill " + kill;
            String ids = "run " + kill + " request ";
            long written = writer.run(ProjectsProcess.class, store, ids, run);
            try (StoreHost host = Shearwater.host(store, HostOptions.defaults())) {
                assertThat(host.projects()).containsExactly("one", "two");
                for (String project : host.projects()) {
                    check(host.project(project), ids, written, run + ", project " + project);
                }
            }
        }
    }

    private static void check(FeatureStore store, String ids, long written, String run) {
        double number = ProjectsProcess.unit(store.project());
        FeatureGroup cards = store.featureGroup("cards");
        Frame rows = cards.read();
        assertThat(rows.rows()).as(run).isEqualTo(ProjectsProcess.COUNT);
        for (int row = 0; row < rows.rows(); row++) {
            long card = (Long) Objects.requireNonNull(rows.value(row, "card"));
            assertThat(rows.value(row, "spent")).as(run).isEqualTo(number * (card + 1));
        }
        assertThat(cards.checkOnline().agrees()).as(run).isTrue();
        Frame log = store.featureView("spending").vectorLog().group().read();
        List<String> requests = IntStream.range(0, log.rows())
                .mapToObj(row -> (String) log.column("request_id").valueAt(row))
                .toList();
        Map<Integer, Integer> found = KilledWriter.rows(requests, ids, written, run);
        found.forEach((request, row) -> assertThat(log.row(row))
                .as(run)
                .containsEntry("request_card", (long) request % ProjectsProcess.COUNT)
                .containsEntry("spent", number * (request % ProjectsProcess.COUNT + 1)));
    }
}
