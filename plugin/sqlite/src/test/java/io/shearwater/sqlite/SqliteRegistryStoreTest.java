package io.shearwater.sqlite;

import io.shearwater.spi.RegistryStore;
import io.shearwater.testing.RegistryStoreConformance;
import io.shearwater.testing.SteppedClock;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteRegistryStoreTest extends RegistryStoreConformance {
    @TempDir
    private Path directory;

    @Override
    protected RegistryStore open(SteppedClock withClock) {
        return Registries.open(directory, withClock);
    }
}
