package io.shearwater.access;

/**
 * Where the log ended at a moment, as more may be on its way. Immutable.
 *
 * @param first of the file that was written to
 * @param position how much of it was there
 * @param place after which entry
 */
record AuditEnd(long first, long position, AuditChain place) {
    /** Whether anything of a file is before this end. */
    boolean reaches(AuditFile file) {
        return file.first() <= first;
    }

    /** How much of a file is before this end. */
    long within(AuditFile file) {
        return file.first() == first ? position : Long.MAX_VALUE;
    }
}
