package io.shearwater.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RankCorrelationTest {
    @Test
    void equalValuesHaveTheMeanOfTheirRanks() {
        double[] first = {1, 2, 2, 3, Double.NaN, 5};
        double[] second = {4, 1, 3, 3, 9, -0.0};
        // scipy.stats.spearmanr of the rows where both are numbers.
        assertThat(RankCorrelation.of(first, second).orElseThrow())
                .isCloseTo(-0.7631578947368421, Offset.offset(1e-12));
        assertThat(RankCorrelation.of(first, new double[] {1, 1, 1, 1, 2, 1})).isEmpty();
    }
}
