package io.shearwater.serving;

import io.shearwater.learning.LearningError;
import io.shearwater.learning.LogicSchema;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Prediction.Interval;
import io.shearwater.learning.Prediction.Outcome;
import io.shearwater.learning.Task;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the scores of a model mean: classes in the type of their label, numbers, intervals. Immutable and thread-safe. */
final class Outcomes {
    private final ModelRef model;
    private final ModelSignature signature;
    private final DataType type;
    private final List<Object> classes;

    /**
     * What the scores of a model mean.
     *
     * @param label the type of the label, if the view has it
     * @throws io.shearwater.model.ShearwaterException BAD_DEFINITION for classes that are no values of the label
     */
    Outcomes(ModelRef model, ModelSignature signature, Optional<DataType> label) {
        this.model = model;
        this.signature = signature;
        this.type = signature.task().isClassification() ? label.orElse(DataType.STRING) : DataType.DOUBLE;
        this.classes = signature.classes().stream().map(this::typed).toList();
    }

    /** What the scores of a model mean that reads a view. */
    static Outcomes of(ModelVersion model, ServedView view) {
        Schema all = view.spec().query().schema();
        String label = model.signature().label();
        return new Outcomes(
                model.ref(),
                model.signature(),
                all.contains(label) ? Optional.of(all.field(label).type()) : Optional.empty());
    }

    private Object typed(String text) {
        return switch (type) {
            case DataType.StringType t -> text;
            default -> TypedText.parse("A class of '" + signature.label() + "' of the " + model, type, text);
        };
    }

    /** What comes back, beside where it comes from. */
    List<Field> response() {
        List<Field> fields = new ArrayList<>(List.of(new Field(LogicSchema.PREDICTION, type)));
        if (signature.task().isClassification()) {
            fields.add(LogicSchema.PROBABILITIES);
        }
        if (signature.task() == Task.QUANTILES) {
            fields.addAll(LogicSchema.INTERVAL);
        }
        return fields;
    }

    /** How many scores a row has. */
    int width() {
        return signature.outputs();
    }

    /**
     * What was predicted.
     *
     * @throws io.shearwater.model.ShearwaterException LEARNER_FAILED for a score that is no number
     */
    Outcome of(double[] all, int row) {
        int width = width();
        List<Double> scores = new ArrayList<>(width);
        for (int i = 0; i < width; i++) {
            double score = all[row * width + i];
            if (!Double.isFinite(score)) {
                throw LearningError.LEARNER_FAILED.because("The " + model + " gave the score " + score
                        + ", from which nothing follows. Look at its features in the log of vectors.");
            }
            scores.add(score);
        }
        return switch (signature.task()) {
            case BINARY -> {
                double second = scores.getFirst();
                yield new Outcome(
                        classes.get(second >= 0.5 ? 1 : 0),
                        scores,
                        probabilities(List.of(1 - second, second)),
                        Optional.empty(),
                        Map.of());
            }
            case MULTICLASS -> {
                int best = best(scores);
                yield new Outcome(classes.get(best), scores, probabilities(scores), Optional.empty(), Map.of());
            }
            case REGRESSION, RANKING -> new Outcome(scores.getFirst(), scores, Map.of(), Optional.empty(), Map.of());
            case QUANTILES -> new Outcome(scores.get(median()), scores, Map.of(), interval(scores), Map.of());
        };
    }

    private static int best(List<Double> scores) {
        int best = 0;
        for (int i = 1; i < scores.size(); i++) {
            best = scores.get(i) > scores.get(best) ? i : best;
        }
        return best;
    }

    private Map<String, Double> probabilities(List<Double> scores) {
        Map<String, Double> probabilities = new LinkedHashMap<>();
        for (int i = 0; i < scores.size(); i++) {
            probabilities.put(signature.classes().get(i), scores.get(i));
        }
        return Collections.unmodifiableMap(probabilities);
    }

    private int median() {
        List<Double> quantiles = signature.quantiles();
        int nearest = 0;
        for (int i = 1; i < quantiles.size(); i++) {
            nearest = Math.abs(quantiles.get(i) - 0.5) < Math.abs(quantiles.get(nearest) - 0.5) ? i : nearest;
        }
        return nearest;
    }

    private Optional<Interval> interval(List<Double> scores) {
        List<Double> quantiles = signature.quantiles();
        return quantiles.size() < 2
                ? Optional.empty()
                : Optional.of(
                        new Interval(scores.getFirst(), scores.getLast(), quantiles.getLast() - quantiles.getFirst()));
    }

    /** Which of the scores of a row an explanation is of: that of what was predicted. */
    int explained(Outcome outcome) {
        return switch (signature.task()) {
            case BINARY, REGRESSION, RANKING -> 0;
            case MULTICLASS -> best(outcome.scores());
            case QUANTILES -> median();
        };
    }
}
