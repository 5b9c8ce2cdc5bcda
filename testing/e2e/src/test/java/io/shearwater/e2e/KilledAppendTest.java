package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FrameBuilder;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed while it applies definitions with one more aggregate of a served group, a view of it and another tag leaves
 * all of these or none, and what is served then is what history says.
 *
 * <p>{@code -Dkills=100} for more; {@code -Dseed=…} to repeat a run.
 */
class KilledAppendTest {
    private static final int KILLS = Integer.getInteger("kills", 3);
    private static final long SEED = Long.getLong("seed", System.nanoTime() & 0xFFFFFF);
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final int EVENTS = 3_000;
    private static final int MOST_APPLIED = 4;
    private static final int MOST_MILLIS = 60;
    private static final int SLOWEST_SECONDS = 120;

    @TempDir
    Path directory;

    @Test
    void a_killed_apply_leaves_all_of_what_comes_with_an_aggregate_or_nothing()
            throws IOException, InterruptedException {
        Random random = new Random(SEED);
        Path directoryOfStore = directory.resolve("store");
        prepare(directoryOfStore, random);
        int applied = 1;
        for (int kill = 0; kill < KILLS; kill++) {
            int done = workUntilKilled(directoryOfStore, applied + 1, random);
            String run = "seed " + SEED + ", kill " + kill + ", after " + done + " of " + applied;
            try (FeatureStore store = Shearwater.open(directoryOfStore)) {
                FeatureGroupSpec group = store.featureGroup("activity").spec();
                int found = group.aggregation().orElseThrow().aggregates().size();
                assertThat(found).as(run).isBetween(applied + done, applied + done + 1);
                assertThat(AppendProcess.folder(directory, found).plan(store).steps())
                        .as(run)
                        .isEmpty();
                requireServed(store, found, run);
                applied = found;
            }
        }
    }

    private void prepare(Path directoryOfStore, Random random) throws IOException {
        try (FeatureStore store = Shearwater.open(directoryOfStore)) {
            AppendProcess.folder(directory, 1).apply(store);
            FrameBuilder rows =
                    new FrameBuilder(store.featureGroup("events").spec().schema(), EVENTS);
            for (long id = 0; id < EVENTS; id++) {
                rows.append(id, NOON.minusSeconds(random.nextInt(100_000)), "card" + id % 300, (double)
                        random.nextInt(100));
            }
            store.featureGroup("events").insert(rows.build());
        }
    }

    /** How many folders the journal says were applied. */
    private int workUntilKilled(Path store, int next, Random random) throws IOException, InterruptedException {
        Path journal = Files.createTempFile(directory, "journal-", "");
        Path output = Files.createTempFile(directory, "output-", "");
        int enough = 1 + random.nextInt(MOST_APPLIED);
        Process process = JavaProcess.start(
                AppendProcess.class,
                List.of(store.toString(), journal.toString(), Integer.toString(next), directory.toString()),
                Map.of(),
                output);
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SLOWEST_SECONDS);
            while (Files.readAllLines(journal).size() < enough) {
                assertThat(process.waitFor(2, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline)
                        .as("works until it is killed; it said: %s", Files.readString(output))
                        .isFalse();
            }
            assertThat(process.waitFor(random.nextInt(MOST_MILLIS), TimeUnit.MILLISECONDS))
                    .as("works until it is killed; it said: %s", Files.readString(output))
                    .isFalse();
        } finally {
            process.destroyForcibly().onExit().join();
        }
        return Files.readAllLines(journal).size();
    }

    private static void requireServed(FeatureStore store, int found, String run) {
        assertThat(store.featureGroup("activity").checkOnline().agrees())
                .as(run)
                .isTrue();
        for (int number = 1; number <= found; number++) {
            FeatureView view = store.featureView("view_" + number);
            assertThat(view.featureVector(Map.of("card", "card7")).value("sum_" + number))
                    .as(run)
                    .isInstanceOf(Double.class);
        }
    }
}
