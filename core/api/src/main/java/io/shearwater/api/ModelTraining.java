package io.shearwater.api;

import io.shearwater.evaluation.Check;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.Task;
import io.shearwater.learning.Trainer;
import io.shearwater.model.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model that is to be trained, evaluated and registered. Immutable.
 *
 * @param model its name
 * @param data its parts {@code train} and, if they are there, {@code validation} and {@code test} are used as these; a single part
 *     is {@code train}
 * @param learner what trains it
 * @param target what it predicts
 * @param judgement by what it is judged
 */
public record ModelTraining(
        String model, Data data, Learner learner, Target target, Judgement judgement, String description) {
    public ModelTraining {
        Names.check("model", model);
    }

    /** Training with XGBoost, its own parameters, the seed 0, of the view's first label, with rows in memory. */
    public static ModelTraining of(String model, TrainingData data) {
        return of(model, new Data.InMemory(data));
    }

    /** As {@link #of(String, TrainingData)}, with a version of the view's training data, of any size: its rows stream to the learner. */
    public static ModelTraining of(String model, FeatureView view, int version) {
        return of(model, new Data.Version(view, version));
    }

    /**
     * As {@link #of(String, FeatureView, int)}, with a version that is made for it. It is deleted again when no model comes of it, and
     * a training that was killed goes on with it when the same one is asked for again.
     */
    public static ModelTraining of(String model, FeatureView view, TrainingOptions options) {
        return of(model, new Data.Wanted(view, options));
    }

    private static ModelTraining of(String model, Data data) {
        return new ModelTraining(
                model,
                data,
                new Learner("xgboost", Optional.empty(), Map.of(), 0),
                new Target(
                        Optional.empty(), Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty()),
                new Judgement(List.of(), List.of()),
                "");
    }

    /** The same with these parameters of the learner. */
    public ModelTraining parameters(Map<String, ?> parameters) {
        Map<String, String> texts = new LinkedHashMap<>();
        parameters.forEach((name, value) -> texts.put(name, value.toString()));
        return withLearner(new Learner(learner.name, learner.own, texts, learner.seed));
    }

    /** The same with another seed of everything that is random. */
    public ModelTraining seed(long seed) {
        return withLearner(new Learner(learner.name, learner.own, learner.parameters, seed));
    }

    /** The same with the learner of a name among the plugins. */
    public ModelTraining with(String trainer) {
        return withLearner(new Learner(trainer, Optional.empty(), learner.parameters, learner.seed));
    }

    /** The same with a learner of one's own. */
    public ModelTraining with(Trainer trainer) {
        return withLearner(new Learner(trainer.name(), Optional.of(trainer), learner.parameters, learner.seed));
    }

    /** The same, predicting this label of the view. */
    public ModelTraining label(String name) {
        return withTarget(new Target(
                Optional.of(name), target.task, target.positive, target.quantiles, target.without, target.ranking));
    }

    /** The same, where of two classes the score is the probability of this one; else it is of the greater one, as of true. */
    public ModelTraining positive(String value) {
        return withTarget(new Target(
                target.label, target.task, Optional.of(value), target.quantiles, target.without, target.ranking));
    }

    /** The same for a task that the label's type does not tell: a number that is the name of a class. */
    public ModelTraining task(Task task) {
        return withTarget(new Target(
                target.label, Optional.of(task), target.positive, target.quantiles, target.without, target.ranking));
    }

    /**
     * The same, ranking the rows of each query by the label, which is their relevance: 0 for what is not relevant, more for what is more so.
     *
     * @param column a training helper, index column or feature with the query of each row
     * @param places how many of the first rows of each query are looked at
     */
    public ModelTraining ranking(String column, int places) {
        return withTarget(new Target(
                target.label,
                Optional.of(Task.RANKING),
                target.positive,
                target.quantiles,
                target.without,
                Optional.of(new Ranking(column, places))));
    }

    /** The same, predicting quantiles of a number. */
    public ModelTraining quantiles(List<Double> quantiles) {
        return withTarget(new Target(
                target.label, Optional.of(Task.QUANTILES), target.positive, quantiles, target.without, target.ranking));
    }

    /** The same without these features of the view: the model does not read them, though vectors have them. */
    public ModelTraining without(String... features) {
        return withTarget(new Target(
                target.label, target.task, target.positive, target.quantiles, List.of(features), target.ranking));
    }

    /** The same, evaluated by the values of these training helpers too. */
    public ModelTraining slices(String... columns) {
        return withJudgement(new Judgement(List.of(columns), judgement.checks));
    }

    /** The same with one more check that must pass. */
    public ModelTraining require(Check check) {
        List<Check> next = new ArrayList<>(judgement.checks);
        next.add(check);
        return withJudgement(new Judgement(judgement.slices, next));
    }

    /** The same with a description of the version. */
    public ModelTraining describedAs(String text) {
        return new ModelTraining(model, data, learner, target, judgement, text);
    }

    private ModelTraining withLearner(Learner next) {
        return new ModelTraining(model, data, next, target, judgement, description);
    }

    private ModelTraining withTarget(Target next) {
        return new ModelTraining(model, data, learner, next, judgement, description);
    }

    private ModelTraining withJudgement(Judgement next) {
        return new ModelTraining(model, data, learner, target, next, description);
    }

    /** With which rows. */
    public sealed interface Data {
        /** Rows in memory. */
        record InMemory(TrainingData data) implements Data {}

        /** Those of a version. */
        record Version(FeatureView view, int version) implements Data {}

        /** Those of a version that is made for it. */
        record Wanted(FeatureView view, TrainingOptions options) implements Data {}
    }

    /**
     * Rows of queries that are ranked.
     *
     * @param column with the query of each row
     * @param places how many of the first rows count in NDCG and MAP
     */
    public record Ranking(String column, int places) {
        public Ranking {
            if (places < 1) {
                throw LearningError.BAD_DEFINITION.because(
                        "A ranking by '" + column + "' looks at the first " + places + " rows; take 1 or more.");
            }
        }
    }

    /**
     * What trains.
     *
     * @param own one that is no plugin
     * @param parameters by the learner's own names
     */
    public record Learner(String name, Optional<Trainer> own, Map<String, String> parameters, long seed) {}

    /**
     * What is predicted, and from what.
     *
     * @param label the view's first if none
     * @param task follows from the label's type if none: booleans and texts are classes, numbers are numbers
     * @param positive of two classes the one whose probability is the score
     * @param quantiles of a number, ascending
     * @param without features of the view that the model does not read
     * @param ranking of rows of queries, if that is the task
     */
    public record Target(
            Optional<String> label,
            Optional<Task> task,
            Optional<String> positive,
            List<Double> quantiles,
            List<String> without,
            Optional<Ranking> ranking) {
        public Target {
            quantiles = List.copyOf(quantiles);
            without = List.copyOf(without);
        }
    }

    /**
     * How it is judged.
     *
     * @param slices training helpers by whose values it is evaluated too
     * @param checks that must pass before it is registered
     */
    public record Judgement(List<String> slices, List<Check> checks) {
        public Judgement {
            slices = List.copyOf(slices);
            checks = List.copyOf(checks);
        }
    }
}
