package io.shearwater.models;

import io.shearwater.api.ModelTraining.Ranking;
import io.shearwater.api.TrainingData.Part;
import io.shearwater.evaluation.Predictions;
import io.shearwater.evaluation.RankedPredictions;
import io.shearwater.evaluation.SliceValues;
import io.shearwater.evaluation.Slices;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.Predictor;
import io.shearwater.learning.Task;
import io.shearwater.model.Frame;
import java.util.List;
import java.util.Optional;

/** Predicts rows as they come and keeps what an evaluation needs of them: label, scores and the values of slices. Not thread-safe. */
final class Judging {
    private final ModelSignature signature;
    private final LabelColumn label;
    private final List<SliceValues> slices;
    private final List<String> columns;
    private final Optional<QueryColumn> queries;
    private final Doubles labels = new Doubles();
    private final Doubles scores = new Doubles();

    /**
     * An evaluation without rows so far.
     *
     * @param by training helpers by whose values predictions are evaluated too
     * @param ranking of a ranking, to which query a row belongs
     */
    Judging(ModelSignature signature, LabelColumn label, List<String> by, Optional<Ranking> ranking) {
        if (signature.task() == Task.RANKING && ranking.isEmpty()) {
            throw LearningError.BAD_DEFINITION.because(
                    "The model ranks the rows of a query: say which column tells to" + " which query a row belongs.");
        }
        this.queries = signature.task() == Task.RANKING ? ranking.map(QueryColumn::new) : Optional.empty();
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
        queries.ifPresent(column -> column.add(rows));
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
        Predictions predictions = queries.isPresent()
                ? RankedPredictions.of(
                        queries.get().toLongs(),
                        labels.toArray(),
                        scores.toArray(),
                        queries.get().places())
                : Judged.predictions(signature, labels.toArray(), scores.toArray());
        return new Judged(predictions, Slices.of(predictions, slices));
    }
}
