package io.shearwater.transform;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;

/** Failures of transformations. */
public enum TransformError implements ErrorCode {
    /** A function is defined so that it cannot be called. */
    BAD_FUNCTION(ErrorKind.USER),
    /** A call does not fit its function or its columns. */
    BAD_CALL(ErrorKind.USER),
    /** A transformation stands where its class has no place: fitted on demand, on a label and a feature at once. */
    WRONG_PLACE(ErrorKind.USER),
    /** What a transformation has to learn from training data is not known. */
    NOT_FITTED(ErrorKind.CONFLICT),
    /** Training data from which nothing can be learnt: no value, a category too many. */
    CANNOT_FIT(ErrorKind.USER),
    /** A value that a function refuses. */
    BAD_VALUE(ErrorKind.USER),
    /** Stored state that cannot be read. */
    DAMAGED(ErrorKind.INTERNAL);

    private final ErrorKind kind;

    TransformError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    /** An exception with this code. */
    public ShearwaterException because(String message) {
        return new ShearwaterException(this, message);
    }

    /** An exception with this code and what led to it. */
    public ShearwaterException because(String message, Throwable cause) {
        return new ShearwaterException(this, message, cause);
    }
}
