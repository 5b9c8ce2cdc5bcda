package io.shearwater.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;

class QuantilesPropertyTest {
    private static final int KEPT = 20;

    @Provide
    Arbitrary<List<Double>> numbers() {
        Arbitrary<Double> number = Arbitraries.oneOf(
                Arbitraries.doubles().between(-1e6, 1e6).map(value -> value + 0.0),
                Arbitraries.integers().between(-3, 3).map(Integer::doubleValue));
        return number.list().ofMinSize(1).ofMaxSize(200);
    }

    private static Quantiles of(int exact, List<Double> numbers) {
        Quantiles quantiles = new Quantiles(exact);
        numbers.forEach(quantiles::add);
        return quantiles;
    }

    private static double[] sorted(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    @Property(tries = 300)
    void fewNumbersAreInterpolatedBetweenNeighbours(
            @ForAll("numbers") List<Double> numbers, @ForAll @DoubleRange(min = 0, max = 1) double share) {
        double[] sorted = sorted(numbers);
        double rank = (sorted.length - 1) * share;
        double below = sorted[(int) Math.floor(rank)];
        double above = sorted[(int) Math.ceil(rank)];
        double wanted = below + (above - below) * (rank - Math.floor(rank));

        assertThat(of(1000, numbers).quantile(share))
                .isBetween(below, above)
                .isCloseTo(wanted, Offset.offset(1e-9 * Math.max(1, Math.abs(wanted))));
    }

    @Property(tries = 300)
    void manyNumbersAreKnownToThePartThatIsPromised(
            @ForAll("numbers") List<Double> numbers, @ForAll @DoubleRange(min = 0, max = 1) double share) {
        double[] sorted = sorted(numbers);
        double below = sorted[(int) Math.floor((sorted.length - 1) * share)];

        double given = of(KEPT, numbers).quantile(share);
        if (numbers.size() > KEPT && share < 1) {
            assertThat(Math.abs(given - below)).isLessThanOrEqualTo(LogBuckets.ERROR * Math.abs(below) + 1e-300);
        }
        assertThat(of(KEPT, numbers).quantiles(0, 1)).containsExactly(sorted[0], sorted[sorted.length - 1]);
    }

    @Property(tries = 200)
    void orderDoesNotMatter(@ForAll("numbers") List<Double> numbers, @ForAll @IntRange(max = 1000) int seed) {
        double[] shares = {0, 0.01, 0.25, 0.5, 0.75, 0.99, 1};
        List<Double> shuffled = new ArrayList<>(numbers);
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(of(KEPT, shuffled).quantiles(shares))
                .isEqualTo(of(KEPT, numbers).quantiles(shares));
        assertThat(visited(of(KEPT, shuffled))).isEqualTo(visited(of(KEPT, numbers)));
    }

    @Property(tries = 200)
    void quantilesAscend(@ForAll("numbers") List<Double> numbers, @ForAll @IntRange(min = 1, max = 300) int exact) {
        double[] shares = new double[50];
        Arrays.setAll(shares, i -> i / 49.0);

        assertThat(of(exact, numbers).quantiles(shares)).isSorted();
    }

    private static List<String> visited(Quantiles quantiles) {
        List<String> visited = new ArrayList<>();
        quantiles.forEach((value, times) -> visited.add(value + " " + times));
        return visited;
    }
}
