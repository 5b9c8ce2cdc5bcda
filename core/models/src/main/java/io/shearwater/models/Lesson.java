package io.shearwater.models;

import io.shearwater.api.ModelTraining;
import io.shearwater.api.TrainingData.Part;
import io.shearwater.api.TrainingRows;
import io.shearwater.learning.Examples;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.Task;
import io.shearwater.model.Names;
import io.shearwater.model.Schema;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a training learns from: labels in memory, features where they are.
 *
 * @param signature of the model that comes of it
 */
record Lesson(ModelSignature signature, LabelColumn label, Examples train, Optional<Examples> validation) {
    private static final String VALIDATION = "validation";

    /**
     * Reads the labels of all parts, so that what could not be learnt from or evaluated shows before the time of a training is
     * spent.
     */
    static Lesson read(ModelTraining training, TrainingSource source) {
        ModelTraining.Target target = training.target();
        Optional<ModelTraining.Ranking> ranking = ranking(target);
        PartLabels held = new PartLabels(ranking.map(QueryColumn::new));
        String train = trainPart(source);
        LabelColumn.@Nullable Learner learner = null;
        Schema features = Schema.of();
        try (TrainingRows rows = source.open(train)) {
            for (Optional<Part> next = rows.next(); next.isPresent(); next = rows.next()) {
                Part piece = next.get();
                if (learner == null) {
                    learner = LabelColumn.learner(target, piece.labels().schema());
                    features = features(piece.features().schema(), target.without());
                    Judged.requireHelpers(piece, training.judgement().slices());
                }
                held.add(piece, learner.values(piece));
            }
        }
        if (learner == null || held.rows() == 0) {
            throw LearningError.BAD_EXAMPLES.because("There are no rows to learn from in the part '" + train
                    + "' of the training data of " + source.dataset().view() + ".");
        }
        LabelColumn label = learner.label();
        ModelSignature signature =
                new ModelSignature(features, label.task(), label.field().name(), label.classes(), target.quantiles());
        Optional<Examples> validation = Optional.empty();
        for (String part : List.of(VALIDATION, "test")) {
            if (source.parts().contains(part)) {
                PartLabels other = labels(source, part, label, ranking);
                if (part.equals(VALIDATION)) {
                    validation = Optional.of(
                            other.with(SourceFeatures.of(source, part, features, other.rows()), other.labels()));
                }
            }
        }
        return new Lesson(
                signature,
                label,
                held.with(SourceFeatures.of(source, train, features, held.rows()), learner.settled(held.labels())),
                validation);
    }

    private static Optional<ModelTraining.Ranking> ranking(ModelTraining.Target target) {
        boolean isRanking = target.task().map(task -> task == Task.RANKING).orElse(false);
        if (isRanking && target.ranking().isEmpty()) {
            throw LearningError.BAD_DEFINITION.because(
                    "A ranking is of the rows of a query: say which column tells to" + " which query a row belongs.");
        }
        return isRanking ? target.ranking() : Optional.empty();
    }

    private static String trainPart(TrainingSource source) {
        if (source.parts().size() == 1) {
            return source.parts().iterator().next();
        }
        String train = "train";
        if (!source.parts().contains(train)) {
            throw LearningError.BAD_EXAMPLES.because(
                    "The training data has no part '" + train + "' to learn from; it has " + source.parts() + ".");
        }
        return train;
    }

    private static PartLabels labels(
            TrainingSource source, String part, LabelColumn label, Optional<ModelTraining.Ranking> ranking) {
        PartLabels held = new PartLabels(ranking.map(QueryColumn::new));
        try (TrainingRows rows = source.open(part)) {
            for (Optional<Part> next = rows.next(); next.isPresent(); next = rows.next()) {
                held.add(next.get(), label.values(next.get(), part));
            }
        }
        return held;
    }

    /** All features of the view but those that are left out. */
    private static Schema features(Schema all, List<String> without) {
        for (String name : without) {
            if (!all.contains(name)) {
                throw LearningError.WRONG_FEATURES.because("The view has no feature '" + name
                        + "' to leave out; it has " + all.names() + "." + Names.didYouMean(name, all.names()));
            }
        }
        return all.select(
                all.names().stream().filter(name -> !without.contains(name)).toList());
    }
}
