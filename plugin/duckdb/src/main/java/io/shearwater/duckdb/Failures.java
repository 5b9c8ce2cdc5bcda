package io.shearwater.duckdb;

import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.SpiError;
import java.util.Locale;

/** Turns DuckDB's failures into Shearwater's. */
final class Failures {
    /** Of a statement that failed before it ran; only the message tells why. */
    static final int UNTYPED = -1;

    // duckdb_error_type
    private static final int IO = 28;
    private static final int INTERRUPT = 29;
    private static final int OUT_OF_MEMORY = 33;
    private static final int PERMISSION = 34;

    private Failures() {}

    /** The failure of a statement, by DuckDB's type and message. */
    static ShearwaterException of(int type, String message) {
        String shown = withoutSource(message);
        return switch (type == UNTYPED ? typeOf(message) : type) {
            case INTERRUPT -> SpiError.CANCELLED.because("The query was cancelled.");
            case OUT_OF_MEMORY ->
                SpiError.OUT_OF_RESOURCES.because(
                        "The query needs more memory or temporary disk space than the engine may"
                                + " use. Give it more memory, free disk space in its scratch directory, or read less at once. ("
                                + shown + ")");
            case PERMISSION ->
                SpiError.IO.because(
                        "The engine may not touch a file that the query names; it is confined to its store. (" + shown
                                + ")");
            case IO -> io(shown);
            default -> SpiError.INTERNAL.because("The query failed in DuckDB: " + shown);
        };
    }

    /** Whether a failure says nothing about what was read. */
    static boolean isInterruptOrMemory(int type) {
        return type == INTERRUPT || type == OUT_OF_MEMORY;
    }

    private static int typeOf(String message) {
        if (message.startsWith("IO Error")) {
            return IO;
        }
        if (message.startsWith("Permission Error")) {
            return PERMISSION;
        }
        return message.startsWith("Out of Memory") ? OUT_OF_MEMORY : UNTYPED;
    }

    private static ShearwaterException io(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("disk full") || lower.contains("file too large")) {
            return SpiError.IO.because(
                    "The disk is full, or a file reached the greatest size allowed: free some space and try again. ("
                            + message + ")");
        }
        return SpiError.IO.because(
                "Reading or writing a file failed: check the disk and who may use the file. (" + message + ")");
    }

    /** DuckDB's message without the excerpt of the statement that follows it. */
    static String withoutSource(String message) {
        int source = message.indexOf("\nLINE ");
        return (source < 0 ? message : message.substring(0, source)).strip();
    }
}
