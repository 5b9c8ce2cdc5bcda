package io.shearwater.pipeline;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;
import java.util.List;

/** Failures of feature pipelines. */
public enum PipelineError implements ErrorCode {
    /** A pipeline contradicts itself: a name twice, two outputs into one group, a window without a time. */
    BAD_PIPELINE(ErrorKind.USER),
    /** A name is neither a source, a node nor a feature group. */
    UNKNOWN_NODE(ErrorKind.NOT_FOUND),
    /** Nodes need each other in a circle. */
    CYCLE(ErrorKind.USER),
    /** What a program was called with makes no run. */
    BAD_ARGUMENT(ErrorKind.USER),
    /** The rows of a node do not fit the group they are for. */
    BAD_OUTPUT(ErrorKind.USER),
    /** A node gave another number of rows than its class allows. */
    WRONG_ROWS(ErrorKind.USER),
    /** A function of the program failed. */
    FUNCTION_FAILED(ErrorKind.USER),
    /** SQL that does not mean the same in other engines. */
    NOT_PORTABLE(ErrorKind.USER),
    /** Rows would hold what was not known at their time. */
    READS_FUTURE(ErrorKind.USER),
    /** A transformation stands where its class has no place. */
    WRONG_PLACE(ErrorKind.USER),
    /** The same pipeline runs already. */
    BUSY(ErrorKind.CONFLICT),
    /** Some groups were written and others not; the next run finishes it. */
    PARTLY_WRITTEN(ErrorKind.CONFLICT),
    /** An earlier run of another form of this pipeline was not finished. */
    UNFINISHED(ErrorKind.CONFLICT),
    /** What is kept of the pipeline's runs cannot be read. */
    DAMAGED(ErrorKind.INTERNAL),
    /** The local disk failed. */
    IO(ErrorKind.UNAVAILABLE);

    private final ErrorKind kind;

    PipelineError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    /** Refuses the SQL of a node that has any of these differences from Spark's. */
    static void requirePortable(String what, List<String> differences) {
        if (!differences.isEmpty()) {
            throw NOT_PORTABLE.because("In " + what + ": the SQL would not mean the same in Spark SQL: "
                    + String.join("; ", differences) + ". Write it otherwise, or add duckdbOnly() to the node.");
        }
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
