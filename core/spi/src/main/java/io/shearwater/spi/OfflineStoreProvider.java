package io.shearwater.spi;

/** Opens OfflineStores; found by {@link java.util.ServiceLoader}. */
public interface OfflineStoreProvider {
    /** The name by which configuration chooses it. */
    String name();

    OfflineStore open(StoreContext context);
}
