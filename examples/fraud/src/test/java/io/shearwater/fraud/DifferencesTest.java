package io.shearwater.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferencesTest {
    private final Differences differences = new Differences("one is one");

    @Test
    void equalRowsAreCounted() {
        differences.compare(1, Map.of("a", 1L, "b", "x"), Map.of("b", "x", "a", 1L));
        differences.compare(2, "sum", 0.1 + 0.2, 0.3);
        differences.compare(2, "money", new BigDecimal("1.0"), new BigDecimal("1.00"));
        differences.compare(2, "nothing", null, null);

        assertThat(differences.none()).isEqualTo(5);
    }

    @Test
    void aDifferenceFailsTheProofAndNamesThePayment() {
        differences.compare(17, "count_1hour", 3L, 4L);

        assertThatThrownBy(differences::none)
                .isInstanceOfSatisfying(ShearwaterException.class, e -> {
                    assertThat(e.code()).isEqualTo(FraudError.PROOF_FAILED);
                    assertThat(e.kind()).isEqualTo(ErrorKind.INTERNAL);
                })
                .hasMessageContaining("one is one")
                .hasMessageContaining("1 of 1 values differ")
                .hasMessageContaining("payment 17, count_1hour: expected 3, got 4");
    }

    @Test
    void nullIsNotZeroAndASumMayNotBeOffByAMillionth() {
        differences.compare(1, "a", null, 0L);
        differences.compare(1, "b", 1.0, 1.000001);
        differences.compare(1, "c", 1L, 1);

        assertThatThrownBy(differences::none).hasMessageContaining("3 of 3 values differ");
    }

    @Test
    void aMissingFeatureIsADifference() {
        differences.compare(1, Map.of("a", 1L), Map.of("b", 1L));

        assertThatThrownBy(differences::none).hasMessageContaining("the features are [b], not [a]");
    }
}
