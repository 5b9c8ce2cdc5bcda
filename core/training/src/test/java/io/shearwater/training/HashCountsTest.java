package io.shearwater.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HashCountsTest {
    @Test
    void numbersAreCountedAndSortedLikeInATree() {
        HashCounts counts = new HashCounts();
        TreeMap<Long, Long> tree = new TreeMap<>();
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            // Many collide in their lower bits, 0 is among them, and a third is counted again.
            long number = random.nextInt(3) * (1L << 40) + random.nextInt(5_000) - 2_500L;
            counts.add(number);
            tree.merge(number, 1L, Long::sum);
        }

        assertThat(counts.sorted())
                .containsExactly(tree.keySet().stream().mapToLong(each -> each).toArray());
        tree.forEach((number, times) -> assertThat(counts.count(number)).isEqualTo(times));
        assertThat(counts.count(Long.MIN_VALUE)).isZero();
    }
}
