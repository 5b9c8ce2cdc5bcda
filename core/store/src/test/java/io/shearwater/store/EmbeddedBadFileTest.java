package io.shearwater.store;

import io.shearwater.api.FeatureStore;
import io.shearwater.testing.BadFileConformance;
import java.nio.file.Path;
import java.time.InstantSource;

class EmbeddedBadFileTest extends BadFileConformance {
    @Override
    protected FeatureStore open(Path directory, InstantSource clock) {
        return Shearwater.open(directory, StoreOptions.defaults().withClock(clock));
    }
}
