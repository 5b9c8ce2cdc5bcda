package io.shearwater.models;

import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelEvaluation;
import io.shearwater.api.ModelEvaluation.Data;
import io.shearwater.api.RunLog;
import io.shearwater.api.TrainingData.Part;
import io.shearwater.api.TrainingOptions;
import io.shearwater.api.TrainingRows;
import io.shearwater.evaluation.Scorecard;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Predictor;
import io.shearwater.learning.Validation;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TrainingDataset;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Evaluates a registered version with rows of its view, which stream through it. Labels and scores are in memory, rows are not. One instance
 * does one evaluation.
 */
final class ValidationRun {
    private final ModelEvaluation evaluation;
    private final ModelVersion model;
    private final FeatureView view;

    /**
     * An evaluation.
     *
     * @param view as the model reads it
     */
    ValidationRun(ModelEvaluation evaluation, ModelVersion model, FeatureView view) {
        this.evaluation = evaluation;
        this.model = model;
        this.view = view;
    }

    /** What was found, and of what. */
    record Found(Validation.Data data, Validation.Findings findings) {}

    /** Keeps what was found. */
    @FunctionalInterface
    interface Keep {
        Validation keep(Found found);
    }

    /**
     * Evaluates. Training data that is made for it is gone if what was found is not kept.
     *
     * @param directory empty, for the report
     */
    Validation run(RunLog run, Path directory, Predictor predictor, Keep keep) {
        run.tag("model_version", model.ref().toString());
        // Transformations that would learn from the very rows, or from others than the model's, are refused.
        view.featureSchema();
        return switch (evaluation.data()) {
            case Data.Part part -> keep.keep(found(run, directory, predictor, given(part), part.part()));
            case Data.Rows rows -> {
                TrainingDataset made = view.makeTrainingData(like(rows.options()));
                try {
                    String part = made.split().names().getFirst();
                    yield keep.keep(found(run, directory, predictor, made, part));
                } catch (RuntimeException | Error failed) {
                    forget(made, failed);
                    throw failed;
                }
            }
        };
    }

    /** Rows that a deployment of the model would refuse say nothing of it. */
    private TrainingOptions like(TrainingOptions options) {
        return view.trainingDataset()
                .map(trained -> options.where(trained.filter()))
                .orElse(options);
    }

    private void forget(TrainingDataset made, Throwable failed) {
        try {
            view.deleteTrainingDataset(made.version());
        } catch (ShearwaterException left) {
            failed.addSuppressed(left);
        }
    }

    private TrainingDataset given(Data.Part part) {
        int version = part.trainingDataset() > 0
                ? part.trainingDataset()
                : view.trainingDataset()
                        .map(TrainingDataset::version)
                        .orElseThrow(() -> LearningError.NOT_FOUND.because(
                                "It is not known with which version of its training data " + model.ref()
                                        + " was trained. Say with which one to evaluate it."));
        return view.withTrainingDataset(version).trainingDataset().orElseThrow();
    }

    private Found found(RunLog run, Path directory, Predictor predictor, TrainingDataset dataset, String part) {
        Judging judging = null;
        long unlabelled = 0;
        try (TrainingRows rows = view.trainingRows(dataset.version(), part)) {
            for (Optional<Part> next = rows.next(); next.isPresent(); next = rows.next()) {
                Part piece = next.get();
                LabelColumn label =
                        LabelColumn.of(model.signature(), piece.labels().schema());
                if (judging == null) {
                    judging = new Judging(
                            model.signature(), label, evaluation.judgement().slices(), evaluation.ranking());
                }
                Part known = only(piece, label.known(piece));
                unlabelled += piece.features().rows() - known.features().rows();
                judging.add(known, part, predictor);
            }
        }
        if (judging == null || judging.rows() == 0) {
            throw LearningError.BAD_EXAMPLES.because("There is nothing to evaluate " + model.ref() + " with: "
                    + (judging == null ? "no rows" : "the label of none of " + unlabelled + " rows is known") + " in "
                    + view.spec().ref() + ", " + describe());
        }
        run.input(TrainingRun.input(dataset, part));
        Judged judged = judging.judged();
        Scorecard scorecard =
                Scorecard.of(judged.slices(), evaluation.judgement().checks());
        Map<String, Double> metrics = judged.slices().all().metrics();
        run.metrics(metrics, 0);
        new TrainingReport(directory).write(Optional.of(judged), Map.of(), scorecard);
        TrainingReport.keep(run, directory);
        return new Found(
                new Validation.Data(dataset.view(), dataset.version(), part, judging.rows(), unlabelled),
                new Validation.Findings(new TreeMap<>(metrics), scorecard));
    }

    private String describe() {
        return switch (evaluation.data()) {
            case Data.Part part -> "part '" + part.part() + "' of training data " + part.trainingDataset() + ".";
            case Data.Rows rows -> "labels in " + rows.options().range() + ".";
        };
    }

    private static Part only(Part part, BitSet rows) {
        if (rows.cardinality() == part.features().rows()) {
            return part;
        }
        int[] kept = rows.stream().toArray();
        return new Part(
                pick(part.features(), kept),
                pick(part.labels(), kept),
                pick(part.helpers(), kept),
                pick(part.index(), kept),
                pick(part.weights(), kept));
    }

    private static Frame pick(Frame frame, int[] rows) {
        FrameBuilder picked = new FrameBuilder(frame.schema(), rows.length);
        for (int row : rows) {
            picked.appendRow(frame, row);
        }
        return picked.build();
    }
}
