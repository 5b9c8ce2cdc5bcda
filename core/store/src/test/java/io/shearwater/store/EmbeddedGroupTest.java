package io.shearwater.store;

import io.shearwater.api.FeatureStore;
import io.shearwater.testing.GroupConformance;
import java.nio.file.Path;
import java.time.InstantSource;

class EmbeddedGroupTest extends GroupConformance {
    @Override
    protected FeatureStore open(Path directory, InstantSource clock) {
        return Shearwater.open(directory, StoreOptions.defaults().withClock(clock));
    }
}
