package io.shearwater.learning;

/**
 * Which code a deployment runs around its models. Immutable.
 *
 * @param className of a {@link PredictionLogic}, as {@code acme.Cascade}
 * @param digest SHA-256 of the class and all that it names, in hexadecimal; empty until it is registered
 */
public record LogicCode(String className, String digest) {
    private static final int SHOWN = 12;

    public LogicCode {
        if (className.isBlank()) {
            throw LearningError.BAD_DEFINITION.because(
                    "The logic of a deployment is a class: give its name, such as 'acme.Cascade'.");
        }
    }

    /** The class with the beginning of its digest. */
    @Override
    public String toString() {
        return digest.length() < SHOWN ? className : className + " " + digest.substring(0, SHOWN);
    }
}
