package io.shearwater.model;

/** Where a feature group's rows are kept. */
public enum Storage {
    /** History only, in a lakehouse table. */
    OFFLINE,
    /** History, and the latest rows for serving. */
    OFFLINE_AND_ONLINE,
    /** The latest rows only: no history, no training data. */
    ONLINE;

    public boolean hasOffline() {
        return this != ONLINE;
    }

    public boolean hasOnline() {
        return this != OFFLINE;
    }
}
