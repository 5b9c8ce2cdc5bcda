package io.shearwater.rest;

import io.helidon.webserver.CloseConnectionException;

/** An answer failed after its first bytes were sent: the connection has to end so that the caller notices. */
final class AnswerCutException extends CloseConnectionException {
    private static final long serialVersionUID = 1L;

    AnswerCutException(String requestId, Throwable cause) {
        super("the answer to " + requestId + " failed on its way", cause);
    }
}
