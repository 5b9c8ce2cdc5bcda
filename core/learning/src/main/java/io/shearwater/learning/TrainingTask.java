package io.shearwater.learning;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a learner is to do. Immutable.
 *
 * @param signature what the model reads and predicts
 * @param train what it learns from
 * @param validation rows by which it may see when to stop; it does not learn from them
 * @param parameters of the learner, by its own names, as texts
 * @param seed of everything that is random: the same task gives the same model on the same machine
 * @param checkpoints a directory of this task alone, in which the learner keeps what it needs to go on after a crash; a
 *     learner that finds its checkpoint there goes on from it
 */
public record TrainingTask(
        ModelSignature signature,
        Examples train,
        Optional<Examples> validation,
        Map<String, String> parameters,
        long seed,
        Optional<Path> checkpoints) {
    public TrainingTask {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        requireFeatures(signature, train, "training");
        validation.ifPresent(rows -> requireFeatures(signature, rows, "validation"));
        if (train.rows() == 0) {
            throw LearningError.BAD_EXAMPLES.because("There are no rows to learn from.");
        }
    }

    /** Learning from rows, with the learner's own parameters and the seed 0. */
    public static TrainingTask of(ModelSignature signature, Examples train) {
        return new TrainingTask(signature, train, Optional.empty(), Map.of(), 0, Optional.empty());
    }

    /** The same with rows by which the learner may see when to stop. */
    public TrainingTask withValidation(Examples rows) {
        return new TrainingTask(signature, train, Optional.of(rows), parameters, seed, checkpoints);
    }

    /** The same with these parameters, in the place of all there were. */
    public TrainingTask withParameters(Map<String, String> next) {
        return new TrainingTask(signature, train, validation, next, seed, checkpoints);
    }

    /** The same with another seed. */
    public TrainingTask withSeed(long next) {
        return new TrainingTask(signature, train, validation, parameters, next, checkpoints);
    }

    /** The same with a directory for checkpoints. */
    public TrainingTask withCheckpoints(Path directory) {
        return new TrainingTask(signature, train, validation, parameters, seed, Optional.of(directory));
    }

    private static void requireFeatures(ModelSignature signature, Examples rows, String what) {
        if (!rows.features().schema().names().equals(signature.features().names())) {
            throw LearningError.WRONG_FEATURES.because("The " + what + " rows have the features "
                    + rows.features().schema().names() + ", the model has "
                    + signature.features().names() + ".");
        }
    }
}
