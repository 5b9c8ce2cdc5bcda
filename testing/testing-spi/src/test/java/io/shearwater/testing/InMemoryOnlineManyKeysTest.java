package io.shearwater.testing;

import io.shearwater.spi.OnlineStore;

class InMemoryOnlineManyKeysTest extends OnlineManyKeysConformance {
    @Override
    protected OnlineStore create() {
        return new InMemoryOnlineStore();
    }
}
