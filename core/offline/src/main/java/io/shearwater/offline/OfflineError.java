package io.shearwater.offline;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;

/** Failures of writing and reading a feature group. */
public enum OfflineError implements ErrorCode {
    /** Rows break the group's rules: null keys, wrong types, texts that are too long, times too far ahead. */
    BAD_ROWS(ErrorKind.USER),
    /** The input's columns are not those of the group. */
    WRONG_COLUMNS(ErrorKind.USER),
    /** Rows to append have identities that exist. */
    IDENTITY_EXISTS(ErrorKind.CONFLICT),
    /** A commit is named that the group never had. */
    UNKNOWN_COMMIT(ErrorKind.NOT_FOUND),
    /** A commit's state was given up by expiry. */
    EXPIRED_COMMIT(ErrorKind.NOT_FOUND),
    /** Another program wrote to the table, or what it wrote breaks the group's rules. */
    FOREIGN_ROWS(ErrorKind.CONFLICT),
    /** The operation needs a history, or an online table, that the group does not keep. */
    NOT_STORED(ErrorKind.USER),
    /** The write is durable in history, the online table follows at the group's next use. */
    COMMITTED_ONLINE_PENDING(ErrorKind.UNAVAILABLE);

    private final ErrorKind kind;

    OfflineError(ErrorKind kind) {
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
