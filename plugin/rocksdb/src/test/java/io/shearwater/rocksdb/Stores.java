package io.shearwater.rocksdb;

import io.shearwater.spi.MemoryBudget;
import io.shearwater.spi.OnlineStoreProvider;
import io.shearwater.spi.StoreContext;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.ServiceLoader;

/** Opens stores for tests, found as a user's program finds them. */
final class Stores {
    private Stores() {}

    static RocksOnlineStore open(Path directory) {
        return open(directory, StoreContext.Mode.READ_WRITE);
    }

    static RocksOnlineStore open(Path directory, StoreContext.Mode mode) {
        OnlineStoreProvider provider = ServiceLoader.load(OnlineStoreProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.name().equals("rocksdb"))
                .findFirst()
                .orElseThrow();
        return (RocksOnlineStore) provider.open(context(directory, mode));
    }

    static StoreContext context(Path directory, StoreContext.Mode mode) {
        return new StoreContext(
                directory,
                directory.resolveSibling("scratch"),
                mode,
                new MemoryBudget(0, 32L << 20),
                InstantSource.system(),
                Map.of());
    }
}
