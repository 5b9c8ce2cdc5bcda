package io.shearwater.store;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;

/** Failures of opening a store and of its life as a whole. */
public enum StoreError implements ErrorCode {
    /** Another process, or this one, has the store open. */
    LOCKED(ErrorKind.CONFLICT),
    /** The directory is no store, or cannot be made one. */
    BAD_DIRECTORY(ErrorKind.USER),
    /** The directory has to be on an encrypted volume, and is not, as far as can be seen. */
    NOT_ENCRYPTED(ErrorKind.USER),
    /** The store was written by a newer version. */
    NEWER_FORMAT(ErrorKind.USER),
    /** A plugin that the store needs is not on the class path. */
    MISSING_PLUGIN(ErrorKind.USER),
    /** The store was closed. */
    CLOSED(ErrorKind.CONFLICT),
    /** The project was deleted while it was open. */
    PROJECT_DELETED(ErrorKind.NOT_FOUND),
    /** The store was opened to read only. */
    READ_ONLY(ErrorKind.CONFLICT),
    /** A definition exists already, perhaps with other contents. */
    ALREADY_EXISTS(ErrorKind.CONFLICT),
    /** Something depends on what should go or change. */
    STILL_NEEDED(ErrorKind.CONFLICT),
    /** What changes were planned on is not what is defined now. */
    CHANGED_MEANWHILE(ErrorKind.CONFLICT),
    /** A definition contradicts what is stored. */
    BAD_CHANGE(ErrorKind.USER),
    /** The code of a transformation is neither in the program nor in the store. */
    MISSING_CODE(ErrorKind.CONFLICT),
    /** The code of a transformation that is in the store is not what was registered. */
    CHANGED_CODE(ErrorKind.CONFLICT),
    /** A SQL statement selects from something that is no feature group. */
    UNKNOWN_TABLE(ErrorKind.NOT_FOUND),
    /** No vector of a view was logged. */
    NOTHING_LOGGED(ErrorKind.NOT_FOUND),
    /** A SQL statement selects from a group that has no history. */
    NO_HISTORY(ErrorKind.USER);

    private final ErrorKind kind;

    StoreError(ErrorKind kind) {
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
