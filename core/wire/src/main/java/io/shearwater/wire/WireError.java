package io.shearwater.wire;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;

/** Failures of reading what came over the wire. */
public enum WireError implements ErrorCode {
    /** What was sent is not a request, or not one of this deployment. */
    BAD_REQUEST(ErrorKind.USER),
    /** What was sent is larger than it may be. */
    TOO_LARGE(ErrorKind.USER),
    /** Rows that were sent are not as their form says. */
    BAD_ROWS(ErrorKind.USER),
    /** What was sent is not a stream of frames, or was damaged on its way. */
    BAD_FRAMES(ErrorKind.USER),
    /** A stream ends before it is complete: who sent it, or what is between, gave up. */
    CUT_STREAM(ErrorKind.UNAVAILABLE),
    /** Reading or writing a stream failed. */
    IO(ErrorKind.UNAVAILABLE),
    /** A defect of who sent a stream, which could not go on with it. */
    INTERNAL(ErrorKind.INTERNAL);

    private final ErrorKind kind;

    WireError(ErrorKind kind) {
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
