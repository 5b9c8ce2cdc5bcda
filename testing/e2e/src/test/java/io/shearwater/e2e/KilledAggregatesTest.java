package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.e2e.EventOperation.Row;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Law L9 of aggregates: a process that is killed while it writes events counts none of them twice and loses none, online either. What
 * is found afterwards are the events of a ledger after the last write that returned, or after the one that was under way; and
 * vectors are what history and the ledger say, as of any time.
 *
 * <p>{@code -Dkills=100} for more; {@code -Dseed=…} to repeat a run.
 */
class KilledAggregatesTest {
    private static final int KILLS = Integer.getInteger("kills", 4);
    private static final long SEED = Long.getLong("seed", System.nanoTime() & 0xFFFFFF);
    private static final int MOST_OPERATIONS = 8;
    private static final int MOST_MILLIS = 300;
    private static final int SLOWEST_SECONDS = 120;

    @TempDir
    Path directory;

    private final Map<Long, Row> ledger = new TreeMap<>();
    private int next;

    @Test
    void a_killed_process_counts_no_event_twice_and_loses_none() throws IOException, InterruptedException {
        Random random = new Random(SEED);
        Path store = directory.resolve("store");
        for (int kill = 0; kill < KILLS; kill++) {
            workUntilKilled(store, random.nextInt(MOST_OPERATIONS), random.nextInt(MOST_MILLIS));
            String run = "seed " + SEED + ", kill " + kill + ", in operation " + next + ": "
                    + EventOperation.of(SEED, next).kind();
            try (FeatureStore opened = Shearwater.open(store)) {
                FeatureView view = EventOperation.view(opened);
                requireHistory(opened, run);
                requireVectors(view, random, run);
            }
        }
    }

    private void workUntilKilled(Path store, int operations, int millis) throws IOException, InterruptedException {
        Path journal = Files.createTempFile(directory, "journal-", "");
        Path output = Files.createTempFile(directory, "output-", "");
        List<String> arguments =
                List.of(store.toString(), journal.toString(), Long.toString(SEED), Integer.toString(next));
        Process process = JavaProcess.start(EventProcess.class, arguments, Map.of(), output);
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SLOWEST_SECONDS);
            while (Files.readAllLines(journal).size() <= operations) {
                assertThat(process.waitFor(2, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline)
                        .as("works; it said: %s", Files.readString(output))
                        .isFalse();
            }
            assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS))
                    .as("works until it is killed; it said: %s", Files.readString(output))
                    .isFalse();
        } finally {
            process.destroyForcibly().onExit().join();
        }
        String said = Files.readString(journal);
        long done = said.chars().filter(letter -> letter == '\n').count();
        for (long i = 0; i < done; i++) {
            EventOperation.of(SEED, next++).run(ledger);
        }
    }

    /** All or nothing of the operation that was under way. */
    private void requireHistory(FeatureStore store, String run) {
        Map<Long, Row> found = new TreeMap<>();
        store.featureGroup(EventOperation.EVENTS.name())
                .read()
                .toRecords(Row.class)
                .forEach(row -> assertThat(found.put(row.id(), row)).as(run).isNull());
        if (!found.equals(ledger)) {
            EventOperation.of(SEED, next++).run(ledger);
        }
        assertThat(found).as(run).isEqualTo(ledger);
    }

    private void requireVectors(FeatureView view, Random random, String run) {
        List<Map<String, Object>> questions = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Instant at = EventOperation.MIDNIGHT
                    .plusSeconds(900L * (random.nextInt(800) - 400))
                    .plusNanos(1_000L * (random.nextInt(3) - 1));
            EventOperation.CARDS.forEach(card -> questions.add(Map.of("card", card, "at", at)));
        }
        List<Map<String, @Nullable Object>> history =
                view.batchData(EventOperation.spine(questions)).readAll().toMaps();
        for (int i = 0; i < questions.size(); i++) {
            Map<String, Object> question = questions.get(i);
            Map<String, @Nullable Object> served = view.featureVector(question).toMap();
            Map<String, @Nullable Object> expected = new HashMap<>(history.get(i));
            expected.keySet().retainAll(served.keySet());
            assertThat(served).as("%s: %s", run, question).isEqualTo(expected).containsAllEntriesOf(counted(question));
        }
    }

    /** What the ledger says; amounts are whole, so that sums are exact. */
    private Map<String, @Nullable Object> counted(Map<String, Object> question) {
        Instant asked = (Instant) Objects.requireNonNull(question.get("at"));
        List<Row> ever = ledger.values().stream()
                .filter(row ->
                        row.card().equals(question.get("card")) && !row.at().isAfter(asked))
                .toList();
        List<Row> day = ever.stream()
                .filter(row -> !row.at().isBefore(asked.minus(Duration.ofDays(1))))
                .toList();
        Map<String, @Nullable Object> counted = new HashMap<>();
        counted.put("count_ever", (long) ever.size());
        counted.put("sum_ever", sum(ever));
        counted.put("count_1d", (long) day.size());
        counted.put("sum_1d", sum(day));
        return counted;
    }

    private static @Nullable Double sum(List<Row> rows) {
        return rows.isEmpty() ? null : rows.stream().mapToDouble(Row::amount).sum();
    }
}
