package io.shearwater.store;

import io.shearwater.learning.DeploymentSchema;
import io.shearwater.learning.ModelVersion;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.Field;
import io.shearwater.model.GroupRef;
import io.shearwater.serving.Answered;
import io.shearwater.serving.Concluded;
import io.shearwater.serving.LogTally;
import io.shearwater.serving.PredictionLog;
import io.shearwater.serving.PredictionLogs;
import io.shearwater.serving.ServedView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Logs of predictions as feature groups of the store. Thread-safe. */
final class StoredPredictionLogs implements PredictionLogs {
    static final String DEPLOYMENT = "deployment";
    static final String ROLE = "role";
    static final String MODEL = "model";
    static final String MODEL_VERSION = "model_version";
    static final String VIEW = "feature_view";
    static final String PREDICTION = "prediction";
    static final String PROBABILITY = "probability";
    static final String SCORES = "scores";
    static final String FALLBACKS = "fallbacks";
    static final String PART = "part";

    private final StoreParts parts;

    StoredPredictionLogs(StoreParts parts) {
        this.parts = parts;
    }

    @Override
    public PredictionLog<Answered> open(ServedView view, Optional<ModelVersion> model, List<Field> response) {
        parts.requireWritable("log predictions");
        DeployedView deployed = (DeployedView) view;
        VectorLogLayout layout = new VectorLogLayout(
                model.map(StoredPredictionLogs::group)
                        .orElseGet(() -> VectorLogLayout.group(
                                view.spec().name(), "_" + view.spec().version() + "_predictions")),
                model.map(StoredPredictionLogs::description)
                        .orElseGet(() -> "Answers of deployments of the feature view '"
                                + view.spec().name() + "' version "
                                + view.spec().version()),
                fixed(model.isPresent(), response),
                view.spec(),
                deployed.program());
        Integer dataset =
                view.trainingDataset().isPresent() ? view.trainingDataset().getAsInt() : null;
        return new Log(parts.logs().writer(parts, layout), new LoggedRequest.Form(layout, deployed.program(), dataset));
    }

    @Override
    public PredictionLog<Concluded> open(DeploymentSchema schema) {
        parts.requireWritable("log predictions");
        LogicLogLayout layout = new LogicLogLayout(schema);
        return new LogicLog(parts.logs().writer(parts, layout), layout);
    }

    /** The group that is the log of a model's version. */
    static GroupRef group(ModelVersion model) {
        return VectorLogLayout.group(model.name(), "_" + model.version() + "_predictions");
    }

    static String description(ModelVersion model) {
        return "Predictions of the model '" + model.name() + "' version " + model.version();
    }

    static List<Feature> fixed(boolean hasModel, List<Field> response) {
        List<Feature> fixed = new ArrayList<>(VectorLogLayout.FIXED);
        fixed.add(Feature.of(DEPLOYMENT, DataType.STRING, "Which deployment was asked"));
        fixed.add(Feature.of(ROLE, DataType.STRING, "serving, shadow, stand-in or batch"));
        fixed.add(Feature.of(MODEL, DataType.STRING, "The name of the model"));
        fixed.add(Feature.of(MODEL_VERSION, DataType.INT, "Its version"));
        fixed.add(Feature.of(VIEW, DataType.STRING, "The feature view that it read, with its version"));
        fixed.add(Feature.of(PART, DataType.STRING, "Under which logic asked it; null where clients did"));
        fixed.add(Feature.of(
                FALLBACKS, DataType.STRING, "feature=substitute of each that was missing, separated by commas"));
        if (hasModel) {
            fixed.add(Feature.of(PREDICTION, response.getFirst().type(), "What was predicted; not what came of it"));
            fixed.add(Feature.of(PROBABILITY, DataType.DOUBLE, "Of a class that was predicted"));
            fixed.add(Feature.of(SCORES, DataType.array(DataType.DOUBLE), "As the model gave them"));
        }
        return fixed;
    }

    /** The log of one model or view. */
    private record Log(VectorLogWriter writer, LoggedRequest.Form form) implements PredictionLog<Answered> {
        @Override
        public void offer(Answered answered, LogTally tally) {
            tally.offered(answered.entries().size());
            writer.offer(new LoggedPredictions(
                    form, answered, LoggedRequest.named(answered.entries()), writer.dropped(), tally));
        }

        @Override
        public void flush() {
            writer.flush();
        }
    }

    /** The log of logic. */
    private record LogicLog(VectorLogWriter writer, LogicLogLayout layout) implements PredictionLog<Concluded> {
        @Override
        public void offer(Concluded concluded, LogTally tally) {
            tally.offered(concluded.entries().size());
            writer.offer(new LoggedConclusions(layout, concluded, writer.dropped(), tally));
        }

        @Override
        public void flush() {
            writer.flush();
        }
    }
}
