package io.shearwater.api;

import io.shearwater.api.ModelTraining.Judgement;
import io.shearwater.api.ModelTraining.Ranking;
import io.shearwater.evaluation.Check;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelRef;
import io.shearwater.model.Names;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A registered version that is to be evaluated with data of its view. Immutable.
 *
 * @param name what it is about, as {@code bias}: of the validations of one name that have checks, the newest must have passed
 *     before the version may go on
 * @param view from which the rows come, as the model reads it, where that is not the view that the model was trained on
 * @param data which rows
 * @param judgement by what it is judged
 * @param ranking of a model that ranks the rows of queries, what these are
 */
public record ModelEvaluation(
        ModelRef model,
        String name,
        Optional<FeatureView> view,
        Data data,
        Judgement judgement,
        Optional<Ranking> ranking) {
    public ModelEvaluation {
        Names.check("validation", name);
    }

    /** With the part {@code test} of the training data with which it was trained. */
    public static ModelEvaluation of(ModelRef model) {
        return new ModelEvaluation(
                model,
                "validation",
                Optional.empty(),
                new Data.Part(0, "test"),
                new Judgement(List.of(), List.of()),
                Optional.empty());
    }

    /** The same under another name. */
    public ModelEvaluation named(String text) {
        return new ModelEvaluation(model, text, view, data, judgement, ranking);
    }

    /** The same with rows of this view, as a model that was trained elsewhere reads it. */
    public ModelEvaluation of(FeatureView other) {
        return new ModelEvaluation(model, name, Optional.of(other), data, judgement, ranking);
    }

    /** The same with a part of a version of the view's training data. */
    public ModelEvaluation on(int trainingDataset, String part) {
        return new ModelEvaluation(model, name, view, new Data.Part(trainingDataset, part), judgement, ranking);
    }

    /** The same with all rows of a stretch of the labels' event time, such as one that is later than the training. */
    public ModelEvaluation within(TimeRange labelTimes) {
        return on(TrainingOptions.whole().within(labelTimes));
    }

    /**
     * The same with rows of which a new version of the view's training data is made: in one part, which the transformations do not learn
     * from. What was asked of the rows in training, such as that a label is known, is asked of these too.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_DEFINITION for a split
     */
    public ModelEvaluation on(TrainingOptions rows) {
        if (!rows.split().equals(SplitSpec.whole())) {
            throw LearningError.BAD_DEFINITION.because("All rows of an evaluation are for testing; the split "
                    + rows.split().names() + " is not needed. Leave it out.");
        }
        return new ModelEvaluation(model, name, view, new Data.Rows(rows), judgement, ranking);
    }

    /** The same of a model that ranks: as {@link ModelTraining#ranking}. */
    public ModelEvaluation ranking(String column, int places) {
        return new ModelEvaluation(model, name, view, data, judgement, Optional.of(new Ranking(column, places)));
    }

    /** The same, evaluated by the values of these training helpers too. */
    public ModelEvaluation slices(String... columns) {
        return new ModelEvaluation(
                model, name, view, data, new Judgement(List.of(columns), judgement.checks()), ranking);
    }

    /** The same with one more check. */
    public ModelEvaluation require(Check check) {
        List<Check> next = new ArrayList<>(judgement.checks());
        next.add(check);
        return new ModelEvaluation(model, name, view, data, new Judgement(judgement.slices(), next), ranking);
    }

    /** Which rows a version is evaluated with. */
    public sealed interface Data {
        /**
         * A part of a version of training data.
         *
         * @param trainingDataset 0 for that with which the model was trained
         */
        record Part(int trainingDataset, String part) implements Data {}

        /** Rows of which a version is made for it. */
        record Rows(TrainingOptions options) implements Data {}
    }
}
