package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that works on a ledger until it ends, in the middle of something. */
final class LedgerRun implements AutoCloseable {
    private static final int SLOWEST_SECONDS = 120;

    private final Process process;
    private final Path journal;
    private final Path output;

    private LedgerRun(Process process, Path journal, Path output) {
        this.process = process;
        this.journal = journal;
        this.output = output;
    }

    /**
     * Starts a process.
     *
     * @param files where its journal and its output lie, outside of the store
     * @param first the number of its first operation
     */
    static LedgerRun start(Path files, Path store, long seed, int first, Map<String, String> environment)
            throws IOException {
        Path journal = Files.createTempFile(files, "journal-", "");
        Path output = Files.createTempFile(files, "output-", "");
        List<String> arguments =
                List.of(store.toString(), journal.toString(), Long.toString(seed), Integer.toString(first));
        return new LedgerRun(JavaProcess.start(LedgerProcess.class, arguments, environment, output), journal, output);
    }

    /** Waits until the store is open and so many operations returned. */
    void awaitOperations(int operations) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SLOWEST_SECONDS);
        while (journal().size() < 1 + operations) {
            assertThat(process.waitFor(2, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline)
                    .as("the process works; it said: %s", said())
                    .isFalse();
        }
    }

    /** Lets it go on for a while. */
    void awaitMillis(int millis) throws IOException, InterruptedException {
        assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS))
                .as("the process works until it is killed; it said: %s", said())
                .isFalse();
    }

    /** Waits until it is killed by what lies under it. */
    void awaitDeath() throws IOException, InterruptedException {
        assertThat(process.waitFor(SLOWEST_SECONDS, TimeUnit.SECONDS) && process.exitValue() == PowerCutDisk.KILLED)
                .as("the process works until it is killed; it said: %s", said())
                .isTrue();
    }

    /** The lines of its journal: that it was ready, then each operation that returned. */
    List<String> journal() throws IOException {
        return Files.readAllLines(journal);
    }

    private String said() throws IOException {
        return Files.readString(output);
    }

    /** Kills it, at whatever it is. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
