package io.shearwater.models;

import io.shearwater.api.ModelTraining;
import io.shearwater.api.RunLog;
import io.shearwater.api.TrainingData.Part;
import io.shearwater.api.TrainingRows;
import io.shearwater.evaluation.Scorecard;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelDraft;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Run.DatasetInput;
import io.shearwater.learning.Run.MetricPoint;
import io.shearwater.learning.TrainedModel;
import io.shearwater.learning.Trainer;
import io.shearwater.learning.TrainingTask;
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
    private final TrainingSource source;

    TrainingRun(ModelTraining training, Trainer trainer, TrainingSource source) {
        this.training = training;
        this.trainer = trainer;
        this.source = source;
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
     * @param checkpoints a directory in which a training of the same kind may have broken off
     */
    ModelVersion run(RunLog run, Path directory, Path checkpoints, Registration registration) {
        long logged = run.run().data().metrics().values().stream()
                .mapToLong(MetricPoint::step)
                .max()
                .orElse(-1);
        noteInputs(run);
        Lesson lesson = Lesson.read(training, source);
        try (RoundMetrics rounds = new RoundMetrics(run, logged + 1);
                TrainedModel model = trainer.train(task(lesson).withCheckpoints(checkpoints), rounds)) {
            rounds.flush();
            model.save(directory);
            Optional<Judged> judged = judge(lesson, model);
            Map<String, Double> metrics = new LinkedHashMap<>(model.metrics());
            judged.ifPresent(found -> metrics.putAll(found.slices().all().metrics()));
            run.metrics(rounds.without(metrics), 0);
            Scorecard scorecard = judged.map(found ->
                            Scorecard.of(found.slices(), training.judgement().checks()))
                    .orElse(new Scorecard(List.of()));
            new TrainingReport(directory).write(judged, model.importance(), scorecard);
            TrainingReport.keep(run, directory);
            requirePassed(run, judged, scorecard);
            ModelDraft draft = draft(run, lesson, model).measured(metrics).describedAs(training.description());
            return registration.register(
                    training.judgement().checks().isEmpty() ? draft : draft.judged(scorecard), directory);
        }
    }

    /** Trains and evaluates with a part, and keeps nothing but what the run says. */
    void measure(RunLog run, String partName) {
        if (!source.parts().contains(partName)) {
            throw LearningError.BAD_EXAMPLES.because("The training data has no part '" + partName
                    + "' by which parameters are compared; it has " + source.parts() + ".");
        }
        noteInputs(run);
        Lesson lesson = Lesson.read(training, source);
        try (RoundMetrics rounds = new RoundMetrics(run, 0);
                TrainedModel model = trainer.train(task(lesson), rounds)) {
            rounds.flush();
            Map<String, Double> metrics = new LinkedHashMap<>(model.metrics());
            metrics.putAll(
                    judge(lesson, model, partName).judged().slices().all().metrics());
            run.metrics(rounds.without(metrics), 0);
        }
    }

    private ModelDraft draft(RunLog run, Lesson lesson, TrainedModel model) {
        TrainingDataset dataset = source.dataset();
        ModelDraft draft = ModelDraft.of(training.model(), lesson.signature())
                .inFormat(model.format())
                .trainedOn(dataset.view(), dataset.version())
                .madeBy(run.runId())
                .madeWith(training.learner().parameters(), model.libraries());
        return draft;
    }

    private TrainingTask task(Lesson lesson) {
        TrainingTask task = TrainingTask.of(lesson.signature(), lesson.train())
                .withParameters(training.learner().parameters())
                .withSeed(training.learner().seed());
        return lesson.validation().map(task::withValidation).orElse(task);
    }

    /** By the part for testing, or that for validation where there is no other. */
    private Optional<Judged> judge(Lesson lesson, TrainedModel model) {
        String name = source.parts().contains("test") ? "test" : "validation";
        if (!source.parts().contains(name)) {
            return Optional.empty();
        }
        Judging judging = judge(lesson, model, name);
        return judging.rows() == 0 ? Optional.empty() : Optional.of(judging.judged());
    }

    private Judging judge(Lesson lesson, TrainedModel model, String name) {
        Judging judging = new Judging(
                lesson.signature(),
                lesson.label(),
                training.judgement().slices(),
                training.target().ranking());
        try (TrainingRows rows = source.open(name)) {
            for (Optional<Part> next = rows.next(); next.isPresent(); next = rows.next()) {
                judging.add(next.get(), name, model.predictor());
            }
        }
        return judging;
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
        TrainingDataset dataset = source.dataset();
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
