package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over directories that look as those of a kernel with such devices do. */
class EncryptedVolumeTest {
    @TempDir
    private Path root;

    private Path processes = Path.of("");
    private Path devices = Path.of("");
    private Path data = Path.of("");

    @BeforeEach
    void make() throws IOException {
        root = root.toRealPath();
        processes = root.resolve("proc");
        devices = root.resolve("sys");
        data = Files.createDirectories(root.resolve("my data/store"));
        Files.createDirectories(processes.resolve("self"));
        Files.createDirectories(devices.resolve("dev/block"));
        Files.writeString(
                processes.resolve("self/mountinfo"),
                "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n23 22 253:1 / "
                        + root.resolve("my data").toString().replace(" ", "\\040")
                        + " rw - ext4 /dev/mapper/data rw\n");
    }

    private Path device(String number, String uuid, String... below) throws IOException {
        Path device = Files.createDirectories(devices.resolve("block/" + number));
        Files.createSymbolicLink(devices.resolve("dev/block/" + number), device);
        if (!uuid.isEmpty()) {
            Files.createDirectories(device.resolve("dm"));
            Files.writeString(device.resolve("dm/uuid"), uuid + "\n");
        }
        Files.createDirectories(device.resolve("slaves"));
        for (String one : below) {
            Files.createSymbolicLink(device.resolve("slaves/" + one), devices.resolve("block/" + one));
        }
        return device;
    }

    private boolean holds(Path directory) {
        return new EncryptedVolume(processes, devices).holds(directory);
    }

    @Test
    void aVolumeOfDmCryptIs() throws IOException {
        device("8:1", "");
        device("253:1", "CRYPT-LUKS2-0123-data", "8:2");

        assertThat(holds(data)).isTrue();
        assertThat(holds(data.resolve("not/yet/there"))).isTrue();
        assertThat(holds(root)).isFalse();
    }

    @Test
    void aVolumeOfLvmIsWhereAllBelowItIs() throws IOException {
        device("8:2", "");
        device("253:2", "CRYPT-LUKS2-1", "8:2");
        device("253:3", "CRYPT-LUKS2-2", "8:2");
        device("253:1", "LVM-abc", "253:2", "253:3");

        assertThat(holds(data)).isTrue();
    }

    @Test
    void onePlainDiskBelowIsEnoughThatItIsNot() throws IOException {
        device("8:2", "");
        device("253:2", "CRYPT-LUKS2-1", "8:2");
        device("253:1", "LVM-abc", "253:2", "8:2");

        assertThat(holds(data)).isFalse();
    }

    @Test
    void nothingIsKnownOfWhatCannotBeSeen() throws IOException {
        assertThat(holds(data)).isFalse();
        Files.delete(processes.resolve("self/mountinfo"));
        assertThat(holds(data)).isFalse();
    }
}
