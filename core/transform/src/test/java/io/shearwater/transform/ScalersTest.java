package io.shearwater.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.DataType;
import io.shearwater.model.ShearwaterException;
import org.junit.jupiter.api.Test;

class ScalersTest {
    @Test
    void minMaxTakesTheRangeOfTheTrainingDataToZeroToOne() {
        Trial trial = Trial.fitted(BuiltIns.minMaxScaler("amount"), Trial.doubles(1.0, 3.0, null, 2.0, Double.NaN));

        assertThat(trial.values(1.0, 2.0, 3.0, 5.0, null, Double.NaN, Double.POSITIVE_INFINITY))
                .containsExactly(0.0, 0.5, 1.0, 2.0, null, Double.NaN, Double.POSITIVE_INFINITY);
    }

    @Test
    void minMaxTakesAnyRange() {
        Trial trial = Trial.fitted(BuiltIns.minMaxScaler("amount", -1, 1), Trial.column(DataType.INT, 0, 10));

        assertThat(trial.values(0, 5, 10)).containsExactly(-1.0, 0.0, 1.0);
    }

    @Test
    void minMaxOfAConstantIsTheLowEnd() {
        Trial trial = Trial.fitted(BuiltIns.minMaxScaler("amount"), Trial.doubles(7.0, 7.0));

        assertThat(trial.values(7.0, 8.0)).containsExactly(0.0, 1.0);
    }

    @Test
    void minMaxOfTheWholeRangeOfDoublesDoesNotOverflow() {
        Trial trial = Trial.fitted(BuiltIns.minMaxScaler("amount"), Trial.doubles(-Double.MAX_VALUE, Double.MAX_VALUE));

        assertThat(trial.values(-Double.MAX_VALUE, 0.0, Double.MAX_VALUE)).containsExactly(0.0, 0.5, 1.0);
    }

    @Test
    void standardUsesTheDeviationOfThePopulation() {
        Trial trial = Trial.fitted(BuiltIns.standardScaler("amount"), Trial.doubles(1.0, 2.0, 3.0));

        assertThat(trial.values(1.0, 2.0, 3.0)).containsExactly(-Math.sqrt(1.5), 0.0, Math.sqrt(1.5));
    }

    @Test
    void standardOfASingleValueIsZero() {
        Trial trial = Trial.fitted(BuiltIns.standardScaler("amount"), Trial.doubles(4.0));

        assertThat(trial.values(4.0, 5.0)).containsExactly(0.0, 1.0);
    }

    @Test
    void negativeZeroIsZero() {
        Trial trial = Trial.fitted(BuiltIns.standardScaler("amount"), Trial.doubles(-0.0, 0.0));

        assertThat(trial.values(-0.0, 0.0)).containsExactly(0.0, 0.0);
    }

    @Test
    void aColumnWithoutNumbersCannotBeLearntFrom() {
        assertThatThrownBy(() -> Trial.fitted(BuiltIns.minMaxScaler("amount"), Trial.doubles(null, null)))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("'amount' has no value in the 2 rows")
                .hasMessageContaining("all are null");
        assertThatThrownBy(() -> Trial.fitted(
                        BuiltIns.standardScaler("amount"), Trial.doubles(null, Double.NaN, Double.POSITIVE_INFINITY)))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("1 are null, the others NaN or infinite");
    }

    @Test
    void aTextIsNotScaled() {
        assertThatThrownBy(() -> Trial.fitted(BuiltIns.minMaxScaler("category"), Trial.texts("a")))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("'category' is string (nominal) and cannot be scaled");
    }
}
