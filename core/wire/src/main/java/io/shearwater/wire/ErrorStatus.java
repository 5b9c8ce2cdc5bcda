package io.shearwater.wire;

import io.shearwater.model.ErrorKind;

/** What kinds of errors are called in the protocols: the one place that says so. */
public enum ErrorStatus {
    USER(ErrorKind.USER, 400, "INVALID_ARGUMENT"),
    UNAUTHENTICATED(ErrorKind.UNAUTHENTICATED, 401, "UNAUTHENTICATED"),
    FORBIDDEN(ErrorKind.FORBIDDEN, 403, "PERMISSION_DENIED"),
    NOT_FOUND(ErrorKind.NOT_FOUND, 404, "NOT_FOUND"),
    CONFLICT(ErrorKind.CONFLICT, 409, "FAILED_PRECONDITION"),
    LIMITED(ErrorKind.LIMITED, 429, "RESOURCE_EXHAUSTED"),
    INTERNAL(ErrorKind.INTERNAL, 500, "INTERNAL"),
    UNAVAILABLE(ErrorKind.UNAVAILABLE, 503, "UNAVAILABLE");

    private final ErrorKind kind;
    private final int http;
    private final String grpc;

    ErrorStatus(ErrorKind kind, int http, String grpc) {
        this.kind = kind;
        this.http = http;
        this.grpc = grpc;
    }

    public static ErrorStatus of(ErrorKind kind) {
        return switch (kind) {
            case USER -> USER;
            case UNAUTHENTICATED -> UNAUTHENTICATED;
            case FORBIDDEN -> FORBIDDEN;
            case NOT_FOUND -> NOT_FOUND;
            case CONFLICT -> CONFLICT;
            case LIMITED -> LIMITED;
            case INTERNAL -> INTERNAL;
            case UNAVAILABLE -> UNAVAILABLE;
        };
    }

    /**
     * What an answer of this status means that does not say so itself, as those of a proxy: other statuses of 400 to 499 are the
     * caller's mistake, and all others that something between or behind is not well.
     */
    public static ErrorStatus ofHttp(int status) {
        for (ErrorStatus known : values()) {
            if (known.http == status) {
                return known;
            }
        }
        return status >= 400 && status < 500 ? USER : UNAVAILABLE;
    }

    public ErrorKind kind() {
        return kind;
    }

    /** The status of HTTP. */
    public int http() {
        return http;
    }

    /** The name of the status code of gRPC. */
    public String grpc() {
        return grpc;
    }
}
