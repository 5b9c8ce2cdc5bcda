package io.shearwater.e2e;

import io.shearwater.api.FeatureStore;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes events over which aggregates are kept online until it is killed, and says in a journal which writes returned. */
final class EventProcess {
    private EventProcess() {}

    /** Arguments: the store, the journal, the seed, the number of the first operation. */
    public static void main(String[] arguments) throws IOException {
        Path journal = Path.of(arguments[1]);
        long seed = Long.parseLong(arguments[2]);
        try (FeatureStore store = Shearwater.open(Path.of(arguments[0]))) {
            EventOperation.view(store);
            for (int number = Integer.parseInt(arguments[3]); ; number++) {
                EventOperation.of(seed, number).run(store);
                Files.writeString(journal, number + "\n", StandardOpenOption.APPEND);
            }
        }
    }
}
