package io.shearwater.model;

import org.jspecify.annotations.Nullable;

/**
 * The only exception that Shearwater throws on purpose. The message says what happened, where, the offending value and
 * what to do about it, in one or a few lines that can be shown to a person as they are.
 */
public final class ShearwaterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ErrorCode code;

    public ShearwaterException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public ShearwaterException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The stable code of this failure. */
    public ErrorCode code() {
        return code;
    }

    /** Shorthand for {@code code().kind()}. */
    public ErrorKind kind() {
        return code.kind();
    }
}
