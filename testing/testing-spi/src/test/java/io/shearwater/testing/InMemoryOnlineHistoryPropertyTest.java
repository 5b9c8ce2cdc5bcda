package io.shearwater.testing;

import io.shearwater.spi.OnlineStore;

class InMemoryOnlineHistoryPropertyTest extends OnlineHistoryConformance {
    @Override
    protected OnlineStore create() {
        return new InMemoryOnlineStore();
    }
}
