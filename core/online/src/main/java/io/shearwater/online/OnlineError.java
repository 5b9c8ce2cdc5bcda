package io.shearwater.online;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;
import org.jspecify.annotations.Nullable;

/** Failures of keeping rows online and of serving vectors from them. */
public enum OnlineError implements ErrorCode {
    /** A group that has to be read online is not kept there. */
    NOT_ONLINE(ErrorKind.USER),
    /** A join cannot be answered from the current rows: it does not name exactly the primary key. */
    NO_LOOKUP(ErrorKind.USER),
    /** Two columns of a view are called the same in a request. */
    AMBIGUOUS_KEY(ErrorKind.USER),
    /** A request lacks a serving key. */
    MISSING_KEY(ErrorKind.USER),
    /** A request lacks what a transformation on demand computes with. */
    MISSING_PARAMETER(ErrorKind.USER),
    /** A request names something that the view does not know. */
    UNKNOWN_NAME(ErrorKind.USER),
    /** A value of a request or of a row is not of its column's type. */
    WRONG_TYPE(ErrorKind.USER),
    /** Rows that are offered lack something that every row online needs. */
    BAD_ROWS(ErrorKind.USER),
    /** What is asked of an entity's rows makes no sense. */
    BAD_REQUEST(ErrorKind.USER),
    /** The group's columns were changed after the reader was made. */
    SCHEMA_CHANGED(ErrorKind.CONFLICT),
    /** Stored bytes are not what the format says. */
    DAMAGED(ErrorKind.INTERNAL),
    /** Temporary files cannot be written or read. */
    IO(ErrorKind.UNAVAILABLE);

    private final ErrorKind kind;

    OnlineError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    ShearwaterException because(String message) {
        return because(message, null);
    }

    ShearwaterException because(String message, @Nullable Throwable cause) {
        return new ShearwaterException(this, message, cause);
    }
}
