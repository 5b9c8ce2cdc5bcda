package io.shearwater.spi;

import io.shearwater.model.Commit;
import java.util.Optional;

/**
 * A commit with what is needed to read it again.
 *
 * @param snapshot of the offline table right after it
 * @param idempotencyKey given by the caller, unique within the group
 */
public record CommitRecord(String project, Commit commit, long snapshot, Optional<String> idempotencyKey) {}
