package io.shearwater.xgboost;

import io.shearwater.learning.LearningError;
import io.shearwater.learning.TrainedModel;
import io.shearwater.learning.Trainer.Listener;
import io.shearwater.learning.Trainer.Progress;
import io.shearwater.learning.TrainingTask;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.jspecify.annotations.Nullable;

/** One training from the first round, or from its checkpoint, to the last. */
final class XgboostTraining {
    private static final byte[] NOTHING = {};

    private final TrainingTask task;
    private final TrainingParameters parameters;
    /** By which a checkpoint is known. */
    private final String digest;

    private final Map<String, DMatrix> watched = new LinkedHashMap<>();

    private int rounds;
    private BestRound best = BestRound.NONE;
    private byte[] bestModel = NOTHING;
    private Map<String, Double> measured = Map.of();

    XgboostTraining(TrainingTask task, TrainingParameters parameters) {
        this.task = task;
        this.parameters = parameters;
        this.digest = task.checkpoints().isPresent() ? TaskDigest.of(task, parameters) : "";
    }

    TrainedModel run(Listener listener) throws XGBoostError, IOException {
        try (NativeRows train = NativeRows.of(task.signature(), task.train(), parameters.categories(), "training");
                NativeRows validation = validation()) {
            watched.put("train", train.matrix);
            if (validation != null) {
                watched.put("validation", validation.matrix);
            }
            Optional<Checkpoint> checkpoint = task.checkpoints().isPresent()
                    ? Checkpoint.read(task.checkpoints().get(), digest)
                    : Optional.empty();
            Booster booster = booster(train.matrix, checkpoint);
            try {
                boost(booster, train.matrix, listener);
                return finish(booster);
            } finally {
                booster.dispose();
            }
        }
    }

    private @Nullable NativeRows validation() throws XGBoostError {
        return task.validation().isPresent()
                ? NativeRows.of(task.signature(), task.validation().get(), parameters.categories(), "validation")
                : null;
    }

    private Booster booster(DMatrix train, Optional<Checkpoint> checkpoint) throws XGBoostError, IOException {
        Booster before = null;
        if (checkpoint.isPresent()) {
            rounds = checkpoint.get().rounds();
            best = checkpoint.get().best();
            bestModel = checkpoint.get().bestModel();
            measured = best.metrics();
            before = XGBoost.loadModel(checkpoint.get().model());
        }
        // Without rounds this makes a booster, which has no public constructor, and tells it of the rows.
        Booster booster = XGBoost.train(
                train, new LinkedHashMap<>(parameters.library()), 0, watched, null, null, null, 0, before);
        for (String metric : parameters.metrics()) {
            booster.setParam("eval_metric", metric);
        }
        return booster;
    }

    private void boost(Booster booster, DMatrix train, Listener listener) throws XGBoostError, IOException {
        DMatrix[] matrices = watched.values().toArray(DMatrix[]::new);
        String[] names = watched.keySet().toArray(String[]::new);
        while (rounds < parameters.rounds() && !isPatienceOver()) {
            int round = rounds;
            if (parameters.samples()) {
                renewUpdater(booster, round);
            }
            booster.update(train, round);
            measured = metrics(booster.evalSet(matrices, names, round));
            rounds++;
            noteBest(booster, round);
            if (listener.round(round, measured) == Progress.STOP) {
                return;
            }
            if (task.checkpoints().isPresent() && rounds % parameters.checkpointRounds() == 0) {
                listener.checkpoint();
                new Checkpoint(digest, rounds, best, booster.toByteArray("ubj"), bestModel)
                        .write(task.checkpoints().get());
            }
        }
    }

    /**
     * Makes the library forget what draws columns, which lives as long as the object that grows trees and has drawn before. A
     * training that goes on from a checkpoint would draw others. Another method and back makes that object anew; to evaluate
     * nothing is what makes the library heed its parameters.
     */
    private void renewUpdater(Booster booster, int round) throws XGBoostError {
        String method = parameters.library().getOrDefault("tree_method", "hist");
        booster.setParam("tree_method", method.equals("approx") ? "hist" : "approx");
        booster.evalSet(new DMatrix[0], new String[0], round);
        booster.setParam("tree_method", method);
    }

    private boolean isPatienceOver() {
        return parameters.patience() > 0 && best.round() >= 0 && rounds - 1 - best.round() >= parameters.patience();
    }

    private void noteBest(Booster booster, int round) throws XGBoostError {
        if (parameters.patience() == 0) {
            best = new BestRound(round, measured);
            return;
        }
        BestRound now = best.or(round, measured);
        if (now.round() == round && !parameters.booster().equals("gbtree")) {
            bestModel = booster.toByteArray("ubj");
        }
        best = now;
    }

    private TrainedModel finish(Booster booster) throws XGBoostError {
        byte[] saved = bestModel.length > 0 ? bestModel : booster.toByteArray("ubj");
        ModelValue model = XgboostRuntime.read(saved, XgboostRuntime.JSON);
        ModelValue cut = ModelCut.firstRounds(model, best.round() + 1);
        ModelValue named = ModelCut.named(cut, task.signature().features(), parameters.categories());
        return new XgboostTrained(task.signature(), named, best.metrics());
    }

    /** What a line such as {@code [3]\ttrain-logloss:0.5\tvalidation-logloss:0.6} says. */
    private static Map<String, Double> metrics(String line) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (String part : line.split("\t", -1)) {
            int colon = part.lastIndexOf(':');
            if (colon > 0) {
                metrics.put(part.substring(0, colon), number(part.substring(colon + 1)));
            }
        }
        return metrics;
    }

    private static double number(String text) {
        return switch (text) {
            case "nan", "-nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException e) {
                    throw LearningError.LEARNER_FAILED.because(
                            "xgboost measured '" + text + "', which is not a number.", e);
                }
            }
        };
    }
}
