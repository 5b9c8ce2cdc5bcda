package io.shearwater.spi;

/** Opens OnlineStores; found by {@link java.util.ServiceLoader}. */
public interface OnlineStoreProvider {
    /** The name by which configuration chooses it. */
    String name();

    OnlineStore open(StoreContext context);
}
