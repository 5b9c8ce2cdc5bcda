package io.shearwater.definitions;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;

/** Failures of reading, planning and writing definitions. */
public enum DefinitionError implements ErrorCode {
    /** Files are no definitions, or contradict one another; the message names every place. */
    BAD_DEFINITIONS(ErrorKind.USER),
    /** A folder or file of definitions is missing or cannot be read. */
    BAD_FOLDER(ErrorKind.USER),
    /** A store cannot become what the folder says. */
    NOT_POSSIBLE(ErrorKind.CONFLICT),
    /** Files that say something else than the store would be overwritten. */
    WOULD_OVERWRITE(ErrorKind.CONFLICT),
    /** A file cannot be written. */
    IO(ErrorKind.UNAVAILABLE);

    private final ErrorKind kind;

    DefinitionError(ErrorKind kind) {
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
