package io.shearwater.training;

import io.shearwater.api.TrainingData;
import io.shearwater.model.Frame;
import io.shearwater.model.TrainingDataset;
import io.shearwater.transform.FittedStates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The folds of a cross-validation in memory, as they are stored. What a model reads is transformed when it is asked for, with what
 * was learnt without the fold that the model is tested with. Immutable and thread-safe.
 *
 * @param folds the rows of each fold
 * @param states what was learnt for the final model, then for each fold
 */
record FoldedData(ShapedParts shaped, List<Frame> folds, List<FittedStates> states) implements TrainingData.Gathered {
    TrainingData data(TrainingDataset dataset) {
        Map<String, TrainingData.Part> tests = new LinkedHashMap<>();
        for (int fold = 1; fold <= folds.size(); fold++) {
            tests.put(dataset.split().names().get(fold - 1), part(Slice.test(fold)));
        }
        return new TrainingData(dataset, tests, this);
    }

    @Override
    public TrainingData.Part without(int part) {
        return part(Slice.train(part + 1));
    }

    @Override
    public TrainingData.Part all() {
        return part(Slice.all());
    }

    private TrainingData.Part part(Slice slice) {
        List<Frame> chosen = new ArrayList<>();
        for (int part = 0; part < folds.size(); part++) {
            if (slice.parts().test(part)) {
                chosen.add(folds.get(part));
            }
        }
        Frame rows = Frame.concat(folds.getFirst().schema(), chosen);
        return shaped.roles(states.get(slice.fold()), slice.use()).part(rows);
    }
}
