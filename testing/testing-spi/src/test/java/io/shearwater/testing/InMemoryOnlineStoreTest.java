package io.shearwater.testing;

import io.shearwater.spi.OnlineStore;

class InMemoryOnlineStoreTest extends OnlineStoreConformance {
    @Override
    protected OnlineStore create() {
        return new InMemoryOnlineStore();
    }
}
