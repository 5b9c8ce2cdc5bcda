package io.shearwater.spi;

/** Opens RegistryStores; found by {@link java.util.ServiceLoader}. */
public interface RegistryStoreProvider {
    /** The name by which configuration chooses it. */
    String name();

    RegistryStore open(StoreContext context);
}
