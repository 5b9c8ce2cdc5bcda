package io.shearwater.jdbc;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;

/** Failures of reading from and writing to databases. */
public enum JdbcError implements ErrorCode {
    /** A column has a type that has no counterpart on the other side. */
    UNSUPPORTED_TYPE(ErrorKind.USER),
    /** A value does not fit its column. */
    BAD_VALUE(ErrorKind.USER),
    /** A table lacks a column that the rows have. */
    MISSING_COLUMN(ErrorKind.USER),
    /** The database or its driver refused or failed. */
    DATABASE(ErrorKind.UNAVAILABLE);

    private final ErrorKind kind;

    JdbcError(ErrorKind kind) {
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
