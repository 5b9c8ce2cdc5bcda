package io.shearwater.xgboost;

import io.shearwater.learning.Examples;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.Trainer.Progress;
import io.shearwater.learning.TrainingTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/** A training in a process of its own, which comes to a halt and waits to be killed. */
final class KilledTraining {
    /** Rounds between two checkpoints. */
    static final int CHECKPOINT = 6;

    /** Rounds without a better one after which it stops. */
    static final int PATIENCE = 25;

    private KilledTraining() {}

    /** A training that stops early: the labels are so noisy that it soon learns what is not there. */
    static TrainingTask task(String booster) {
        ModelSignature signature = ModelSignature.regression(Library.schema(), "y");
        return TrainingTask.of(signature, examples(600, 21))
                .withValidation(examples(300, 22))
                .withSeed(17)
                .withParameters(Map.of(
                        "booster", booster,
                        "num_round", "200",
                        "early_stopping_rounds", String.valueOf(PATIENCE),
                        "eval_metric", "mae,rmse",
                        "learning_rate", "0.05",
                        "subsample", "0.7",
                        "colsample_bytree", "0.8",
                        "max_depth", "5",
                        "checkpoint_rounds", String.valueOf(CHECKPOINT),
                        "nthread", "1"));
    }

    private static Examples examples(int count, long seed) {
        float[] rows = Library.rows(count, seed);
        float[] numbers = Library.numbers(rows, seed);
        Random random = new Random(seed);
        double[] labels = new double[count];
        for (int i = 0; i < count; i++) {
            labels[i] = numbers[i] + 4 * random.nextGaussian();
        }
        return Examples.of(Library.frame(rows), labels);
    }

    /** Arguments: the directory for checkpoints, the booster, the round after which it waits. Leaves the file {@code halted} there when it waits. */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        int halt = Integer.parseInt(arguments[2]);
        new XgboostTrainer().train(task(arguments[1]).withCheckpoints(directory), (round, metrics) -> {
            if (round == halt) {
                try {
                    Files.createFile(directory.resolve("halted"));
                    // Waits for what never comes.
                    int nothing = System.in.read();
                    throw new IllegalStateException("not killed: " + nothing);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return Progress.GO_ON;
        });
    }
}
