package io.shearwater.store;

import io.shearwater.api.FeatureStore;
import io.shearwater.testing.ExactSplitConformance;
import java.nio.file.Path;
import java.time.InstantSource;

class EmbeddedExactSplitTest extends ExactSplitConformance {
    @Override
    protected FeatureStore open(Path directory, InstantSource clock) {
        return Shearwater.open(directory, StoreOptions.defaults().withClock(clock));
    }
}
