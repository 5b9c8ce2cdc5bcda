package io.shearwater.iceberg;

import io.shearwater.spi.OfflineStore;
import io.shearwater.spi.OfflineStoreProvider;
import io.shearwater.spi.StoreContext;

/** Opens Iceberg tables on a local disk. Option: {@code target-file-bytes}, the size of data files (default 256 MiB). */
public final class IcebergOfflineStoreProvider implements OfflineStoreProvider {
    @Override
    public String name() {
        return "iceberg";
    }

    @Override
    public OfflineStore open(StoreContext context) {
        return new IcebergOfflineStore(context);
    }
}
