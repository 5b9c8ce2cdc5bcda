package io.shearwater.sqlite;

import io.shearwater.spi.MemoryBudget;
import io.shearwater.spi.RegistryStore;
import io.shearwater.spi.StoreContext;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/** Opens registries for tests. */
final class Registries {
    private Registries() {}

    static RegistryStore open(Path directory, InstantSource clock) {
        return new SqliteRegistryStore(context(directory, clock, StoreContext.Mode.READ_WRITE));
    }

    static RegistryStore openReadOnly(Path directory) {
        return new SqliteRegistryStore(context(directory, InstantSource.system(), StoreContext.Mode.READ_ONLY));
    }

    static StoreContext context(Path directory, InstantSource clock, StoreContext.Mode mode) {
        return new StoreContext(
                directory.resolve("registry"),
                directory.resolve("scratch"),
                mode,
                new MemoryBudget(1, 1),
                clock,
                Map.of());
    }
}
