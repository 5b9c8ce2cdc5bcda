package io.shearwater.client;

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
import org.junit.jupiter.api.Tag;

@Tag("server")
class RemoteOnlineTest extends OnlineConformance {
    @Override
    protected FeatureStore open(Path directory, InstantSource clock) {
        return ServedStores.open(directory, clock);
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
