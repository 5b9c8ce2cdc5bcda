package io.shearwater.access;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;

/** Failures of proving who one is, and of what one may do. */
public enum AccessError implements ErrorCode {
    /** There is no such project, or the caller is no member of it; which of the two is not told. */
    NO_PROJECT(ErrorKind.NOT_FOUND),
    /** There is no such user, service account, member, key or secret. */
    NOT_FOUND(ErrorKind.NOT_FOUND),
    /** The key or token does not prove anything: malformed, unknown, wrong, revoked, or of somebody who is disabled. */
    NOT_PROVED(ErrorKind.UNAUTHENTICATED),
    /** The key or token was right once. */
    EXPIRED(ErrorKind.UNAUTHENTICATED),
    /** The role, or what the key is limited to, does not allow it. */
    NOT_ALLOWED(ErrorKind.FORBIDDEN),
    /** It exists already. */
    ALREADY_EXISTS(ErrorKind.CONFLICT),
    /** A project keeps a data owner, and a store an administrator. */
    LAST_OF_ITS_KIND(ErrorKind.CONFLICT),
    /** A name, role, permission or time makes no sense. */
    BAD_REQUEST(ErrorKind.USER),
    /** Somebody has as many keys as one may have. */
    TOO_MANY(ErrorKind.LIMITED),
    /** Too many requests in a short time; {@link RetryLater} says when to come again. */
    RATE(ErrorKind.LIMITED),
    /** A project has as much of something as it may have. */
    QUOTA(ErrorKind.LIMITED),
    /** The master keys for secrets are missing, malformed, or open to others. */
    BAD_MASTER_KEY(ErrorKind.CONFLICT),
    /** The keys of the identity provider cannot be fetched. */
    KEYS_UNAVAILABLE(ErrorKind.UNAVAILABLE),
    /** The audit cannot be written, so that what should be in it is not done. */
    NOT_AUDITED(ErrorKind.UNAVAILABLE),
    /** A stored user, key, member or secret cannot be read. */
    DAMAGED(ErrorKind.INTERNAL);

    private final ErrorKind kind;

    AccessError(ErrorKind kind) {
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
