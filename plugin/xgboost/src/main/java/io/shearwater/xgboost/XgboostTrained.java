package io.shearwater.xgboost;

import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.Predictor;
import io.shearwater.learning.TrainedModel;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model that was trained here; it holds no native memory. */
final class XgboostTrained implements TrainedModel {
    private final ModelSignature signature;
    private final ModelValue file;
    private final XgboostModel model;
    private final Predictor predictor;
    private final Map<String, Double> metrics;

    XgboostTrained(ModelSignature signature, ModelValue file, Map<String, Double> metrics) {
        this.signature = signature;
        this.file = file;
        this.model = XgboostModel.of(file);
        this.predictor = new XgboostPredictor(signature, model);
        this.metrics = metrics;
    }

    XgboostModel model() {
        return model;
    }

    @Override
    public Predictor predictor() {
        return predictor;
    }

    @Override
    public String format() {
        return XgboostRuntime.FORMAT;
    }

    @Override
    public void save(Path directory) {
        try (OutputStream out =
                new BufferedOutputStream(Files.newOutputStream(directory.resolve(XgboostRuntime.JSON)))) {
            ModelJson.write(file, out);
        } catch (IOException e) {
            throw LearningError.LEARNER_FAILED.because(
                    "The model cannot be written into '" + directory + "': " + e.getMessage(), e);
        }
    }

    @Override
    public Map<String, Double> metrics() {
        return metrics;
    }

    /** What splits by each feature gained, on average; 0 for one by which none splits. */
    @Override
    public Map<String, Double> importance() {
        ModelPart booster = new ModelPart("", file).at("learner").at("gradient_booster");
        if (booster.at("name").text().equals("gblinear")) {
            return Map.of();
        }
        ModelPart trees = booster.find("gbtree").orElse(booster).at("model").at("trees");
        double[] gains = new double[model.features()];
        int[] splits = new int[model.features()];
        for (ModelPart tree : trees.items()) {
            int[] lefts = tree.at("left_children").wholes();
            int[] features = tree.at("split_indices").wholes();
            float[] gain = tree.at("loss_changes").reals();
            for (int node = 0; node < lefts.length; node++) {
                if (lefts[node] >= 0) {
                    gains[features[node]] += gain[node];
                    splits[features[node]]++;
                }
            }
        }
        List<String> names = signature.features().names();
        Map<String, Double> byName = new LinkedHashMap<>();
        for (int i = 0; i < gains.length; i++) {
            byName.put(names.get(i), splits[i] == 0 ? 0.0 : gains[i] / splits[i]);
        }
        Map<String, Double> sorted = new LinkedHashMap<>();
        byName.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return Collections.unmodifiableMap(sorted);
    }

    @Override
    public Map<String, String> libraries() {
        return Map.of("xgboost", model.version());
    }

    @Override
    public void close() {
        predictor.close();
    }
}
