package io.shearwater.rocksdb;

import io.shearwater.spi.OnlineStore;
import io.shearwater.testing.OnlineHistoryConformance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

class RocksOnlineHistoryPropertyTest extends OnlineHistoryConformance {
    private final Path directory = newDirectory();

    @Override
    protected OnlineStore create() {
        return Stores.open(directory.resolve("online"));
    }

    @Override
    protected OnlineStore reopen(OnlineStore open) {
        open.close();
        return create();
    }

    private static Path newDirectory() {
        try {
            Path directory = Files.createTempDirectory("online-history");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
