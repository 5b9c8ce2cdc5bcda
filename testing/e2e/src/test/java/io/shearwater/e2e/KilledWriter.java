package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Kills a process that writes a log at some time after it has written some of it. */
final class KilledWriter {
    private static final int MOST_MILLIS = 500;
    private static final int SLOWEST_SECONDS = 120;

    private final Path directory;
    private final Random random;

    KilledWriter(Path directory, Random random) {
        this.directory = directory;
        this.random = random;
    }

    /**
     * Starts a program and kills it.
     *
     * @param program takes a store, a journal and what the ids of its requests begin with
     * @return how many rows the journal says are written
     */
    long run(Class<?> program, Path store, String ids, String run) throws IOException, InterruptedException {
        Path journal = Files.createTempFile(directory, "journal-", "");
        Path output = Files.createTempFile(directory, "output-", "");
        Process process =
                JavaProcess.start(program, List.of(store.toString(), journal.toString(), ids), Map.of(), output);
        try {
            awaitWritten(process, journal, output);
            assertThat(process.waitFor(random.nextInt(MOST_MILLIS), TimeUnit.MILLISECONDS))
                    .as("%s: serves until it is killed; it said: %s", run, Files.readString(output))
                    .isFalse();
        } finally {
            process.destroyForcibly().onExit().join();
        }
        return written(journal);
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

    /** The rows of a log by the number of their request, of which none is missing before the last. */
    static Map<Integer, Integer> rows(List<String> requests, String ids, long written, String run) {
        Map<Integer, Integer> rows = new TreeMap<>();
        for (int row = 0; row < requests.size(); row++) {
            String id = requests.get(row);
            if (id.startsWith(ids)) {
                rows.put(Integer.parseInt(id.substring(ids.length())), row);
            }
        }
        assertThat((long) rows.size()).as(run).isGreaterThanOrEqualTo(written);
        int expected = 0;
        for (int request : rows.keySet()) {
            assertThat(request).as("%s: none is missing before the last", run).isEqualTo(expected++);
        }
        return rows;
    }
}
