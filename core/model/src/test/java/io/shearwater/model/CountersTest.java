package io.shearwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountersTest {
    @Test
    void manyThreadsCountTogether() throws InterruptedException {
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(i -> Thread.ofPlatform().start(() -> {
                    for (int count = 0; count < 1000; count++) {
                        Counters.of("together").increment();
                    }
                    Counters.of("together").add(10);
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(Counters.of("together").total()).isEqualTo(4040);
        assertThat(Counters.totals()).containsEntry("together", 4040L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "1a", "a b", "a-b", "ä"})
    void oddNamesAreRefused(String name) {
        assertThatThrownBy(() -> Counters.of(name))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("'" + name + "'");
        assertThat(Counters.totals()).doesNotContainKey(name);
    }

    @Test
    void aCounterOnlyGrows() {
        assertThatThrownBy(() -> Counters.of("grows").add(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Counters.of("grows").total()).isZero();
    }
}
