package io.shearwater.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiceTest {
    private static final int DRAWS = 100_000;

    @Test
    void equalSeedsPurposesAndIndexesGiveEqualNumbers() {
        assertThat(numbers(Dice.of(1, "a", 2, 3))).isEqualTo(numbers(Dice.of(1, "a", 2, 3)));
        assertThat(numbers(Dice.of(1, "a", 2, 3)))
                .isNotEqualTo(numbers(Dice.of(2, "a", 2, 3)))
                .isNotEqualTo(numbers(Dice.of(1, "b", 2, 3)))
                .isNotEqualTo(numbers(Dice.of(1, "a", 3, 2)))
                .isNotEqualTo(numbers(Dice.of(1, "a", 2)));
    }

    private static double[] numbers(Dice dice) {
        return DoubleStream.generate(dice::unit).limit(8).toArray();
    }

    @Test
    void unitsFillTheUnitEvenly() {
        Dice dice = Dice.of(42, "units");
        int[] tenths = new int[10];
        for (int i = 0; i < DRAWS; i++) {
            tenths[(int) (dice.unit() * 10)]++;
        }
        assertThat(Arrays.stream(tenths)).allMatch(count -> Math.abs(count - DRAWS / 10) < 500);
    }

    @Test
    void boundsAreKept() {
        Dice dice = Dice.of(42, "bounds");

        assertThat(IntStream.generate(() -> dice.between(5, 7)).limit(1_000)).containsOnly(5, 6, 7);
        assertThat(IntStream.generate(() -> dice.below(2)).limit(1_000)).containsOnly(0, 1);
        assertThat(IntStream.range(0, 1_000).mapToObj(i -> dice.below(Duration.ofSeconds(1))))
                .allMatch(part -> !part.isNegative() && part.compareTo(Duration.ofSeconds(1)) < 0)
                .allMatch(part -> part.toNanos() % 1_000 == 0);
    }

    @Test
    void distributionsHaveTheirMeans() {
        Dice dice = Dice.of(42, "means");

        assertThat(mean(dice::normal)).isCloseTo(0, within(0.02));
        assertThat(mean(() -> dice.poisson(1.7))).isCloseTo(1.7, within(0.02));
        assertThat(mean(() -> dice.weighted(new double[] {1, 2, 1}, 4))).isCloseTo(1, within(0.02));
        assertThat(mean(() -> dice.chance(0.3) ? 1 : 0)).isCloseTo(0.3, within(0.01));
    }

    private static double mean(DoubleSupplier draw) {
        return DoubleStream.generate(draw).limit(DRAWS).average().orElseThrow();
    }
}
