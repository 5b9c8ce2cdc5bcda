package io.shearwater.model;

/** What is known about one value of a feature vector. */
public enum FeatureStatus {
    /** A value. */
    PRESENT,
    /** A row was found; its value is null. */
    NULL,
    /** No row of this key, or the key itself was missing. */
    NOT_FOUND,
    /** The newest row is older than its TTL or lookback allows. */
    EXPIRED,
    /** The value is known to lag behind history and will be rebuilt. */
    STALE,
    /**
     * A substitute was given because the value could not be had: by a transformation, or where a request names a time, the
     * current row in the place of that of then, of which only history knows.
     */
    FALLBACK
}
