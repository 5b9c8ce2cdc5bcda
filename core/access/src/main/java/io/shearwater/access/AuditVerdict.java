package io.shearwater.access;

import java.util.Optional;

/**
 * Whether the log is what was written. Immutable.
 *
 * @param entries how many were checked and are what was written
 * @param fault the first entry that is not
 */
public record AuditVerdict(long entries, Optional<Fault> fault) {
    /**
     * What is wrong first.
     *
     * @param number of the entry
     * @param file where it is, or should be
     * @param what in words
     */
    public record Fault(long number, String file, String what) {}

    public boolean isWhole() {
        return fault.isEmpty();
    }
}
