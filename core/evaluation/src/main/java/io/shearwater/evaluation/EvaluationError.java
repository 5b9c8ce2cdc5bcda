package io.shearwater.evaluation;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;

/** Failures of evaluations. */
public enum EvaluationError implements ErrorCode {
    /** Labels and predictions that cannot be compared: of other lengths, null, not a number, an unknown class. */
    BAD_PREDICTIONS(ErrorKind.USER),
    /** Rows that cannot be told apart by a column: too many values, or none. */
    BAD_SLICE(ErrorKind.USER),
    /** A check that asks for what the evaluation does not have. */
    BAD_CHECK(ErrorKind.USER);

    private final ErrorKind kind;

    EvaluationError(ErrorKind kind) {
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
}
