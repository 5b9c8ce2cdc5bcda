package io.shearwater.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.ShearwaterException;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class MartSpecTest {
    @Test
    void scaleOneIsTheMartOfTheDocumentation() {
        MartSpec full = MartSpec.scaled(1, 42);

        assertThat(full.cards()).isEqualTo(100_000);
        assertThat(full.accounts()).isEqualTo(90_000);
        assertThat(full.merchants()).isEqualTo(5_000);
        assertThat(full.banks()).isEqualTo(1_000);
        assertThat(full.expectedPayments()).isEqualTo(5_000_000);
        assertThat(full.attacksOfEachKind()).isEqualTo(1_000);
    }

    @Test
    void theSmallestScaleHasOneOfEach() {
        MartSpec tiny = MartSpec.scaled(0.00001, 42);

        assertThat(tiny.cards()).isEqualTo(1);
        assertThat(tiny.accounts()).isEqualTo(1);
        assertThat(tiny.merchants()).isEqualTo(1);
        assertThat(tiny.banks()).isEqualTo(1);
        assertThat(tiny.attacksOfEachKind()).isEqualTo(1);
    }

    @Test
    void anImpossibleMartIsRefusedWithItsNumber() {
        assertThatThrownBy(() -> MartSpec.scaled(0, 42))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(FraudError.BAD_OPTION))
                .hasMessageContaining("scale = 0.0")
                .hasMessageContaining("more than 0 and at most 1,000");
        assertThatThrownBy(() -> new MartSpec(1, LocalDate.EPOCH, 0, 1, 1, 1, 1, 0))
                .hasMessageContaining("days = 0")
                .hasMessageContaining("1 to 3650");
        assertThatThrownBy(() -> new MartSpec(1, LocalDate.EPOCH, 1, 1, 1, 1, 1, 0.5))
                .hasMessageContaining("share of attacks = 0.5");
    }
}
