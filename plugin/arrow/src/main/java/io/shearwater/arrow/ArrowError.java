package io.shearwater.arrow;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;

/** Failures of reading and writing Arrow. */
public enum ArrowError implements ErrorCode {
    /** A column has a type that frames do not have. */
    UNSUPPORTED_TYPE(ErrorKind.USER),
    /** A value does not fit its column. */
    BAD_VALUE(ErrorKind.USER),
    /** A stream or file could not be read or written. */
    IO(ErrorKind.UNAVAILABLE);

    private final ErrorKind kind;

    ArrowError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    ShearwaterException because(String message) {
        return new ShearwaterException(this, message);
    }

    ShearwaterException because(String message, Throwable cause) {
        return new ShearwaterException(this, message, cause);
    }
}
