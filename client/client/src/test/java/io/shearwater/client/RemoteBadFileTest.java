package io.shearwater.client;

import io.shearwater.api.FeatureStore;
import io.shearwater.testing.BadFileConformance;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Tag;

@Tag("server")
class RemoteBadFileTest extends BadFileConformance {
    @Override
    protected FeatureStore open(Path directory, InstantSource clock) {
        return ServedStores.open(directory, clock);
    }
}
