package io.shearwater.models;

import io.shearwater.api.Experiments;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelTraining;
import io.shearwater.api.ModelTraining.Data;
import io.shearwater.api.RunLog;
import io.shearwater.api.RunSearch;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Run;
import io.shearwater.learning.RunStatus;
import io.shearwater.learning.Trainer;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TrainingDataset;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * A training as a run. If the newest run of the same training was killed, that one goes on, with the training data that it had and
 * from its last checkpoint. Training data that was made for a run is gone if no model comes of it. One instance does one training.
 */
final class TrackedTraining {
    /** By which the runs of one training are known. */
    private static final String TRAINING = "training";
    /** The version of training data that was made for a run. */
    private static final String MADE = "training_dataset";
    /** How often a run went on after it was killed. */
    private static final String RESUMED = "resumed";

    private final ModelTraining training;
    private final Trainer trainer;
    private final ModelParts parts;
    private final Experiments experiments;

    TrackedTraining(ModelTraining training, Trainer trainer, ModelParts parts, Experiments experiments) {
        this.training = training;
        this.trainer = trainer;
        this.parts = parts;
        this.experiments = experiments;
    }

    ModelVersion run(TrainingRun.Registration registration) {
        experiments.getOrCreate(training.model());
        String identity = identity();
        try (RunLog run = killed(identity).map(this::resumed).orElseGet(() -> begun(identity))) {
            Optional<Made> made = Optional.empty();
            try {
                made = made(run);
                TrainingSource source = made.map(Made::source).orElseGet(() -> TrainingSource.of(training));
                TrainingRun work = new TrainingRun(training, trainer, source);
                ModelVersion model = parts.scratch()
                        .with(directory ->
                                work.run(run, directory, parts.checkpoints().of(run.runId()), registration));
                run.end();
                return model;
            } catch (RuntimeException | Error failed) {
                made.ifPresent(data -> data.forget(failed));
                run.fail(String.valueOf(failed.getMessage()));
                throw failed;
            } finally {
                parts.checkpoints().remove(run.runId());
            }
        }
    }

    private RunLog begun(String identity) {
        RunLog run = experiments.start(training.model(), "");
        run.tag(TRAINING, identity);
        return run;
    }

    private RunLog resumed(Run killed) {
        RunLog run = experiments.resume(killed.runId());
        int times = Integer.parseInt(killed.data().tags().getOrDefault(RESUMED, "0"));
        run.tag(RESUMED, Integer.toString(times + 1));
        return run;
    }

    private Optional<Run> killed(String identity) {
        return experiments.search(RunSearch.of(training.model())).stream()
                .filter(run -> identity.equals(run.data().tags().get(TRAINING)))
                .max(Comparator.comparing(run -> run.info().startTime()))
                .filter(run -> run.info().status() == RunStatus.KILLED);
    }

    /** Training data that was made for a run. */
    private record Made(FeatureView view, int version) {
        TrainingSource source() {
            return TrainingSource.of(view, version);
        }

        void forget(Throwable failed) {
            try {
                view.deleteTrainingDataset(version);
            } catch (ShearwaterException left) {
                failed.addSuppressed(left);
            }
        }
    }

    /** What was wanted: made now, or before the run was killed. */
    private Optional<Made> made(RunLog run) {
        if (!(training.data() instanceof Data.Wanted(var view, var options))) {
            return Optional.empty();
        }
        String before = run.run().data().tags().get(MADE);
        if (before != null && isThere(view, Integer.parseInt(before))) {
            return Optional.of(new Made(view, Integer.parseInt(before)));
        }
        TrainingDataset dataset = view.makeTrainingData(options);
        run.tag(MADE, Integer.toString(dataset.version()));
        return Optional.of(new Made(view, dataset.version()));
    }

    private static boolean isThere(FeatureView view, int version) {
        return view.trainingDatasets().stream().anyMatch(dataset -> dataset.version() == version);
    }

    /** All that the bytes of the model depend on, as a text that another process finds too. */
    private String identity() {
        String data = switch (training.data()) {
            case Data.InMemory(var given) ->
                given.dataset().view() + " " + given.dataset().version();
            case Data.Version(var view, int version) -> view.spec().ref() + " " + version;
            case Data.Wanted(var view, var options) ->
                view.spec().ref() + " " + options.split() + " " + options.filter() + " " + options.range() + " "
                        + options.weightLabel() + " " + options.spine().map(TrackedTraining::digest);
        };
        ModelTraining.Target target = training.target();
        String text = trainer.name() + " " + new TreeMap<>(training.learner().parameters()) + " "
                + training.learner().seed() + " " + target + " " + data;
        CRC32C sum = new CRC32C();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }

    private static long digest(Frame spine) {
        CRC32C sum = new CRC32C();
        try (FrameReader rows = spine.reader()) {
            for (Optional<Frame> next = rows.next(); next.isPresent(); next = rows.next()) {
                sum.update(next.get().toMaps().toString().getBytes(StandardCharsets.UTF_8));
            }
        }
        return sum.getValue();
    }
}
