package io.shearwater.spi;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;

/** Failures that every implementation of a store or an engine reports in the same words. */
public enum SpiError implements ErrorCode {
    /** The state that a change was based on is not the newest any more. */
    STALE_BASE(ErrorKind.CONFLICT),
    /** A lease was lost to another holder. */
    LEASE_LOST(ErrorKind.CONFLICT),
    /** A lease is held by somebody else and did not become free in time. */
    LEASE_BUSY(ErrorKind.CONFLICT),
    /** Something that should be created exists. */
    ALREADY_EXISTS(ErrorKind.CONFLICT),
    /** Something that was named does not exist. */
    NOT_FOUND(ErrorKind.NOT_FOUND),
    /** A configuration key does not exist, or its value makes no sense. */
    BAD_OPTION(ErrorKind.USER),
    /** The files were written by a newer Shearwater. */
    NEWER_FORMAT(ErrorKind.USER),
    /** An input file cannot be read: its contents are damaged or not of the format. */
    BAD_FILE(ErrorKind.USER),
    /** What is asked for makes no sense. */
    BAD_REQUEST(ErrorKind.USER),
    /** A limit of memory or temporary disk space was reached. */
    OUT_OF_RESOURCES(ErrorKind.LIMITED),
    /** The caller cancelled. */
    CANCELLED(ErrorKind.UNAVAILABLE),
    /** Reading or writing files failed: no space, no permission, a broken disk. */
    IO(ErrorKind.UNAVAILABLE),
    /** A store, an engine or a reader was closed before. */
    CLOSED(ErrorKind.CONFLICT),
    /** A store was opened read only. */
    READ_ONLY(ErrorKind.CONFLICT),
    /** A defect. */
    INTERNAL(ErrorKind.INTERNAL);

    private final ErrorKind kind;

    SpiError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    public ShearwaterException because(String message) {
        return new ShearwaterException(this, message);
    }

    public ShearwaterException because(String message, Throwable cause) {
        return new ShearwaterException(this, message, cause);
    }
}
