package io.shearwater.aggregate;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;

/** Error codes of computing aggregates. */
public enum AggregateError implements ErrorCode {
    /** Events that do not fit into memory could not be put aside. */
    IO(ErrorKind.UNAVAILABLE),
    /** The state of an aggregate grows with different values, and there are too many. */
    TOO_MANY_VALUES(ErrorKind.LIMITED);

    private final ErrorKind kind;

    AggregateError(ErrorKind kind) {
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

    /** An exception with this code and what caused it. */
    public ShearwaterException because(String message, Throwable cause) {
        return new ShearwaterException(this, message, cause);
    }
}
