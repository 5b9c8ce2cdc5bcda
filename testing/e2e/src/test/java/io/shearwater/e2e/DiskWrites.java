package io.shearwater.e2e;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes files, some durably, some as if there were no power to lose. Argument: the directory. */
final class DiskWrites {
    private DiskWrites() {}

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        Path listed = Files.createDirectory(root.resolve("listed"));
        force(root);
        force(Files.writeString(listed.resolve("forced"), "forced"));
        Files.writeString(listed.resolve("forgotten"), "forgotten");
        force(Files.writeString(listed.resolve("changed"), "before"));
        force(Files.writeString(listed.resolve("removed"), "removed"));
        force(Files.writeString(listed.resolve("moved"), "moved"));
        force(listed);
        Files.writeString(listed.resolve("changed"), "after it");
        Files.delete(listed.resolve("removed"));
        Files.move(listed.resolve("moved"), listed.resolve("renamed"));
        // May be given the number of the inode that was removed.
        force(Files.writeString(listed.resolve("late"), "late"));
        Path unlisted = Files.createDirectory(root.resolve("unlisted"));
        force(Files.writeString(unlisted.resolve("forced"), "forced"));
        force(unlisted);
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
