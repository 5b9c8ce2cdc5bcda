package io.shearwater.store;

import io.shearwater.model.FilePath;
import io.shearwater.model.StoredFile;
import io.shearwater.registry.Registry;
import io.shearwater.spi.FileStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A project's files, whose changes are in the audit of the registry. Files and registry change one after the other: what is
 * about to be done is written down before, so that nothing is done of which nobody knows, and that it failed after. Thread-safe.
 */
final class AuditedFiles implements FileStore {
    private final FileStore files;
    private final Registry registry;

    AuditedFiles(FileStore files, Registry registry) {
        this.files = files;
        this.registry = registry;
    }

    @Override
    public List<StoredFile> list() {
        return files.list();
    }

    @Override
    public Optional<StoredFile> find(FilePath path) {
        return files.find(path);
    }

    @Override
    public InputStream read(FilePath path) {
        return files.read(path);
    }

    @Override
    public StoredFile write(FilePath path, InputStream bytes, Existing existing) throws IOException {
        audit("write", path);
        boolean written = false;
        try {
            StoredFile stored = files.write(path, bytes, existing);
            written = true;
            return stored;
        } finally {
            if (!written) {
                audit("did not write", path);
            }
        }
    }

    @Override
    public boolean delete(FilePath path) {
        if (files.find(path).isEmpty()) {
            return false;
        }
        audit("delete", path);
        return files.delete(path);
    }

    private void audit(String action, FilePath path) {
        registry.store().change(registry.actor(), tx -> {
            tx.audit(registry.project(), action, "file '" + path + "'");
            return path;
        });
    }

    @Override
    public void close() {
        files.close();
    }
}
