package io.shearwater.grpc;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;

/** Failures of calls that are the protocol's own. */
enum RpcError implements ErrorCode {
    /** A message lacks something or has what means nothing. */
    BAD_REQUEST(ErrorKind.USER),
    /** A message or a stream is larger than it may be. */
    TOO_LARGE(ErrorKind.LIMITED),
    /** The next part of a stream, or the caller's reading of an answer, took too long. */
    TOO_SLOW(ErrorKind.LIMITED),
    /** The stream broke off before its end. */
    BROKEN_OFF(ErrorKind.UNAVAILABLE),
    /** Nothing can listen at the address. */
    CANNOT_LISTEN(ErrorKind.CONFLICT),
    /** The certificate or its key cannot be used. */
    BAD_CERTIFICATE(ErrorKind.USER);

    private final ErrorKind kind;

    RpcError(ErrorKind kind) {
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
