package io.shearwater.airquality;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;

/** Failures of the air-quality example. */
public enum AirQualityError implements ErrorCode {
    /** The file cannot be read at all. */
    UNREADABLE_FILE(ErrorKind.USER),
    /** The file is not what the example reads; the message names file, line, column and value. */
    BAD_FILE(ErrorKind.USER),
    /** The file has none of the days that were asked for. */
    NO_DAYS(ErrorKind.USER),
    /** A chart cannot be written. */
    UNWRITABLE_FILE(ErrorKind.UNAVAILABLE),
    /** The model that is to forecast is none of this example. */
    NO_MODEL(ErrorKind.CONFLICT),
    /** What the model reads is not there for a day that was measured. */
    NO_FEATURES(ErrorKind.CONFLICT),
    /** The file's measurements are too few for training and test data. */
    TOO_SHORT(ErrorKind.USER);

    private final ErrorKind kind;

    AirQualityError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    ShearwaterException because(String message, Throwable cause) {
        return new ShearwaterException(this, message, cause);
    }

    ShearwaterException because(String message) {
        return new ShearwaterException(this, message);
    }
}
