package io.shearwater.spi;

import io.shearwater.model.GroupRef;
import java.time.Instant;

/**
 * A write that has begun. While it stands and its holder is gone, its files are waste.
 *
 * @param sequence the write sequence that its rows carry
 * @param epoch of the lease under which it was begun
 */
public record CommitIntent(
        String project, GroupRef group, long commit, long sequence, String operation, Instant begun, long epoch) {}
