package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.Predicate;
import io.shearwater.spi.OfflineStore;
import io.shearwater.spi.WrittenFile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an {@link OfflineStore} does that leaves files out by the bounds of their columns. */
public abstract class OfflinePruningConformance extends OfflineConformance {
    @Test
    void filesWithoutMatchingRowsAreLeftOut() {
        WrittenFile first = write(store.target(table, ++commits), 1, frame(1, 10));
        WrittenFile second = write(store.target(table, commits), 2, frame(101, 10));
        commit(List.of(first, second));

        assertThat(paths(Predicate.equalTo("card", 105L))).containsExactly(second.path());
        assertThat(paths(Predicate.lessThan("ts", START.plusSeconds(50)))).containsExactly(first.path());
        assertThat(paths(Predicate.atLeast("ts", START.plusSeconds(10)))).containsExactly(first.path(), second.path());
        assertThat(paths(Predicate.in("card", 55, 56))).isEmpty();
        assertThat(paths(Predicate.like("city", "city 10%"))).containsExactly(first.path(), second.path());
        assertThat(paths(Predicate.like("city", "town%"))).isEmpty();
        assertThat(paths(Predicate.isNull("city"))).isEmpty();
        assertThat(paths(Predicate.not(Predicate.atMost("card", 50)))).containsExactly(second.path());
    }
}
