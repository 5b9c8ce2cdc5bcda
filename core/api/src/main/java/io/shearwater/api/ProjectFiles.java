package io.shearwater.api;

import io.shearwater.model.StoredFile;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Files of a project beside its features: models, reports, notebooks. Each has a path such as {@code
 * Models/fraud/3/model.json}, which begins with one of the directories {@link io.shearwater.model.FilePath#DIRECTORIES}. A
 * file is there whole or not at all, and durable when a call returns. Thread-safe.
 *
 * <p>Every path is checked: BAD_NAME says what is not allowed. A file that is not there is NOT_FOUND, suggesting the nearest.
 */
public interface ProjectFiles {
    /** Copies a file into the project; fails with ALREADY_EXISTS where one is there. */
    StoredFile upload(Path from, String path);

    /** Copies a file into the project, in the place of the one that is there, if any. */
    StoredFile replace(Path from, String path);

    /** As {@link #upload(Path, String)}, from a stream, which is read to its end and closed. */
    StoredFile upload(InputStream from, String path);

    /** As {@link #replace(Path, String)}, from a stream, which is read to its end and closed. */
    StoredFile replace(InputStream from, String path);

    /**
     * Copies a file out of the project. One that is in the way is not touched: then it fails with ALREADY_EXISTS.
     *
     * @param to a file that is not there, or a directory, in which the file keeps its name
     * @return the new file
     */
    Path download(String path, Path to);

    /** The bytes of a file; the caller closes the stream. */
    InputStream open(String path);

    /** All files, by path. */
    List<StoredFile> list();

    /** The files in a directory and below, by path; none if there is no such directory. */
    List<StoredFile> list(String directory);

    boolean exists(String path);

    /** Deletes a file. */
    void delete(String path);
}
