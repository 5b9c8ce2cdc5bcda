package io.shearwater.models;

import io.shearwater.api.ModelTraining;
import io.shearwater.api.RunLog;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingData.Part;
import io.shearwater.evaluation.Scorecard;
import io.shearwater.learning.Examples;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelDraft;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Run.DatasetInput;
import io.shearwater.learning.Task;
import io.shearwater.learning.TrainedModel;
import io.shearwater.learning.Trainer;
import io.shearwater.learning.TrainingTask;
import io.shearwater.model.Column;
import io.shearwater.model.Names;
import io.shearwater.model.Schema;
import io.shearwater.model.TrainingDataset;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Trains a model, evaluates it, and registers it if its checks pass. One instance does one training. */
final class TrainingRun {
    private final ModelTraining training;
    private final Trainer trainer;
    private final TrainingData data;
    private final LabelColumn label;
    private final List<String> features;
    private final ModelSignature signature;

    TrainingRun(ModelTraining training, Trainer trainer) {
        this.training = training;
        this.trainer = trainer;
        this.data = training.data();
        Part train = train();
        this.label = LabelColumn.of(training.target(), train);
        if (label.task() == Task.RANKING) {
            throw LearningError.BAD_DEFINITION.because("Training data of a view has no queries by which a ranking is"
                    + " learnt. Train it with its own program, and register the result.");
        }
        this.features = features(train.features().schema());
        this.signature = new ModelSignature(
                train.features().select(features).schema(),
                label.task(),
                label.field().name(),
                label.classes(),
                training.target().quantiles());
    }

    /** All features of the view but those that are left out. */
    private List<String> features(Schema all) {
        List<String> without = training.target().without();
        for (String name : without) {
            if (!all.contains(name)) {
                throw LearningError.WRONG_FEATURES.because("The view has no feature '" + name
                        + "' to leave out; it has " + all.names() + "." + Names.didYouMean(name, all.names()));
            }
        }
        return all.names().stream().filter(name -> !without.contains(name)).toList();
    }

    /** Registers a draft with the files of a directory. */
    @FunctionalInterface
    interface Registration {
        ModelVersion register(ModelDraft draft, Path directory);
    }

    /**
     * Trains.
     *
     * @param directory empty, for the model's files
     */
    ModelVersion run(RunLog run, Path directory, Registration registration) {
        noteInputs(run);
        requireJudgeable();
        try (RoundMetrics rounds = new RoundMetrics(run);
                TrainedModel model = trainer.train(task(), rounds::reached)) {
            rounds.flush();
            model.save(directory);
            Optional<Judged> judged = judge(model);
            Map<String, Double> metrics = new LinkedHashMap<>(model.metrics());
            judged.ifPresent(found -> metrics.putAll(found.slices().all().metrics()));
            run.metrics(rounds.without(metrics), 0);
            Scorecard scorecard = judged.map(found ->
                            Scorecard.of(found.slices(), training.judgement().checks()))
                    .orElse(new Scorecard(List.of()));
            new TrainingReport(directory).write(judged, model.importance(), scorecard);
            TrainingReport.keep(run, directory);
            requirePassed(run, judged, scorecard);
            ModelDraft draft = draft(run, model).measured(metrics).describedAs(training.description());
            return registration.register(
                    training.judgement().checks().isEmpty() ? draft : draft.judged(scorecard), directory);
        }
    }

    /** Trains and evaluates with a part, and keeps nothing but what the run says. */
    void measure(RunLog run, String partName) {
        if (!data.parts().containsKey(partName)) {
            throw LearningError.BAD_EXAMPLES.because(
                    "The training data has no part '" + partName + "' by which parameters are compared; it has "
                            + data.parts().keySet() + ".");
        }
        noteInputs(run);
        try (RoundMetrics rounds = new RoundMetrics(run);
                TrainedModel model = trainer.train(task(), rounds::reached)) {
            rounds.flush();
            Map<String, Double> metrics = new LinkedHashMap<>(model.metrics());
            metrics.putAll(judge(model, partName).slices().all().metrics());
            run.metrics(rounds.without(metrics), 0);
        }
    }

    private ModelDraft draft(RunLog run, TrainedModel model) {
        TrainingDataset dataset = data.dataset();
        ModelDraft draft = ModelDraft.of(training.model(), signature)
                .inFormat(model.format())
                .trainedOn(dataset.view(), dataset.version())
                .madeBy(run.runId())
                .madeWith(training.learner().parameters(), model.libraries());
        return draft;
    }

    private TrainingTask task() {
        TrainingTask task = TrainingTask.of(signature, examples(train(), "train"))
                .withParameters(training.learner().parameters())
                .withSeed(training.learner().seed());
        Part validation = data.parts().get("validation");
        return validation == null ? task : task.withValidation(examples(validation, "validation"));
    }

    private Part train() {
        return data.parts().size() == 1 ? data.parts().values().iterator().next() : data.part("train");
    }

    private Examples examples(Part part, String name) {
        Optional<double[]> weights =
                part.weights().schema().size() == 0 ? Optional.empty() : Optional.of(weights(part));
        return new Examples(part.features().select(features), label.values(part, name), weights);
    }

    private static double[] weights(Part part) {
        Column column = part.weights().column(0);
        double[] weights = new double[column.size()];
        for (int row = 0; row < weights.length; row++) {
            weights[row] = ((Number) column.valueAt(row)).doubleValue();
        }
        return weights;
    }

    /** What could not be evaluated shows before the time of a training is spent. */
    private void requireJudgeable() {
        Judged.requireHelpers(train(), training.judgement().slices());
        for (String name : List.of("validation", "test")) {
            Part part = data.parts().get(name);
            if (part != null) {
                label.values(part, name);
            }
        }
    }

    /** By the part for testing, or that for validation where there is no other. */
    private Optional<Judged> judge(TrainedModel model) {
        String name = data.parts().containsKey("test") ? "test" : "validation";
        Part part = data.parts().get(name);
        if (part == null || part.features().rows() == 0) {
            return Optional.empty();
        }
        return Optional.of(judge(model, name));
    }

    private Judged judge(TrainedModel model, String name) {
        Part part = data.part(name);
        Judging judging = new Judging(signature, label, training.judgement().slices());
        judging.add(part, name, model.predictor());
        return judging.judged();
    }

    private void requirePassed(RunLog run, Optional<Judged> judged, Scorecard scorecard) {
        if (judged.isEmpty() && !training.judgement().checks().isEmpty()) {
            throw LearningError.NOT_APPROVED.because("The model '" + training.model()
                    + "' has checks, and its training data has neither a part 'test' nor 'validation' to check with.");
        }
        if (!scorecard.isPassed()) {
            throw LearningError.NOT_APPROVED.because("The model '" + training.model()
                    + "' was trained and is not registered: checks failed.\n" + scorecard + "Run " + run.runId()
                    + " keeps what was measured.");
        }
    }

    private void noteInputs(RunLog run) {
        Map<String, String> params = new LinkedHashMap<>(training.learner().parameters());
        params.put("trainer", trainer.name());
        params.put("seed", Long.toString(training.learner().seed()));
        run.params(params);
        TrainingDataset dataset = data.dataset();
        dataset.parts().keySet().forEach(part -> run.input(input(dataset, part)));
    }

    /** A part of training data, as runs name what they read. */
    static DatasetInput input(TrainingDataset dataset, String part) {
        return new DatasetInput(
                dataset.view().toString(),
                Objects.requireNonNull(dataset.parts().get(part)).digest(),
                "shearwater",
                dataset.view().name() + "/" + dataset.view().version() + "/training/" + dataset.version(),
                part);
    }
}
