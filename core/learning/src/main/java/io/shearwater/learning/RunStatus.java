package io.shearwater.learning;

/** How far a run is. */
public enum RunStatus {
    RUNNING,
    SCHEDULED,
    FINISHED,
    FAILED,
    /** Ended by somebody, or its process died. */
    KILLED;

    /** Whether nothing more will come. */
    public boolean isEnded() {
        return this == FINISHED || this == FAILED || this == KILLED;
    }
}
