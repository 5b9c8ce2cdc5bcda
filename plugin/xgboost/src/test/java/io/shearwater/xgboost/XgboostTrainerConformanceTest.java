package io.shearwater.xgboost;

import io.shearwater.learning.ModelRuntime;
import io.shearwater.learning.Trainer;
import io.shearwater.testing.TrainerConformance;
import java.util.Map;

class XgboostTrainerConformanceTest extends TrainerConformance {
    @Override
    protected Trainer trainer() {
        return new XgboostTrainer();
    }

    @Override
    protected ModelRuntime runtime() {
        return new XgboostRuntime();
    }

    @Override
    protected Map<String, String> parameters(int rounds) {
        return Map.of(
                "n_estimators", String.valueOf(rounds),
                "checkpoint_rounds", "2",
                "subsample", "0.7",
                "colsample_bynode", "0.8",
                "max_depth", "4",
                "nthread", "1");
    }

    @Override
    protected Map.Entry<String, String> misspelt() {
        return Map.entry("lerning_rate", "learning_rate");
    }
}
