package io.shearwater.testing;

import io.shearwater.spi.RegistryStore;

class MemoryRegistryCommitTest extends CommitConformance {
    private final MemoryRegistryStore.Disk disk = new MemoryRegistryStore.Disk();

    @Override
    protected RegistryStore open(SteppedClock withClock) {
        return new MemoryRegistryStore(disk, withClock);
    }
}
