package io.shearwater.iceberg;

import io.shearwater.spi.DurableFiles;
import io.shearwater.spi.SpiError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * Iceberg's files on a local disk. New files and their directories are forced to disk together, by {@link #sync()}, before
 * anything may name them: a few at once take little longer than one. Thread-safe.
 */
final class LocalFiles implements FileIO {
    private static final long serialVersionUID = 1L;

    // Iceberg's interface is serialisable for engines that send it to other machines; a local disk is not sent.
    private final transient Path directory;
    private final transient Set<Path> touched = ConcurrentHashMap.newKeySet();

    /**
     * The files of tables.
     *
     * @param directory of all tables, absolute and normalised
     */
    LocalFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * The path that a location in Iceberg's metadata means: an absolute path, or a file URI that another engine wrote. Iceberg's
     * locations are absolute, so that those of a store that was moved or copied name the place where it was: they mean the same
     * file here, also where another store is in the old place now.
     */
    Path path(String location) {
        Path path = location.startsWith("file:")
                ? Path.of(URI.create(location))
                : directory.getFileSystem().getPath(location);
        return path.startsWith(directory) ? path : here(path);
    }

    private Path here(Path elsewhere) {
        int names = elsewhere.getNameCount();
        for (int i = 0; i + 2 < names; i++) {
            if (elsewhere.getName(i).equals(directory.getFileName())
                    && TableLayout.isHome(elsewhere.getName(i + 2).toString())) {
                Path here = directory.resolve(elsewhere.subpath(i + 1, names)).normalize();
                return here.startsWith(directory) ? here : elsewhere;
            }
        }
        return elsewhere;
    }

    @Override
    public InputFile newInputFile(String location) {
        return new LocalInput(location, path(location));
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return new LocalOutput(location, path(location));
    }

    @Override
    public void deleteFile(String location) {
        Path path = path(location);
        try {
            touched.remove(path);
            Files.deleteIfExists(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public Map<String, String> properties() {
        return Map.of();
    }

    /** Creates a directory with its parents. */
    void createDirectories(Path directory) {
        Path parent = directory.getParent();
        if (Files.isDirectory(directory) || parent == null) {
            return;
        }
        createDirectories(parent);
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException another) {
            return; // made by somebody else meanwhile
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        touched.add(parent);
    }

    /** Makes all files and directories that were written here durable. */
    void sync() {
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Path>> forced =
                    touched.stream().map(path -> each.submit(() -> force(path))).toList();
            for (Future<Path> path : forced) {
                touched.remove(path.get());
            }
        } catch (ExecutionException failure) {
            throw new UncheckedIOException(new IOException("Forcing files to disk failed", failure.getCause()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw SpiError.CANCELLED.because("Forcing files to disk was interrupted.", interrupted);
        }
    }

    private static Path force(Path path) throws IOException {
        DurableFiles.force(path);
        return path;
    }

    private record LocalInput(String location, Path path) implements InputFile {
        @Override
        public long getLength() {
            try {
                return Files.size(path);
            } catch (NoSuchFileException missing) {
                throw new NotFoundException(missing, "%s", location);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public SeekableInputStream newStream() {
            try {
                return new LocalInputStream(FileChannel.open(path, StandardOpenOption.READ));
            } catch (NoSuchFileException missing) {
                throw new NotFoundException(missing, "%s", location);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public boolean exists() {
            return Files.exists(path);
        }
    }

    private final class LocalOutput implements OutputFile {
        private final String location;
        private final Path path;

        LocalOutput(String location, Path path) {
            this.location = location;
            this.path = path;
        }

        @Override
        public PositionOutputStream create() {
            return open(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
            return open(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        }

        @Override
        public String location() {
            return location;
        }

        @Override
        public InputFile toInputFile() {
            return new LocalInput(location, path);
        }

        private PositionOutputStream open(OpenOption... options) {
            Path directory = Objects.requireNonNull(path.toAbsolutePath().getParent());
            createDirectories(directory);
            try {
                PositionOutputStream stream = new LocalOutputStream(FileChannel.open(path, options));
                touched.add(path);
                touched.add(directory);
                return stream;
            } catch (FileAlreadyExistsException exists) {
                throw new AlreadyExistsException(exists, "%s", location);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static final class LocalInputStream extends SeekableInputStream {
        private final FileChannel channel;
        private final InputStream in;

        LocalInputStream(FileChannel channel) {
            this.channel = channel;
            this.in = Channels.newInputStream(channel);
        }

        @Override
        public long getPos() throws IOException {
            return channel.position();
        }

        @Override
        public void seek(long position) throws IOException {
            channel.position(position);
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return in.read(into, offset, length);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
