package io.shearwater.api;

import io.shearwater.evaluation.Check;
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
 * @param data its parts {@code train} and, if they are there, {@code validation} and {@code test} are used as these; a part of all rows
 *     is {@code train}
 * @param learner what trains it
 * @param target what it predicts
 * @param judgement by what it is judged
 */
public record ModelTraining(
        String model, TrainingData data, Learner learner, Target target, Judgement judgement, String description) {
    public ModelTraining {
        Names.check("model", model);
    }

    /** Training with XGBoost, its own parameters, the seed 0, of the view's first label. */
    public static ModelTraining of(String model, TrainingData data) {
        return new ModelTraining(
                model,
                data,
                new Learner("xgboost", Optional.empty(), Map.of(), 0),
                new Target(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), List.of()),
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
        return withTarget(
                new Target(Optional.of(name), target.task, target.positive, target.quantiles, target.without));
    }

    /** The same, where of two classes the score is the probability of this one; else it is of the greater one, as of true. */
    public ModelTraining positive(String value) {
        return withTarget(new Target(target.label, target.task, Optional.of(value), target.quantiles, target.without));
    }

    /** The same for a task that the label's type does not tell: a number that is the name of a class, a ranking. */
    public ModelTraining task(Task task) {
        return withTarget(
                new Target(target.label, Optional.of(task), target.positive, target.quantiles, target.without));
    }

    /** The same, predicting quantiles of a number. */
    public ModelTraining quantiles(List<Double> quantiles) {
        return withTarget(
                new Target(target.label, Optional.of(Task.QUANTILES), target.positive, quantiles, target.without));
    }

    /** The same without these features of the view: the model does not read them, though vectors have them. */
    public ModelTraining without(String... features) {
        return withTarget(new Target(target.label, target.task, target.positive, target.quantiles, List.of(features)));
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
     */
    public record Target(
            Optional<String> label,
            Optional<Task> task,
            Optional<String> positive,
            List<Double> quantiles,
            List<String> without) {
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
