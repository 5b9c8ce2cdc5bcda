package io.shearwater.rocksdb;

import io.shearwater.spi.OnlineStore;
import io.shearwater.testing.OnlineStoreConformance;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RocksOnlineStoreTest extends OnlineStoreConformance {
    @TempDir
    private Path directory;

    @Override
    protected OnlineStore create() {
        return Stores.open(directory.resolve("online"));
    }
}
