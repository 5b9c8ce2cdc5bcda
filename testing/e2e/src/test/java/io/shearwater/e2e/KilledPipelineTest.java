package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureStore;
import io.shearwater.model.Commit;
import io.shearwater.pipeline.Run;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A feature pipeline whose process is killed at any moment, and started again, gives what one gives that nobody disturbed: no
 * window twice, none missing.
 *
 * <p>{@code -Dkills=200} for more; {@code -Dseed=…} to repeat a run.
 */
class KilledPipelineTest {
    private static final int KILLS = Integer.getInteger("kills", 4);
    private static final long SEED = Long.getLong("seed", System.nanoTime() & 0xFFFFFF);
    private static final int STRETCHES = 2 * KILLS + 4;
    private static final int MOST_DONE = 2;
    private static final int MOST_MILLIS = 150;
    private static final int SLOWEST_SECONDS = 120;

    @TempDir
    Path directory;

    @Test
    void a_killed_pipeline_goes_on_to_what_an_undisturbed_one_gives() throws IOException, InterruptedException {
        Path undisturbed = directory.resolve("undisturbed");
        Path killed = directory.resolve("killed");
        PipelineProcess.prepare(undisturbed, SEED, STRETCHES);
        PipelineProcess.prepare(killed, SEED, STRETCHES);
        finish(undisturbed);

        for (String output : PipelineProcess.OUTPUTS) {
            workUntilHaltedBefore(killed, output);
        }
        Random random = new Random(SEED);
        Path state = killed.resolve(stateBelow(undisturbed));
        for (int kill = 0; kill < KILLS; kill++) {
            workUntilKilled(killed, state, kill % 2 == 0, random);
        }
        finish(killed);

        assertThat(found(killed)).as("seed %d", SEED).isEqualTo(found(undisturbed));
    }

    /** Lets a process work until it stops between two writes: those of the outputs before are made and this one's is not. */
    private void workUntilHaltedBefore(Path store, String output) throws IOException, InterruptedException {
        Path journal = Files.createTempFile(directory, "journal-", "");
        Path said = Files.createTempFile(directory, "output-", "");
        Process process = JavaProcess.start(
                PipelineProcess.class,
                List.of(store.toString(), journal.toString(), Long.toString(SEED), Integer.toString(STRETCHES), output),
                Map.of(),
                said);
        try {
            assertThat(process.waitFor(SLOWEST_SECONDS, TimeUnit.SECONDS))
                    .as("stops before %s is written; it said: %s", output, Files.readString(said))
                    .isTrue();
        } finally {
            process.destroyForcibly().onExit().join();
        }
        assertThat(process.exitValue()).as(Files.readString(said)).isEqualTo(HaltingStore.HALTED);
        try (FeatureStore opened = Shearwater.open(store)) {
            int writes = writes(opened, output).size();
            assertThat(PipelineProcess.OUTPUTS.stream()
                            .takeWhile(before -> !before.equals(output))
                            .map(before -> writes(opened, before).size()))
                    .as("writes of the outputs before %s, which has %d", output, writes)
                    .allMatch(before -> before == writes + 1);
        }
    }

    /** Lets a process work until it is killed, at any moment or while a run writes. */
    private void workUntilKilled(Path store, Path state, boolean isAmidWrites, Random random)
            throws IOException, InterruptedException {
        Path journal = Files.createTempFile(directory, "journal-", "");
        Path output = Files.createTempFile(directory, "output-", "");
        int done = random.nextInt(MOST_DONE);
        int millis = random.nextInt(MOST_MILLIS);
        Process process = JavaProcess.start(
                PipelineProcess.class,
                List.of(store.toString(), journal.toString(), Long.toString(SEED), Integer.toString(STRETCHES)),
                Map.of(),
                output);
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SLOWEST_SECONDS);
            // Those that are done already take no time and say so too.
            int before = Files.exists(state) ? stretchesBefore(state) : 0;
            while (Files.readAllLines(journal).size() < 1 + before + done || (isAmidWrites && !isUnfinished(state))) {
                boolean isDead = process.waitFor(1, TimeUnit.MILLISECONDS);
                assertThat((isDead && process.exitValue() != 0) || System.nanoTime() > deadline)
                        .as("works until it is killed; it said: %s", Files.readString(output))
                        .isFalse();
                if (isDead) {
                    break;
                }
            }
            process.waitFor(millis, TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    private static boolean isUnfinished(Path state) throws IOException {
        try {
            return Files.readString(state).contains("\nrun ");
        } catch (NoSuchFileException notBegun) {
            return false;
        }
    }

    /** How many stretches the mark says are done. */
    private static int stretchesBefore(Path state) throws IOException {
        Instant mark = Files.readAllLines(state).stream()
                .filter(line -> line.startsWith("mark "))
                .map(line -> Instant.parse(line.substring("mark ".length())))
                .findFirst()
                .orElse(Instant.MIN);
        return Math.toIntExact(PipelineProcess.ends(SEED, STRETCHES).stream()
                .filter(end -> !end.isAfter(mark))
                .count());
    }

    private static Path stateBelow(Path store) throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            return store.relativize(files.filter(file -> file.endsWith("pipelines/" + PipelineProcess.NAME + ".txt"))
                    .findFirst()
                    .orElseThrow());
        }
    }

    private static void finish(Path directory) {
        try (FeatureStore store = Shearwater.open(directory)) {
            for (Instant end : PipelineProcess.ends(SEED, STRETCHES)) {
                PipelineProcess.pipeline().run(store, Run.sinceLast().until(end));
            }
        }
    }

    /** By group: its rows, and how many each write inserted and replaced: a stretch that was written twice would show as replaced. */
    private static Map<String, List<@Nullable Object>> found(Path directory) {
        Map<String, List<@Nullable Object>> found = new LinkedHashMap<>();
        try (FeatureStore store = Shearwater.open(directory)) {
            for (String group : PipelineProcess.OUTPUTS) {
                List<@Nullable Object> of = new ArrayList<>(
                        store.sql("SELECT * FROM " + group + " ORDER BY ALL").toMaps());
                assertThat(of).isNotEmpty();
                of.addAll(writes(store, group));
                found.put(group, of);
            }
        }
        return found;
    }

    /** Files are put together when a writer finds time for it, which one that is killed does not: that is left out. */
    private static List<Commit.Counts> writes(FeatureStore store, String group) {
        return store.featureGroup(group).commits().stream()
                .filter(commit -> commit.operation() == Commit.Operation.INSERT)
                .map(Commit::counts)
                .toList();
    }
}
