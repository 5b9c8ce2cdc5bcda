package io.shearwater.store;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.VectorLog;

/** A log of vectors to which this process adds nothing. */
record StoredVectorLog(FeatureGroup group) implements VectorLog {
    @Override
    public Counts counts() {
        return new Counts(0, 0, 0);
    }

    @Override
    public void flush() {
        // Nothing waits.
    }
}
