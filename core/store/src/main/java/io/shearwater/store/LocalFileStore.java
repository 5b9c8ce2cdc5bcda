package io.shearwater.store;

import io.shearwater.model.FilePath;
import io.shearwater.model.IoReason;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.StoredFile;
import io.shearwater.spi.DurableFiles;
import io.shearwater.spi.FileStore;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.StoreContext.Mode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Files in a directory (docs/format/store.md). A file is first written under {@code .drafts} and then renamed. Symbolic links
 * are never followed: what lies behind one is not the project's. Thread-safe.
 */
final class LocalFileStore implements FileStore {
    private static final String DRAFTS = ".drafts";

    private final Path root;
    private final ReentrantLock names = new ReentrantLock();

    LocalFileStore(Path root, Mode mode) {
        this.root = root;
        if (mode == Mode.READ_WRITE && Files.isDirectory(drafts(), LinkOption.NOFOLLOW_LINKS)) {
            try {
                // What a crash left half written.
                StoreDirectory.remove(drafts());
            } catch (IOException failed) {
                throw failed("clear away '" + drafts() + "'", failed);
            }
        }
    }

    private Path drafts() {
        return root.resolve(DRAFTS);
    }

    @Override
    public List<StoredFile> list() {
        List<StoredFile> found = new ArrayList<>();
        for (String directory : FilePath.DIRECTORIES) {
            collect(root.resolve(directory), found);
        }
        found.sort(Comparator.comparing(file -> file.path().toString()));
        return found;
    }

    private void collect(Path directory, List<StoredFile> into) {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            all.forEach(file -> stored(file).ifPresent(into::add));
        } catch (UncheckedIOException failed) {
            throw failed("list '" + directory + "'", new IOException(failed));
        } catch (IOException failed) {
            throw failed("list '" + directory + "'", failed);
        }
    }

    /** A file that is one of the project's; what somebody else put here may have names that no path has. */
    private Optional<StoredFile> stored(Path file) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                return Optional.empty();
            }
            List<String> names = new ArrayList<>();
            root.relativize(file).forEach(name -> names.add(name.toString()));
            return Optional.of(new StoredFile(
                    new FilePath(names),
                    attributes.size(),
                    attributes.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException failed) {
            throw failed("look at '" + file + "'", failed);
        } catch (ShearwaterException foreign) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<StoredFile> find(FilePath path) {
        return isReachable(path) ? stored(file(path)) : Optional.empty();
    }

    private Path file(FilePath path) {
        Path file = root;
        for (String name : path.names()) {
            file = file.resolve(name);
        }
        return file;
    }

    /** Whether every directory on the way is one, and no link. */
    private boolean isReachable(FilePath path) {
        Path at = root;
        for (String name : path.names().subList(0, path.names().size() - 1)) {
            at = at.resolve(name);
            if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public InputStream read(FilePath path) {
        if (find(path).isEmpty()) {
            throw SpiError.NOT_FOUND.because("There is no file '" + path + "' in the project.");
        }
        try {
            return Files.newInputStream(file(path), LinkOption.NOFOLLOW_LINKS);
        } catch (IOException failed) {
            throw failed("read '" + path + "'", failed);
        }
    }

    @Override
    public StoredFile write(FilePath path, InputStream bytes, Existing existing) throws IOException {
        requireFree(path, existing);
        Path draft = drafts().resolve(UUID.randomUUID().toString());
        try {
            copy(bytes, draft);
            names.lock();
            try {
                // Once more: somebody may have been faster.
                requireFree(path, existing);
                place(path, draft);
            } finally {
                names.unlock();
            }
        } finally {
            Files.deleteIfExists(draft);
        }
        return find(path).orElseThrow();
    }

    private void copy(InputStream bytes, Path draft) throws IOException {
        try {
            DurableFiles.createDirectories(drafts());
        } catch (IOException failed) {
            throw failed("make '" + drafts() + "'", failed);
        }
        byte[] buffer = new byte[1 << 16];
        try (var out = Files.newOutputStream(draft)) {
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                try {
                    out.write(buffer, 0, read);
                } catch (IOException failed) {
                    throw failed("write a file", failed);
                }
            }
        }
        try {
            DurableFiles.force(draft);
        } catch (IOException failed) {
            throw failed("write a file", failed);
        }
    }

    private void place(FilePath path, Path draft) {
        Path file = file(path);
        try {
            DurableFiles.createDirectories(file.resolveSibling(""));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.force(file.resolveSibling(""));
        } catch (IOException failed) {
            throw failed("write '" + path + "'", failed);
        }
    }

    private void requireFree(FilePath path, Existing existing) {
        Path at = root;
        for (int i = 0; i < path.names().size(); i++) {
            at = at.resolve(path.names().get(i));
            boolean last = i == path.names().size() - 1;
            if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            boolean fits = last
                    ? Files.isRegularFile(at, LinkOption.NOFOLLOW_LINKS)
                    : Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS);
            if (!fits) {
                throw SpiError.ALREADY_EXISTS.because("'" + path + "' cannot be written: '" + root.relativize(at)
                        + "' is there and is no " + (last ? "file" : "directory") + ". Choose another path.");
            }
            if (last && existing == Existing.KEEP) {
                throw SpiError.ALREADY_EXISTS.because("There is a file '" + path
                        + "' already. Choose another path, or say that it is to be replaced.");
            }
        }
    }

    @Override
    public boolean delete(FilePath path) {
        names.lock();
        try {
            if (find(path).isEmpty()) {
                return false;
            }
            Path file = file(path);
            Files.delete(file);
            DurableFiles.force(file.resolveSibling(""));
            removeEmpty(file.resolveSibling(""));
            return true;
        } catch (IOException failed) {
            throw failed("delete '" + path + "'", failed);
        } finally {
            names.unlock();
        }
    }

    /** Directories are there for what is in them. */
    private void removeEmpty(Path directory) throws IOException {
        for (Path at = directory; at != null && !at.equals(root); at = at.getParent()) {
            try {
                Files.delete(at);
            } catch (DirectoryNotEmptyException needed) {
                return;
            }
        }
    }

    private static ShearwaterException failed(String what, IOException failed) {
        return SpiError.IO.because(
                "It was not possible to " + what + ": " + IoReason.of(failed)
                        + ". Check that the store's directory can be written and has free space.",
                failed);
    }

    @Override
    public void close() {}
}
