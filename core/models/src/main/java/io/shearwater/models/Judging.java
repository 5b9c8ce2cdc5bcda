package io.shearwater.models;

import io.shearwater.api.TrainingData.Part;
import io.shearwater.evaluation.SliceValues;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.Predictor;
import io.shearwater.model.Frame;
import java.util.List;

/** Predicts rows as they come and keeps what an evaluation needs of them: label, scores and the values of slices. Not thread-safe. */
final class Judging {
    private final ModelSignature signature;
    private final LabelColumn label;
    private final List<SliceValues> slices;
    private final List<String> columns;
    private final Doubles labels = new Doubles();
    private final Doubles scores = new Doubles();

    /**
     * An evaluation without rows so far.
     *
     * @param by training helpers by whose values predictions are evaluated too
     */
    Judging(ModelSignature signature, LabelColumn label, List<String> by) {
        this.signature = signature;
        this.label = label;
        this.columns = by;
        this.slices = by.stream().map(SliceValues::new).toList();
    }

    /**
     * Predicts and adds rows.
     *
     * @param name of the part they are of, for messages
     */
    void add(Part rows, String name, Predictor model) {
        Frame features = Judged.features(rows.features(), signature);
        labels.add(label.values(rows, name));
        scores.add(model.predict(features));
        Judged.requireHelpers(rows, columns);
        for (int i = 0; i < columns.size(); i++) {
            slices.get(i).add(rows.helpers().column(columns.get(i)));
        }
    }

    int rows() {
        return labels.size();
    }

    /** The evaluation of all rows, at least one. */
    Judged judged() {
        return Judged.of(signature, labels.toArray(), scores.toArray(), slices);
    }
}
