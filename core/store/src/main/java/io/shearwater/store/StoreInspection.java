package io.shearwater.store;

import io.shearwater.model.IoReason;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What can be seen of a store without opening it.
 *
 * @param format the version of its files
 * @param holder the process that has it open for writing, if there is one
 * @param bytes what its files take
 * @param usableBytes what is free on its disk
 * @param fileSystem the kind of its file system
 * @param encrypted whether its volume is known to be encrypted
 */
public record StoreInspection(
        Path directory,
        int format,
        Optional<String> holder,
        long bytes,
        long usableBytes,
        String fileSystem,
        boolean encrypted) {
    static StoreInspection of(Path path) {
        StoreDirectory directory = StoreDirectory.open(path);
        try {
            FileStore disk = Files.getFileStore(directory.root());
            return new StoreInspection(
                    directory.root(),
                    directory.format(),
                    StoreLock.holder(directory.lockFile()),
                    bytes(directory.root()),
                    disk.getUsableSpace(),
                    disk.type(),
                    EncryptedVolume.ofThisMachine().holds(directory.root()));
        } catch (IOException failed) {
            throw StoreError.BAD_DIRECTORY.because(
                    "The store in '" + directory.root() + "' cannot be looked at: " + IoReason.of(failed), failed);
        }
    }

    private static long bytes(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.mapToLong(StoreInspection::size).sum();
        }
    }

    /** Of a file that is deleted meanwhile, nothing. */
    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException gone) {
            return 0;
        }
    }
}
