package io.shearwater.query;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;

/** Failures found when a query is turned into a plan. */
public enum QueryError implements ErrorCode {
    /** Groups with an event time would be joined without a time to which they are to be correct. */
    NO_TIME_BOUND(ErrorKind.USER),
    /** Something is asked of a group's event time, and the group has none. */
    NO_EVENT_TIME(ErrorKind.USER),
    /** A group that is online only was to be read through time. */
    NO_HISTORY(ErrorKind.USER),
    /** Aggregates were joined, or read, in a way that has no meaning for them. */
    BAD_AGGREGATES(ErrorKind.USER),
    /** The rows that the caller brought do not fit the query's root. */
    BAD_SPINE(ErrorKind.USER),
    /** The versions do not fit the groups of the query: a defect of the caller. */
    BAD_VERSIONS(ErrorKind.INTERNAL);

    private final ErrorKind kind;

    QueryError(ErrorKind kind) {
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
