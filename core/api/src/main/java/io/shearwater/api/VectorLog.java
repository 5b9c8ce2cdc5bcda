package io.shearwater.api;

/**
 * The log of a view's vectors: a feature group with a row for each vector that was served through {@link FeatureView#logged}.
 * Rows go to files in the background ten times a second, and from there into the group every few seconds and when the store
 * closes. A process that is killed loses what had not come to a file; what had is in the group when the store is opened again. No
 * request waits for the log: when rows come faster than they are taken, some are left out and counted.
 * Thread-safe.
 */
public interface VectorLog {
    /** The group, an ordinary one. What it holds is what was written so far. */
    FeatureGroup group();

    /**
     * What became of the vectors of this process.
     *
     * @param written rows that are in the group
     * @param waiting rows that are still to be written
     * @param dropped vectors that are not in the log, since it was full or could not be written
     */
    record Counts(long written, long waiting, long dropped) {}

    Counts counts();

    /**
     * Writes what waits, and returns when it is written.
     *
     * @throws io.shearwater.model.ShearwaterException what kept it from being written
     */
    void flush();
}
