package io.shearwater.sqlite;

import io.shearwater.spi.RegistryStore;
import io.shearwater.testing.CommitConformance;
import io.shearwater.testing.SteppedClock;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteRegistryCommitTest extends CommitConformance {
    @TempDir
    private Path directory;

    @Override
    protected RegistryStore open(SteppedClock withClock) {
        return Registries.open(directory, withClock);
    }
}
