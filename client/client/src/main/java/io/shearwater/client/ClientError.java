package io.shearwater.client;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;

/** Failures on this side of the wire. What the server refuses keeps its own code. */
public enum ClientError implements ErrorCode {
    /** What is said of the server is no address. */
    BAD_ADDRESS(ErrorKind.USER),
    /** A key would go where others can read it. */
    NOT_SAFE(ErrorKind.USER),
    /** The server's certificate is not trusted. */
    NOT_TRUSTED(ErrorKind.USER),
    /** There is no API key. */
    NO_KEY(ErrorKind.UNAUTHENTICATED),
    /** The server has several projects, and none was named. */
    WHICH_PROJECT(ErrorKind.USER),
    /** A store on a server cannot do this, since it has neither the caller's memory nor its classes. */
    NOT_REMOTE(ErrorKind.USER),
    /** What the caller brings is not what the server has. */
    NOT_THE_SAME(ErrorKind.CONFLICT),
    /** The server cannot be reached. */
    UNREACHABLE(ErrorKind.UNAVAILABLE),
    /** The connection broke before the answer came: whether the work was done is not known. */
    CONNECTION_LOST(ErrorKind.UNAVAILABLE),
    /** The server was silent for longer than it may be. */
    TIMED_OUT(ErrorKind.UNAVAILABLE),
    /** What came is not what this client understands. */
    BAD_ANSWER(ErrorKind.UNAVAILABLE),
    /** The thread was interrupted. */
    INTERRUPTED(ErrorKind.UNAVAILABLE),
    /** The store was closed. */
    CLOSED(ErrorKind.CONFLICT),
    /** A file of the caller is where one is to be written. */
    IN_THE_WAY(ErrorKind.CONFLICT),
    /** What the caller names is no file that can be read. */
    BAD_FILE(ErrorKind.USER),
    /** A file of the caller cannot be read or written. */
    IO(ErrorKind.UNAVAILABLE);

    private final ErrorKind kind;

    ClientError(ErrorKind kind) {
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
