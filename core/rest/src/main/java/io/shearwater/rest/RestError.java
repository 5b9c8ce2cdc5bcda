package io.shearwater.rest;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;

/** Failures of requests that HTTP itself has a word for. */
enum RestError implements ErrorCode {
    /** There is nothing at this path. */
    UNKNOWN_PATH(ErrorKind.NOT_FOUND, 404),
    /** There is something at this path, but not for this method. */
    METHOD_NOT_ALLOWED(ErrorKind.USER, 405),
    /** A parameter of the query or of the path means nothing. */
    BAD_PARAMETER(ErrorKind.USER, 400),
    /** The answer cannot be given in any form that was asked for. */
    NOT_ACCEPTABLE(ErrorKind.USER, 406),
    /** The body is in a form that is not understood here. */
    UNSUPPORTED_MEDIA_TYPE(ErrorKind.USER, 415),
    /** The body is larger than it may be. */
    TOO_LARGE(ErrorKind.USER, 413),
    /** The body is no zip file of a model. */
    BAD_ARCHIVE(ErrorKind.USER, 400),
    /** The body came too slowly, or the answer was not taken. */
    TOO_SLOW(ErrorKind.USER, 408),
    /** The request was not HTTP as it should be. */
    BAD_HTTP(ErrorKind.USER, 400),
    /** The server's certificate or its key cannot be used; of no request. */
    BAD_CERTIFICATE(ErrorKind.USER, 500);

    private final ErrorKind kind;
    private final int status;

    RestError(ErrorKind kind, int status) {
        this.kind = kind;
        this.status = status;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    /** The status of the response. */
    int status() {
        return status;
    }

    ShearwaterException because(String message) {
        return new ShearwaterException(this, message);
    }

    ShearwaterException because(String message, Throwable cause) {
        return new ShearwaterException(this, message, cause);
    }
}
