package io.shearwater.store;

import io.shearwater.api.FeatureStore;
import io.shearwater.testing.BadInputConformance;
import java.nio.file.Path;
import java.time.InstantSource;

class EmbeddedBadInputTest extends BadInputConformance {
    @Override
    protected FeatureStore open(Path directory, InstantSource clock) {
        return Shearwater.open(directory, StoreOptions.defaults().withClock(clock));
    }
}
