package io.shearwater.models;

import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelTraining;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingRows;
import io.shearwater.learning.LearningError;
import io.shearwater.model.TrainingDataset;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where the rows of a training come from. Thread-safe. */
sealed interface TrainingSource {
    TrainingDataset dataset();

    /** The names of the parts, in order. */
    Set<String> parts();

    /** The rows of a part, each time anew. Close it. */
    TrainingRows open(String part);

    /** What a training was given. */
    static TrainingSource of(ModelTraining training) {
        return switch (training.data()) {
            case ModelTraining.Data.InMemory(TrainingData data) -> new InMemory(data);
            case ModelTraining.Data.Version(FeatureView view, int version) -> of(view, version);
            case ModelTraining.Data.Wanted wanted ->
                throw LearningError.BAD_DEFINITION.because("Trials are compared by the same rows, also when they go on"
                        + " another day: make a version of the training data of "
                        + wanted.view().spec().ref() + " first, and search with that.");
        };
    }

    /** A version that is there. */
    static TrainingSource of(FeatureView view, int version) {
        return new Streamed(
                view, view.withTrainingDataset(version).trainingDataset().orElseThrow());
    }

    /** Rows in memory. */
    record InMemory(TrainingData data) implements TrainingSource {
        @Override
        public TrainingDataset dataset() {
            return data.dataset();
        }

        @Override
        public Set<String> parts() {
            return data.parts().keySet();
        }

        @Override
        public TrainingRows open(String part) {
            Iterator<TrainingData.Part> whole = List.of(data.part(part)).iterator();
            return new TrainingRows() {
                @Override
                public Optional<TrainingData.Part> next() {
                    return whole.hasNext() ? Optional.of(whole.next()) : Optional.empty();
                }

                @Override
                public void close() {}
            };
        }
    }

    /** Rows that are read from the store each time. */
    record Streamed(FeatureView view, TrainingDataset dataset) implements TrainingSource {
        @Override
        public Set<String> parts() {
            return dataset.parts().keySet();
        }

        @Override
        public TrainingRows open(String part) {
            return view.trainingRows(dataset.version(), part);
        }
    }
}
