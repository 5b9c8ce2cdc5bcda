package io.shearwater.e2e;

import io.shearwater.api.FeatureStore;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;

/** A process that works on a ledger until it is killed, and says in a journal which operations returned, and what. */
final class LedgerProcess {
    private LedgerProcess() {}

    /** Arguments: store directory, journal, seed, number of the first operation. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        long seed = Long.parseLong(arguments[2]);
        try (FileChannel journal =
                        FileChannel.open(Path.of(arguments[1]), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                FeatureStore store = Shearwater.open(directory)) {
            LedgerStore ledger = LedgerStore.in(store);
            say(journal, "ready");
            for (int number = Integer.parseInt(arguments[3]); ; number++) {
                List<Integer> versions = LedgerOperation.of(seed, number).run(ledger);
                say(
                        journal,
                        versions.stream()
                                .map(version -> " " + version)
                                .collect(Collectors.joining("", "done " + number, "")));
            }
        }
    }

    private static void say(FileChannel journal, String line) throws IOException {
        journal.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
    }
}
