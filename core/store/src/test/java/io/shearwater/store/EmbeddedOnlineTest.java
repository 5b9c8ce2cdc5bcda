package io.shearwater.store;

import io.shearwater.api.FeatureStore;
import io.shearwater.testing.OnlineConformance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

class EmbeddedOnlineTest extends OnlineConformance {
    @Override
    protected FeatureStore open(Path directory, InstantSource clock) {
        return Shearwater.open(directory, StoreOptions.defaults().withClock(clock));
    }

    @Override
    protected void loseOnlineRows(Path store) {
        try (Stream<Path> files = Files.walk(store.resolve("online"))) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
