package io.shearwater.model;

/** Failures found in values and definitions before any store is touched. */
public enum ModelError implements ErrorCode {
    /** A name breaks the rule {@code [a-z][a-z0-9_]{0,62}}. */
    BAD_NAME(ErrorKind.USER),
    /** A type is written wrongly or has impossible parameters. */
    BAD_TYPE(ErrorKind.USER),
    /** A value does not fit its column's type. */
    WRONG_TYPE(ErrorKind.USER),
    /** A text is longer than its column declares. */
    TOO_LONG(ErrorKind.USER),
    /** A column is named that does not exist. */
    UNKNOWN_COLUMN(ErrorKind.USER),
    /** A column that is needed is not there. */
    MISSING_COLUMN(ErrorKind.USER),
    /** Two columns carry one name. */
    DUPLICATE_COLUMN(ErrorKind.USER),
    /** A definition contradicts itself. */
    BAD_DEFINITION(ErrorKind.USER),
    /** A join has no key, or several that could be meant. */
    BAD_JOIN(ErrorKind.USER),
    /** A filter compares what cannot be compared. */
    BAD_FILTER(ErrorKind.USER),
    /** A time range ends before it starts, or has a bound that makes no sense. */
    BAD_RANGE(ErrorKind.USER),
    /** A result is too large for the heap. */
    FRAME_TOO_LARGE(ErrorKind.LIMITED);

    private final ErrorKind kind;

    ModelError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    /** An exception with this code. */
    public ShearwaterException because(String message) {
        return new ShearwaterException(this, message);
    }
}
