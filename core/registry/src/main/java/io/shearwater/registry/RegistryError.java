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
    /** What is to be shared is not there, or cannot be seen without something else. */
    BAD_SHARE(ErrorKind.USER),
    /** A feature group of another project that is not shared, or only without what is asked of it. */
    NOT_SHARED(ErrorKind.FORBIDDEN),
    /** A feature group that is shared to be read is to be changed by a project that does not own it. */
    NOT_OWNED(ErrorKind.FORBIDDEN),
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
