package io.shearwater.model;

/**
 * A stable, documented name of one kind of failure. Every module has one enum that implements this interface; the enum
 * constant's name is part of the public contract and does not change.
 */
public interface ErrorCode {
    /** The constant's name, such as {@code UNKNOWN_COLUMN}. */
    String name();

    /** What kind of failure this is. */
    ErrorKind kind();
}
