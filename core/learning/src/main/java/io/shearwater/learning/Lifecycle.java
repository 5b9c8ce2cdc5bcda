package io.shearwater.learning;

/** Whether an experiment or a run is there for everyone. Deleting one only hides it, and it can be restored. */
public enum Lifecycle {
    ACTIVE,
    DELETED
}
