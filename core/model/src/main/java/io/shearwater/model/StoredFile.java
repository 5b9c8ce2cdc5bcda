package io.shearwater.model;

import java.time.Instant;

/**
 * A file of a project.
 *
 * @param bytes its size
 * @param modified when it was written, to the accuracy of the storage
 */
public record StoredFile(FilePath path, long bytes, Instant modified) {}
