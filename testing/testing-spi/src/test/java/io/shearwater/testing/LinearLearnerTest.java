package io.shearwater.testing;

import io.shearwater.learning.ModelRuntime;
import io.shearwater.learning.Trainer;
import java.util.Map;

class LinearLearnerTest extends TrainerConformance {
    @Override
    protected Trainer trainer() {
        return new LinearLearner();
    }

    @Override
    protected ModelRuntime runtime() {
        return new LinearLearner();
    }

    @Override
    protected Map<String, String> parameters(int rounds) {
        return Map.of("rounds", String.valueOf(rounds));
    }

    @Override
    protected Map.Entry<String, String> misspelt() {
        return Map.entry("ronds", "rounds");
    }
}
