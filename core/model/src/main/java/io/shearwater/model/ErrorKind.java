package io.shearwater.model;

/**
 * What went wrong in the eyes of the caller; decides the HTTP status, the gRPC code and the exit code in one place at
 * the edge.
 */
public enum ErrorKind {
    /** The request is wrong and will be wrong again: bad value, bad type, bad name. */
    USER,
    /** The named thing does not exist, or the caller may not know that it does. */
    NOT_FOUND,
    /** The request contradicts the current state: already exists, still depended on, locked by another process. */
    CONFLICT,
    /** The caller did not prove who it is. */
    UNAUTHENTICATED,
    /** The caller is known and may not do this. */
    FORBIDDEN,
    /** A limit of size, rate or memory was reached. */
    LIMITED,
    /** Something outside (disk, server, network) failed; the same request may succeed later. */
    UNAVAILABLE,
    /** A defect of Shearwater. */
    INTERNAL
}
