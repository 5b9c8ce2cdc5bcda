package io.shearwater.testing;

import io.shearwater.model.Frame;
import io.shearwater.spi.FileTarget;
import io.shearwater.spi.OfflineStore;
import io.shearwater.spi.WrittenFile;

class InMemoryOfflineTableTest extends OfflineTableConformance {
    private final InMemoryOfflineStore.Disk disk = new InMemoryOfflineStore.Disk();

    @Override
    protected OfflineStore open() {
        return new InMemoryOfflineStore(disk);
    }

    @Override
    protected WrittenFile write(FileTarget target, int number, Frame rows) {
        return disk.write(target.directory() + "/" + target.prefix() + number, rows);
    }

    @Override
    protected boolean exists(String path) {
        return disk.holds(path);
    }
}
