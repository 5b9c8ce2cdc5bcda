package io.shearwater.testing;

import io.shearwater.spi.RegistryStore;

class InMemoryRegistryCommitTest extends CommitConformance {
    private final InMemoryRegistryStore.Disk disk = new InMemoryRegistryStore.Disk();

    @Override
    protected RegistryStore open(SteppedClock withClock) {
        return new InMemoryRegistryStore(disk, withClock);
    }
}
