package io.shearwater.client;

import io.shearwater.api.FeatureStore;
import io.shearwater.testing.StatisticsConformance;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Tag;

@Tag("server")
class RemoteStatisticsTest extends StatisticsConformance {
    @Override
    protected FeatureStore open(Path directory, InstantSource clock) {
        return ServedStores.open(directory, clock);
    }
}
