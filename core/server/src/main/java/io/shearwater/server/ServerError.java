package io.shearwater.server;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;

/** Failures of starting a server. */
public enum ServerError implements ErrorCode {
    /** Other machines would reach the server, and everything would be sent in the open. */
    OPEN_TO_ALL(ErrorKind.USER),
    /** The address is none, or the port is taken. */
    CANNOT_LISTEN(ErrorKind.CONFLICT),
    /** A file that the server needs cannot be read or written. */
    BAD_FILE(ErrorKind.USER);

    private final ErrorKind kind;

    ServerError(ErrorKind kind) {
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
