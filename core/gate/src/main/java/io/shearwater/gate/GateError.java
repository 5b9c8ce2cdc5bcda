package io.shearwater.gate;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;

/** Failures at the gate. */
public enum GateError implements ErrorCode {
    /** The request does not say who asks. */
    NOT_SAID(ErrorKind.UNAUTHENTICATED),
    /** The server does as much as it can; what waits longer is sent away. */
    OVERLOADED(ErrorKind.LIMITED),
    /** The rows took longer than a request may. */
    TOO_LONG(ErrorKind.LIMITED),
    /** The server ends. */
    ENDING(ErrorKind.UNAVAILABLE),
    /** Traces cannot be sent so. */
    BAD_TRACES(ErrorKind.USER);

    private final ErrorKind kind;

    GateError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    ShearwaterException because(String message) {
        return new ShearwaterException(this, message);
    }
}
