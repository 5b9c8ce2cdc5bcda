package io.shearwater.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells whether a directory lies on a volume that the kernel of Linux encrypts (dm-crypt, as LUKS makes them), also below LVM or RAID.
 * What a file system or a disk encrypts by itself cannot be seen from here.
 */
final class EncryptedVolume {
    private static final int DEVICE = 2;
    private static final int MOUNT_POINT = 4;

    private final Path processes;
    private final Path devices;

    /**
     * @param processes {@code /proc}
     * @param devices {@code /sys}
     */
    EncryptedVolume(Path processes, Path devices) {
        this.processes = processes;
        this.devices = devices;
    }

    /** Of this machine. */
    static EncryptedVolume ofThisMachine() {
        return new EncryptedVolume(Path.of("/proc"), Path.of("/sys"));
    }

    /** Whether the directory, or where it will be made, is known to be on an encrypted volume. */
    boolean holds(Path directory) {
        try {
            Path there = directory.toAbsolutePath().normalize();
            while (Files.notExists(there) && there.getParent() != null) {
                there = there.getParent();
            }
            Optional<String> device = device(there.toRealPath());
            return device.isPresent()
                    && isEncrypted(devices.resolve("dev/block").resolve(device.get()));
        } catch (IOException unknown) {
            // Another system, or one that hides its devices: nothing is known.
            return false;
        }
    }

    /** The number of the device that is mounted where the directory lies. */
    private Optional<String> device(Path directory) throws IOException {
        return Files.readAllLines(processes.resolve("self/mountinfo")).stream()
                .map(line -> List.of(line.split(" ")))
                .filter(fields -> fields.size() > MOUNT_POINT
                        && directory.startsWith(Path.of(fields.get(MOUNT_POINT).replace("\\040", " "))))
                // Of mounts over one another the last one is seen.
                .reduce((one, next) -> BY_LENGTH.compare(next, one) >= 0 ? next : one)
                .map(fields -> fields.get(DEVICE));
    }

    private static final Comparator<List<String>> BY_LENGTH =
            Comparator.comparingInt(fields -> fields.get(MOUNT_POINT).length());

    /** Whether a block device, or all that it is made of, is encrypted. */
    private static boolean isEncrypted(Path device) throws IOException {
        Deque<Path> open = new ArrayDeque<>(List.of(device));
        Set<Path> seen = new HashSet<>();
        boolean any = false;
        while (!open.isEmpty()) {
            Path next = open.pop();
            if (Files.notExists(next) || !seen.add(next.toRealPath())) {
                continue;
            }
            if (isCrypt(next)) {
                any = true;
                continue;
            }
            List<Path> below = below(next);
            if (below.isEmpty()) {
                return false;
            }
            open.addAll(below);
        }
        return any;
    }

    private static boolean isCrypt(Path device) throws IOException {
        Path uuid = device.resolve("dm/uuid");
        return Files.isReadable(uuid) && Files.readString(uuid).startsWith("CRYPT-");
    }

    private static List<Path> below(Path device) throws IOException {
        Path slaves = device.resolve("slaves");
        if (Files.notExists(slaves)) {
            return List.of();
        }
        try (Stream<Path> parts = Files.list(slaves)) {
            return parts.toList();
        }
    }
}
