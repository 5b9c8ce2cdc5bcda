package io.shearwater.learning;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;

/** Failures of learners, models and predictions. */
public enum LearningError implements ErrorCode {
    /** A parameter of a learner that it does not have, or a value that it cannot take. */
    BAD_PARAMETER(ErrorKind.USER),
    /** Rows from which a learner cannot learn: no rows, labels that are null, one class where two are needed. */
    BAD_EXAMPLES(ErrorKind.USER),
    /** The files of a model are not what its format says: cut off, altered, of another format. */
    BAD_MODEL(ErrorKind.USER),
    /** A model that needs a newer runtime, or something of it that this one lacks. */
    UNSUPPORTED_MODEL(ErrorKind.USER),
    /** Features that are not those of the model: missing, in another number, of another type. */
    WRONG_FEATURES(ErrorKind.USER),
    /** A definition of a model, run or deployment that cannot be. */
    BAD_DEFINITION(ErrorKind.USER),
    /** There is no runtime or learner of a name among the plugins. */
    NO_RUNTIME(ErrorKind.NOT_FOUND),
    /** There is no experiment, run, model, version, alias or deployment of a name. */
    NOT_FOUND(ErrorKind.NOT_FOUND),
    /** It is there already, and never changes. */
    ALREADY_EXISTS(ErrorKind.CONFLICT),
    /** Something depends on it. */
    STILL_NEEDED(ErrorKind.CONFLICT),
    /** A model that did not pass its checks, or has not been approved, for what is asked of it. */
    NOT_APPROVED(ErrorKind.CONFLICT),
    /** A learner or runtime failed in itself. */
    LEARNER_FAILED(ErrorKind.UNAVAILABLE),
    /** A prediction did not come in time, or what predicts is switched off after failures. */
    NOT_AVAILABLE(ErrorKind.UNAVAILABLE);

    private final ErrorKind kind;

    LearningError(ErrorKind kind) {
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

    /** An exception with this code and a cause. */
    public ShearwaterException because(String message, Throwable cause) {
        return new ShearwaterException(this, message, cause);
    }
}
