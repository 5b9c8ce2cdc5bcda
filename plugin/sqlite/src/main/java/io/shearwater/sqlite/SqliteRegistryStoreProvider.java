package io.shearwater.sqlite;

import io.shearwater.spi.RegistryStore;
import io.shearwater.spi.RegistryStoreProvider;
import io.shearwater.spi.StoreContext;

/** Opens registries in SQLite; it has no options. */
public final class SqliteRegistryStoreProvider implements RegistryStoreProvider {
    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public RegistryStore open(StoreContext context) {
        return new SqliteRegistryStore(context);
    }
}
