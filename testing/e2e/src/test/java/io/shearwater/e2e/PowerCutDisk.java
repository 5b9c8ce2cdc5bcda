package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A directory on a disk whose power can be cut. Processes that write there run with a library under them (powercut.c) that
 * keeps a shadow of what was synced; after the cut the directory is what the shadow and {@link Survivors} make of it.
 */
final class PowerCutDisk {
    private static final Path SOURCE = Path.of(System.getProperty("basedir", ""), "src/test/native/powercut.c");

    /** How a process ends that was killed. */
    static final int KILLED = 128 + 9;

    private final Path library;
    private final Path root;
    private final Path shadow;

    /** A name in a directory: what it stands for. */
    record Entry(boolean isDirectory, long inode) {}

    private PowerCutDisk(Path library, Path root, Path shadow) {
        this.library = library;
        this.root = root;
        this.shadow = shadow;
    }

    /** A disk in an empty directory; skips the test where there cannot be one. */
    static PowerCutDisk in(Path directory) throws IOException, InterruptedException {
        assumeTrue(
                System.getProperty("os.name").equals("Linux"),
                "needs Linux, where a library can be put under a process");
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "cc"))),
                "needs the C compiler cc: apt install gcc libc6-dev");
        Path real = directory.toRealPath();
        Path library = real.resolve("powercut.so");
        Path said = real.resolve("cc");
        Process compiler = new ProcessBuilder(
                        "cc",
                        "-shared",
                        "-fPIC",
                        "-O2",
                        "-Wall",
                        "-pthread",
                        "-o",
                        library.toString(),
                        SOURCE.toAbsolutePath().toString(),
                        "-ldl")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(compiler.waitFor()).as(Files.readString(said)).isZero();
        return new PowerCutDisk(
                library, Files.createDirectory(real.resolve("disk")), Files.createDirectory(real.resolve("shadow")));
    }

    Path root() {
        return root;
    }

    /**
     * What puts the library under a process. What is on the disk when it starts is durable.
     *
     * @param sync the process is killed when its sync of this number begins, from 1 on
     */
    Map<String, String> environment(OptionalInt sync) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "LD_PRELOAD", library.toString(),
                "POWERCUT_ROOT", root.toString(),
                "POWERCUT_SHADOW", shadow.toString()));
        sync.ifPresent(number -> environment.put("POWERCUT_AT", Integer.toString(number)));
        return environment;
    }

    /** Takes from the disk what was not synced, but for what survives; the process that wrote has ended. */
    void cut(Survivors survivors) throws IOException {
        Path rebuilt = root.resolveSibling("rebuilt");
        new Rebuild(survivors, paths()).directory(Long.parseLong(Files.readString(shadow.resolve("root"))), rebuilt);
        delete(root);
        Files.move(rebuilt, root);
        delete(shadow);
        Files.createDirectory(shadow);
    }

    /** Where each inode is found, if it has a name on the disk or had one that was synced. */
    private Map<Long, Path> paths() throws IOException {
        Map<Long, Path> paths = new HashMap<>();
        for (Path start : new Path[] {shadow.resolve("inodes"), root}) {
            try (Stream<Path> files = Files.walk(start)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    paths.put(entry(file).inode(), file);
                }
            }
        }
        return paths;
    }

    private static Entry entry(Path file) throws IOException {
        return new Entry(Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS), (long)
                Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS));
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Makes the files and directories that are left. */
    private final class Rebuild {
        private final Survivors survivors;
        private final Map<Long, Path> live;

        Rebuild(Survivors survivors, Map<Long, Path> live) {
            this.survivors = survivors;
            this.live = live;
        }

        void directory(long inode, Path into) throws IOException {
            Files.createDirectory(into);
            for (Map.Entry<String, Entry> name :
                    survivors.names(syncedNames(inode), liveNames(inode)).entrySet()) {
                Path path = into.resolve(name.getKey());
                if (name.getValue().isDirectory()) {
                    directory(name.getValue().inode(), path);
                } else {
                    file(name.getValue().inode(), path);
                }
            }
        }

        private void file(long inode, Path into) throws IOException {
            Path synced = shadow.resolve("bytes/" + inode);
            byte[] before = Files.exists(synced) ? Files.readAllBytes(synced) : new byte[0];
            Files.write(into, survivors.bytes(before, Files.readAllBytes(live.get(inode))));
        }

        private Map<String, Entry> syncedNames(long inode) throws IOException {
            Path synced = shadow.resolve("names/" + inode);
            Map<String, Entry> names = new TreeMap<>();
            if (Files.exists(synced)) {
                for (String line : Files.readAllLines(synced)) {
                    String[] parts = line.split(" ", 3);
                    names.put(parts[2], new Entry(parts[0].equals("d"), Long.parseLong(parts[1])));
                }
            }
            return names;
        }

        private Map<String, Entry> liveNames(long inode) throws IOException {
            Path directory = live.get(inode);
            Map<String, Entry> names = new TreeMap<>();
            if (directory != null) {
                try (Stream<Path> files = Files.list(directory)) {
                    for (Path file : (Iterable<Path>) files::iterator) {
                        names.put(file.getFileName().toString(), entry(file));
                    }
                }
            }
            return names;
        }
    }
}
