package io.shearwater.xgboost;

import io.shearwater.learning.Examples;
import io.shearwater.learning.FeatureRows;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.Task;
import io.shearwater.learning.TrainedModel;
import io.shearwater.learning.Trainer;
import io.shearwater.learning.TrainingTask;
import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Learns boosted trees by XGBoost's native library. Parameters have the library's names; beside them there are {@code num_round}
 * (or {@code n_estimators}, 100 by default), {@code early_stopping_rounds}, {@code eval_metric} (several with commas; the last one
 * decides when to stop), {@code checkpoint_rounds} (10) and {@code categorical_features} (names with commas). The objective is
 * that of the task unless one is given, threads are as many as the machine has.
 *
 * <p>The same task gives the same model on the same machine with the same number of threads, whether or not it was interrupted.
 * Thread-safe; several trainings at once share the processors.
 */
public final class XgboostTrainer implements Trainer {
    private static final Pattern PARAMETER = Pattern.compile("arameter (?:format for )?[`']?([a-z_]+)");

    @Override
    public String name() {
        return XgboostRuntime.FORMAT;
    }

    @Override
    public TrainedModel train(TrainingTask task, Listener listener) {
        FeatureRows.requireNumbers(task.signature().features());
        TrainingParameters parameters = TrainingParameters.of(task);
        requireClasses(task);
        try {
            return new XgboostTraining(task, parameters).run(listener);
        } catch (XGBoostError e) {
            throw failed(e);
        } catch (IOException e) {
            throw LearningError.LEARNER_FAILED.because("A checkpoint of xgboost could not be written.", e);
        } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
            throw LearningError.LEARNER_FAILED.because(
                    "The native library of xgboost cannot be loaded on this machine: " + e.getMessage()
                            + ". On Linux it needs glibc and libgomp (apt install libgomp1). Models can be used without it.",
                    e);
        }
    }

    private static void requireClasses(TrainingTask task) {
        if (!task.signature().task().isClassification()) {
            return;
        }
        Examples rows = task.train();
        double first = rows.labels()[0];
        for (double label : rows.labels()) {
            if (label != first) {
                return;
            }
        }
        throw LearningError.BAD_EXAMPLES.because("All " + rows.rows() + " training rows have the label "
                + first
                + (task.signature().task() == Task.BINARY
                        ? ""
                        : " of " + task.signature().classes())
                + "; to tell classes apart, rows of two are needed.");
    }

    /** What the library says, without its stack of native addresses, and as what it is. */
    private static ShearwaterException failed(XGBoostError e) {
        String text = String.valueOf(e.getMessage());
        String first = text.lines()
                .map(line -> line.replaceFirst("^\\[[0-9:]+\\] \\S+: ", "").strip())
                .filter(line -> !line.isEmpty() && !line.startsWith("Stack trace"))
                .findFirst()
                .orElse(text);
        Matcher parameter = PARAMETER.matcher(first);
        if (first.contains("arameter") && parameter.find()) {
            return LearningError.BAD_PARAMETER.because(
                    "The parameter '" + parameter.group(1) + "' is not accepted by xgboost: " + first, e);
        }
        if (text.contains("label")) {
            return LearningError.BAD_EXAMPLES.because("xgboost cannot learn from these labels: " + first, e);
        }
        return LearningError.LEARNER_FAILED.because("xgboost failed: " + first, e);
    }
}
