package io.shearwater.registry;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;

/** Failures of finding and changing definitions. */
public enum RegistryError implements ErrorCode {
    /** There is no such definition. */
    NOT_FOUND(ErrorKind.NOT_FOUND),
    /** There is one of this name already. */
    ALREADY_EXISTS(ErrorKind.CONFLICT),
    /** A definition cannot go while others depend on it. */
    STILL_NEEDED(ErrorKind.CONFLICT),
    /** Another body is offered under a version of a transformation that is in use. */
    CHANGED_FUNCTION(ErrorKind.CONFLICT),
    /** A stored definition cannot be read. */
    DAMAGED(ErrorKind.INTERNAL);

    private final ErrorKind kind;

    RegistryError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    public ShearwaterException because(String message) {
        return new ShearwaterException(this, message);
    }

    ShearwaterException because(String message, Throwable cause) {
        return new ShearwaterException(this, message, cause);
    }
}
