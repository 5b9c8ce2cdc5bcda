package io.shearwater.xgboost;

import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.Task;
import io.shearwater.model.Names;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A model as its file has it. See {@code doc/tutorials/saving_model.rst} and {@code doc/model.schema} of the library. Immutable
 * by contract.
 *
 * @param version of the library that wrote it, as {@code 2.1.4}
 * @param features how many it reads
 * @param names of the features, if it has any
 * @param quantiles of a model of quantiles which, if the file says so; else none
 * @param base the margin of each output before anything is added
 */
record XgboostModel(
        String version,
        int features,
        List<String> names,
        Objective objective,
        float[] quantiles,
        float[] base,
        Ensemble ensemble) {
    /** The newest major version of the library whose files are known. */
    static final int NEWEST = 3;

    /** Takes a model apart. */
    static XgboostModel of(ModelValue file) {
        ModelPart root = new ModelPart("", file);
        ModelPart learner = root.at("learner");
        ModelPart parameters = learner.at("learner_model_param");
        int features = parameters.at("num_feature").count();
        if (features == 0 || features > Trees.FEATURE) {
            throw parameters.bad("'num_feature' is " + features);
        }
        int outputs = Math.max(
                1,
                Math.max(
                        parameters.find("num_class").map(ModelPart::count).orElse(0),
                        parameters.find("num_target").map(ModelPart::count).orElse(1)));
        ModelPart booster = learner.at("gradient_booster");
        Objective objective = objective(learner.at("objective").at("name").text());
        String version = root.find("version").map(XgboostModel::version).orElse("before 1.0");
        List<String> names = learner.find("feature_names").map(ModelPart::items).orElse(List.of()).stream()
                .map(ModelPart::text)
                .toList();
        if (!names.isEmpty() && names.size() != features) {
            throw learner.at("feature_names").bad("there are " + names.size() + " names for " + features + " features");
        }
        requirePossible(parameters, outputs);
        float[] base = base(parameters.at("base_score"), objective, outputs);
        float[] quantiles = learner.at("objective")
                .find("quantile_loss_param")
                .flatMap(part -> part.find("quantile_alpha"))
                .map(XgboostModel::list)
                .orElse(new float[0]);
        Ensemble ensemble = ensemble(booster, features, outputs);
        return new XgboostModel(version, features, names, objective, quantiles, base, ensemble);
    }

    private static String version(ModelPart part) {
        return String.join(
                ".", Arrays.stream(part.wholes()).mapToObj(String::valueOf).toList());
    }

    /** The version of the library that wrote a file, if it is a newer one than those whose files are known. */
    static Optional<String> newerLibrary(ModelValue file) {
        return new ModelPart("", file)
                .find("version")
                .filter(part -> part.wholes().length > 0 && part.wholes()[0] > NEWEST)
                .map(XgboostModel::version);
    }

    private static Objective objective(String name) {
        return Objective.named(name)
                .orElseThrow(() -> LearningError.UNSUPPORTED_MODEL.because("The model's objective is '" + name
                        + "'; known are " + Objective.names() + "." + Names.didYouMean(name, Objective.names())));
    }

    /** A count of outputs is no reason to take memory before it is known that there is something to fill them. */
    private static void requirePossible(ModelPart parameters, int outputs) {
        if (outputs > 1_000_000) {
            throw parameters.bad("there are " + outputs + " outputs, more than any model has");
        }
    }

    private static float[] list(ModelPart part) {
        try {
            return Objective.list(part.text());
        } catch (NumberFormatException e) {
            throw LearningError.BAD_MODEL.because(
                    "The model is damaged or not of XGBoost: at '" + part.path() + "', '" + part.text()
                            + "' is no number.",
                    e);
        }
    }

    private static float[] base(ModelPart part, Objective objective, int outputs) {
        float[] scores = list(part);
        if (scores.length != 1 && scores.length != outputs) {
            throw part.bad("there are " + scores.length + " base scores for " + outputs + " outputs");
        }
        float[] margins = new float[outputs];
        for (int i = 0; i < outputs; i++) {
            float score = scores[scores.length == 1 ? 0 : i];
            margins[i] = objective.base().margin(score);
            if (!Float.isFinite(margins[i])) {
                throw part.bad("the objective '" + objective.name() + "' cannot begin at " + score);
            }
        }
        return margins;
    }

    private static Ensemble ensemble(ModelPart booster, int features, int outputs) {
        String name = booster.at("name").text();
        return switch (name) {
            case "gbtree" -> {
                ModelPart model = booster.at("model");
                // Newer libraries have dropped trees in the same place as others.
                yield TreesReader.read(model, weights(model.find("weight_drop"), model), features, outputs);
            }
            case "dart" -> {
                ModelPart model = booster.find("gbtree").orElse(booster).at("model");
                Optional<ModelPart> weights = booster.find("weight_drop").or(() -> model.find("weight_drop"));
                yield TreesReader.read(model, weights(weights, model), features, outputs);
            }
            case "gblinear" -> {
                float[] weights = booster.at("model").at("weights").reals();
                if (weights.length != (features + 1L) * outputs) {
                    throw booster.at("model")
                            .at("weights")
                            .bad("there are " + weights.length + " weights for " + features + " features and " + outputs
                                    + " outputs");
                }
                yield new LinearWeights(features, outputs, weights);
            }
            default ->
                throw LearningError.UNSUPPORTED_MODEL.because(
                        "The model is made by the booster '" + name + "'; known are gbtree, dart and gblinear.");
        };
    }

    private static Optional<float[]> weights(Optional<ModelPart> weights, ModelPart model) {
        int trees = model.at("trees").items().size();
        return weights.map(part -> part.reals(trees));
    }

    int outputs() {
        return base.length;
    }

    /**
     * Says no if the model is another than was registered.
     *
     * @throws io.shearwater.model.ShearwaterException WRONG_FEATURES
     */
    void requireFits(ModelSignature signature) {
        List<String> wanted = signature.features().names();
        if (features != wanted.size()) {
            throw LearningError.WRONG_FEATURES.because(
                    "The model reads " + features + " features" + (names.isEmpty() ? "" : " " + names)
                            + ", it is registered with " + wanted.size() + ": " + wanted + ".");
        }
        if (!names.isEmpty() && !names.equals(wanted)) {
            int first = 0;
            while (names.get(first).equals(wanted.get(first))) {
                first++;
            }
            throw LearningError.WRONG_FEATURES.because("Feature " + (first + 1) + " of the model is '"
                    + names.get(first)
                    + "', it is registered with '" + wanted.get(first) + "' there. The order counts: the model has "
                    + names + ".");
        }
        Task task = signature.task();
        if (!objective.tasks().contains(task)) {
            throw LearningError.WRONG_FEATURES.because("The model's objective '" + objective.name()
                    + "' does not give what the task '" + task.text() + "' is; it is for "
                    + objective.tasks().stream().map(Task::text).toList() + ".");
        }
        if (task == Task.QUANTILES && quantiles.length > 0) {
            requireQuantiles(signature);
        }
        if (outputs() != signature.outputs()) {
            throw LearningError.WRONG_FEATURES.because("The model gives " + outputs() + " scores for a row, '"
                    + signature.label() + "' of the task '" + task.text() + "' needs " + signature.outputs() + ".");
        }
    }

    private void requireQuantiles(ModelSignature signature) {
        boolean same = quantiles.length == signature.quantiles().size();
        for (int i = 0; same && i < quantiles.length; i++) {
            same = quantiles[i] == signature.quantiles().get(i).floatValue();
        }
        if (!same) {
            throw LearningError.WRONG_FEATURES.because("The model gives the quantiles " + Arrays.toString(quantiles)
                    + ", '" + signature.label() + "' is registered with " + signature.quantiles() + ".");
        }
    }
}
