package io.shearwater.training;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;

/** Failures of making and reading training data. */
public enum TrainingError implements ErrorCode {
    /** There is no such version of a view's training data. */
    NOT_FOUND(ErrorKind.NOT_FOUND),
    /** A split by time was asked of rows that have no time. */
    NO_TIME(ErrorKind.USER),
    /** A column whose every value is treated by itself has so many that it is hardly one of classes. */
    TOO_MANY_VALUES(ErrorKind.USER),
    /** Class weights were asked for by what is no label of classes. */
    NO_CLASSES(ErrorKind.USER),
    /** A column cannot be written in a file format. */
    NOT_IN_FORMAT(ErrorKind.USER),
    /** Transformations learn from a part of the split that is not there. */
    NO_TRAINING_PART(ErrorKind.USER),
    /** A version that is read again does not give the values that it gave when it was made. */
    CHANGED(ErrorKind.CONFLICT);

    private final ErrorKind kind;

    TrainingError(ErrorKind kind) {
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
