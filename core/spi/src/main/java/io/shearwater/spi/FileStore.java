package io.shearwater.spi;

import io.shearwater.model.FilePath;
import io.shearwater.model.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the files of one project. A file is there whole or not at all, also after a crash, and durable when a write returns;
 * who reads it while it is replaced reads the old one to its end. Thread-safe.
 */
public interface FileStore extends AutoCloseable {
    /** What a write does where a file is there already. */
    enum Existing {
        /** Fails with ALREADY_EXISTS. */
        KEEP,
        /** Puts the new one in its place. */
        REPLACE
    }

    /** All files, by path. */
    List<StoredFile> list();

    Optional<StoredFile> find(FilePath path);

    /**
     * The bytes of a file; the caller closes the stream.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND
     */
    InputStream read(FilePath path);

    /**
     * Writes all bytes of a stream, which the caller closes. Where the stream fails nothing is written.
     *
     * @throws IOException only as the stream threw it
     * @throws io.shearwater.model.ShearwaterException ALREADY_EXISTS; also where a directory is in the way, or a file where a
     *     directory should be
     */
    StoredFile write(FilePath path, InputStream bytes, Existing existing) throws IOException;

    /** Deletes a file; returns whether it was there. */
    boolean delete(FilePath path);

    @Override
    void close();
}
