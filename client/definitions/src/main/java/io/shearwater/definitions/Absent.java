package io.shearwater.definitions;

/** What becomes of what a store has and the folder does not: groups, views, columns and tags. */
public enum Absent {
    /** It is left alone, and told. */
    KEEP,
    /** It is deleted, with its data. */
    DELETE
}
