package io.shearwater.duckdb;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;

/** Failures that only this engine has; all others are those of {@link io.shearwater.spi.SpiError}. */
public enum DuckDbError implements ErrorCode {
    /** DuckDB's native library cannot be unpacked or loaded, or is of another version. */
    LIBRARY_UNUSABLE(ErrorKind.UNAVAILABLE),
    /** An option of the plugin is unknown or has an impossible value. */
    BAD_OPTION(ErrorKind.USER);

    private final ErrorKind kind;

    DuckDbError(ErrorKind kind) {
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
