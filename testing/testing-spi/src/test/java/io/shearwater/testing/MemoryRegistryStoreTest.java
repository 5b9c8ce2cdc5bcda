package io.shearwater.testing;

import io.shearwater.spi.RegistryStore;

class MemoryRegistryStoreTest extends RegistryStoreConformance {
    private final MemoryRegistryStore.Disk disk = new MemoryRegistryStore.Disk();

    @Override
    protected RegistryStore open(SteppedClock withClock) {
        return new MemoryRegistryStore(disk, withClock);
    }
}
