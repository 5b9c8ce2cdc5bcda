package io.shearwater.access;

/** What there can be too much of in a project. */
public enum Quota {
    FEATURE_GROUPS("feature groups"),
    FILE_BYTES("bytes of project files"),
    /** Rows that are inserted or updated, from midnight to midnight in UTC. */
    ROWS_PER_DAY("rows a day"),
    DEPLOYMENTS("deployments");

    private final String words;

    Quota(String words) {
        this.words = words;
    }

    /** As people say it. */
    public String words() {
        return words;
    }
}
