package io.shearwater.e2e;

import io.shearwater.api.FeatureStore;
import io.shearwater.definitions.Absent;
import io.shearwater.definitions.Definitions;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Makes a store what one folder says, then what the other says, and so on until it is killed. */
final class ApplyProcess {
    private ApplyProcess() {}

    /** Arguments: the store, the journal that gets a line for each folder that was applied, the folders. */
    public static void main(String[] arguments) throws IOException {
        Path journal = Path.of(arguments[1]);
        List<Definitions> folders =
                List.of(Definitions.read(Path.of(arguments[2])), Definitions.read(Path.of(arguments[3])));
        try (FeatureStore store = Shearwater.open(Path.of(arguments[0]))) {
            for (int i = 0; ; i++) {
                Definitions folder = folders.get(i % folders.size());
                folder.plan(store.definitions(), Absent.DELETE).apply(store);
                Files.writeString(journal, "applied\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        }
    }
}
