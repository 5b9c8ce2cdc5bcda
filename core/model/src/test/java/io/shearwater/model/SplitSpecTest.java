package io.shearwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitSpecTest {
    private static final LocalDate DAY = LocalDate.of(2024, 5, 1);

    @Test
    void partsHaveTheirNamesInOrder() {
        assertThat(SplitSpec.whole().names()).containsExactly("train");
        assertThat(SplitSpec.trainTest(0.2, 7).names()).containsExactly("train", "test");
        assertThat(SplitSpec.trainValidationTest(0.1, 0.2, 7).names()).containsExactly("train", "validation", "test");
        assertThat(SplitSpec.trainTestByTime(
                                TimeRange.ofDays(DAY, DAY), TimeRange.ofDays(DAY.plusDays(2), DAY.plusDays(3)))
                        .names())
                .containsExactly("train", "test");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, 1.5, Double.NaN})
    void impossibleSharesAreRefused(double share) {
        assertThatThrownBy(() -> SplitSpec.trainTest(share, 1))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("must be more than 0 and less than 1");
    }

    @Test
    void sharesAddUpToOne() {
        assertThatThrownBy(() -> new SplitSpec.Random(
                        List.of(new SplitSpec.Part("a", 0.5), new SplitSpec.Part("b", 0.4)), 1, List.of()))
                .hasMessageContaining("add up to 0.9, not 1");
    }

    @Test
    void foldsAreAlikeAndNumberedFromOne() {
        assertThat(SplitSpec.kFold(3, 7).names()).containsExactly("fold_1", "fold_2", "fold_3");
        assertThat(SplitSpec.kFold(100, 7).parts()).hasSize(100).allMatch(part -> part.share() == 0.01);
        assertThatThrownBy(() -> SplitSpec.kFold(1, 7)).hasMessageContaining("2 to 100 folds; 1 were asked for");
        assertThatThrownBy(() -> SplitSpec.kFold(101, 7)).hasMessageContaining("101 were asked for");
    }

    @Test
    void stratifiedSplitsAreExactAndNotGrouped() {
        SplitSpec.Random split = SplitSpec.trainTest(0.2, 7);
        assertThat(split.sizes()).isEqualTo(SplitSpec.Sizes.NEAR);
        assertThat(split.stratifiedBy("label").sizes()).isEqualTo(SplitSpec.Sizes.EXACT);
        assertThat(split.stratifiedBy("a", "b").columns()).containsExactly("a", "b");
        assertThat(split.groupedBy("card").exact().columns()).containsExactly("card");
        assertThatThrownBy(() -> split.groupedBy("card").stratifiedBy("label"))
                .hasMessageContaining("keep the rows of [card] together and the shares of [label] too");
        assertThatThrownBy(
                        () -> new SplitSpec.Random(split.parts(), 7, List.of(), List.of("label"), SplitSpec.Sizes.NEAR))
                .hasMessageContaining("stratified by [label] has exact sizes");
    }

    @Test
    void partsHaveDifferentNamesThatCanNameAFile() {
        assertThatThrownBy(() -> new SplitSpec.Random(
                        List.of(new SplitSpec.Part("a", 0.5), new SplitSpec.Part("a", 0.5)), 1, List.of()))
                .hasMessageContaining("parts of different names; got [a, a]");
        assertThatThrownBy(() -> new SplitSpec.ByTime(List.of())).hasMessageContaining("one or more parts");
        assertThatThrownBy(() -> new SplitSpec.Part("../train", 0.5)).hasMessageContaining("The part name '../train'");
        assertThatThrownBy(() -> new SplitSpec.TimePart("", TimeRange.ALL)).hasMessageContaining("The part name ''");
    }

    @Test
    void overlappingTimesAreRefusedNamingBothParts() {
        assertThatThrownBy(() -> SplitSpec.trainTestByTime(
                        TimeRange.ofDays(DAY, DAY.plusDays(2)), TimeRange.ofDays(DAY.plusDays(2), DAY.plusDays(4))))
                .hasMessageContaining("The parts 'train'")
                .hasMessageContaining("and 'test'")
                .hasMessageContaining("overlap: rows would be in both");
    }
}
