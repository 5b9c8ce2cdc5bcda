package io.shearwater.iceberg;

import io.shearwater.model.Frame;
import io.shearwater.spi.FileTarget;
import io.shearwater.spi.OfflineStore;
import io.shearwater.spi.StoreContext;
import io.shearwater.spi.WrittenFile;
import io.shearwater.testing.OfflinePruningConformance;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class IcebergOfflinePruningTest extends OfflinePruningConformance {
    @TempDir
    private Path directory;

    @Override
    protected OfflineStore open() {
        return new IcebergOfflineStore(TestFiles.context(directory, StoreContext.Mode.READ_WRITE));
    }

    @Override
    protected WrittenFile write(FileTarget target, int number, Frame rows) {
        return TestFiles.write(target, number, rows);
    }

    @Override
    protected boolean exists(String path) {
        return Files.exists(Path.of(path));
    }
}
