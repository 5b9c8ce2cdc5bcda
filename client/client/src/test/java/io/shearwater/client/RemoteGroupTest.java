package io.shearwater.client;

import io.shearwater.api.FeatureStore;
import io.shearwater.testing.GroupConformance;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Tag;

@Tag("server")
class RemoteGroupTest extends GroupConformance {
    @Override
    protected FeatureStore open(Path directory, InstantSource clock) {
        return ServedStores.open(directory, clock);
    }
}
