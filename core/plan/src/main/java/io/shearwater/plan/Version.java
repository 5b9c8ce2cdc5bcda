package io.shearwater.plan;

import java.time.Instant;

/** Which state of a table is read. */
public sealed interface Version {
    /** The newest when the plan starts. */
    record Latest() implements Version {}

    /** As it was right after a commit. */
    record AtCommit(long commit) implements Version {}

    /** As it was known at an instant: after the last commit not later than it. */
    record AtInstant(Instant instant) implements Version {}

    /** As a training dataset pinned it. */
    record AtTag(String tag) implements Version {}

    static Version latest() {
        return new Latest();
    }
}
