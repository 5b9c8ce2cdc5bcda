package io.shearwater.rocksdb;

import io.shearwater.spi.OnlineStore;
import io.shearwater.testing.OnlineManyKeysConformance;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RocksOnlineManyKeysTest extends OnlineManyKeysConformance {
    @TempDir
    private Path directory;

    @Override
    protected OnlineStore create() {
        return Stores.open(directory.resolve("online"));
    }
}
