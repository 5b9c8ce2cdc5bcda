package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureStore;
import io.shearwater.spi.MemoryBudget;
import io.shearwater.store.Shearwater;
import io.shearwater.store.StoreOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    @TempDir
    private Path directory;

    @Test
    void everythingCanBeSaidInCode() {
        // region: configuration.options
        StoreOptions options = StoreOptions.defaults()
                .withProject("ads")
                .withMemory(new MemoryBudget(512L << 20, 64L << 20))
                .withLockWait(Duration.ofSeconds(30));
        try (FeatureStore store = Shearwater.open(directory, options)) {
            assertThat(store.project()).isEqualTo("ads");
        }
        // end
    }
}
