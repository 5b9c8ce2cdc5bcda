package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.StoreDefinitions;
import io.shearwater.definitions.Absent;
import io.shearwater.definitions.Definitions;
import io.shearwater.model.FrameBuilder;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed while it applies a folder of definitions leaves a store that is as one folder says or as the
 * other, never something between, and that can be used.
 *
 * <p>{@code -Dkills=200} for more; {@code -Dseed=…} to repeat a run.
 */
class KilledApplyTest {
    private static final int KILLS = Integer.getInteger("kills", 6);
    private static final long SEED = Long.getLong("seed", System.nanoTime() & 0xFFFFFF);
    private static final int MOST_APPLIED = 4;
    private static final int MOST_MILLIS = 60;
    private static final int SLOWEST_SECONDS = 120;

    @TempDir
    Path directory;

    @Test
    void a_killed_apply_leaves_all_of_a_folder_or_nothing() throws IOException, InterruptedException {
        Random random = new Random(SEED);
        List<Path> folders = List.of(folder("one"), folder("two"));
        Path store = directory.resolve("store");
        Set<String> found = new HashSet<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Path journal = Files.createTempFile(directory, "journal-", "");
            Path output = Files.createTempFile(directory, "output-", "");
            Process process = JavaProcess.start(
                    ApplyProcess.class,
                    List.of(
                            store.toString(),
                            journal.toString(),
                            folders.getFirst().toString(),
                            folders.getLast().toString()),
                    Map.of(),
                    output);
            try {
                await(process, journal, 1 + random.nextInt(MOST_APPLIED), output);
                assertThat(process.waitFor(random.nextInt(MOST_MILLIS), TimeUnit.MILLISECONDS))
                        .as("works until it is killed; it said: %s", Files.readString(output))
                        .isFalse();
            } finally {
                process.destroyForcibly().onExit().join();
            }
            found.add(check(store, folders, "seed " + SEED + ", kill " + kill));
        }
        assertThat(found).as("folders found with seed " + SEED).isSubsetOf("one", "two");
    }

    private Path folder(String name) throws IOException {
        Path folder = Files.createDirectory(directory.resolve(name));
        Files.writeString(folder.resolve("all.yaml"), definitions(name));
        return folder;
    }

    private static String definitions(String name) {
        return """
                group: kept
                key: id
                event-time: at
                columns: {id: long, at: timestamp, of_NAME: double}
                storage: offline-and-online
                tags: {folder: NAME}
                ---
                group: group_of_NAME
                key: id
                columns: {id: long, amount: double}
                storage: offline-and-online
                ---
                view: view_of_NAME
                query: group_of_NAME
                """.replace("NAME", name);
    }

    private static void await(Process process, Path journal, int applied, Path output)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SLOWEST_SECONDS);
        while (Files.readAllLines(journal).size() < applied) {
            assertThat(process.waitFor(2, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline)
                    .as("works; it said: %s", Files.readString(output))
                    .isFalse();
        }
    }

    /** Which folder the store is as; it must be one to the last tag, and its groups take and serve rows. */
    private static String check(Path directory, List<Path> folders, String run) {
        try (FeatureStore store = Shearwater.open(directory)) {
            StoreDefinitions found = store.definitions();
            List<Path> same = folders.stream()
                    .filter(folder -> Definitions.read(folder)
                            .plan(found, Absent.DELETE)
                            .steps()
                            .isEmpty())
                    .toList();
            assertThat(same)
                    .as("%s: folders that the store is as; it has %s", run, found)
                    .hasSize(1);
            String name = String.valueOf(same.getFirst().getFileName());
            store.featureGroup("group_of_" + name)
                    .insert(new FrameBuilder(
                                    store.featureGroup("group_of_" + name)
                                            .spec()
                                            .schema(),
                                    1)
                            .append(7L, 1.5)
                            .build());
            assertThat(store.featureView("view_of_" + name)
                            .featureVector(Map.of("id", 7L))
                            .value("amount"))
                    .as(run)
                    .isEqualTo(1.5);
            store.featureGroup("kept")
                    .insert(new FrameBuilder(store.featureGroup("kept").spec().schema(), 1)
                            .append(1L, Instant.EPOCH, 2.5)
                            .build());
            assertThat(store.featureGroup("kept").read().rows()).as(run).isEqualTo(1);
            return name;
        }
    }
}
