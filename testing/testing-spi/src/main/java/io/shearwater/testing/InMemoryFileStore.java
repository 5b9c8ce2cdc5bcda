package io.shearwater.testing;

import io.shearwater.model.FilePath;
import io.shearwater.model.StoredFile;
import io.shearwater.spi.FileStore;
import io.shearwater.spi.SpiError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Files on the heap. Thread-safe. */
public final class InMemoryFileStore implements FileStore {
    private final InstantSource clock;
    private final TreeMap<String, Content> files = new TreeMap<>();

    private record Content(StoredFile file, byte[] bytes) {}

    public InMemoryFileStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized List<StoredFile> list() {
        return files.values().stream().map(Content::file).toList();
    }

    @Override
    public synchronized Optional<StoredFile> find(FilePath path) {
        return Optional.ofNullable(files.get(path.toString())).map(Content::file);
    }

    @Override
    public synchronized InputStream read(FilePath path) {
        Content content = files.get(path.toString());
        if (content == null) {
            throw SpiError.NOT_FOUND.because("There is no file '" + path + "' in the project.");
        }
        return new ByteArrayInputStream(content.bytes());
    }

    @Override
    public StoredFile write(FilePath path, InputStream bytes, Existing existing) throws IOException {
        requireFree(path, existing);
        byte[] all = bytes.readAllBytes();
        synchronized (this) {
            requireFree(path, existing);
            StoredFile file = new StoredFile(path, all.length, clock.instant());
            files.put(path.toString(), new Content(file, all));
            return file;
        }
    }

    private synchronized void requireFree(FilePath path, Existing existing) {
        for (Content other : files.values()) {
            FilePath there = other.file().path();
            boolean same = there.equals(path);
            if ((same && existing == Existing.KEEP) || (!same && (there.isIn(path) || path.isIn(there)))) {
                throw SpiError.ALREADY_EXISTS.because("'" + there + "' is in the way of '" + path + "'.");
            }
        }
        if (path.names().size() == 1) {
            throw SpiError.ALREADY_EXISTS.because("'" + path + "' is a directory.");
        }
    }

    @Override
    public synchronized boolean delete(FilePath path) {
        return files.remove(path.toString()) != null;
    }

    @Override
    public void close() {}
}
