package io.shearwater.fraud;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;

/** Failures of the fraud example. */
public enum FraudError implements ErrorCode {
    /** A size, share or date that no data mart can have. */
    BAD_OPTION(ErrorKind.USER),
    /** The store holds a quickstart that was made with other options. */
    OTHER_QUICKSTART(ErrorKind.CONFLICT),
    /** What the store answers is not what the raw events say. */
    PROOF_FAILED(ErrorKind.INTERNAL);

    private final ErrorKind kind;

    FraudError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    ShearwaterException because(String message) {
        return new ShearwaterException(this, message);
    }
}
