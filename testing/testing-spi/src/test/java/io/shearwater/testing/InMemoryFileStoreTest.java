package io.shearwater.testing;

import io.shearwater.spi.FileStore;
import java.time.Instant;

class InMemoryFileStoreTest extends FileStoreConformance {
    private final FileStore files = new InMemoryFileStore(() -> Instant.EPOCH);

    @Override
    protected FileStore open() {
        return files;
    }
}
