package io.shearwater.testing;

import static io.shearwater.testing.OnlineReads.bytes;
import static io.shearwater.testing.OnlineReads.current;
import static io.shearwater.testing.OnlineReads.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.spi.EntitySpace;
import io.shearwater.spi.OnlineStore;
import io.shearwater.spi.OnlineTable;
import io.shearwater.spi.OnlineTable.Retention;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/**
 * Random histories of upserts, late rows, deletions, repeated and outdated batches, rebuilds and purges against an {@link
 * OnlineStore}: what is read is always "the row with the latest event time of the key, at now", evaluated on a plain list.
 */
public abstract class OnlineHistoryConformance {
    private static final List<byte[]> KEYS =
            List.of(bytes(1, 0), bytes(1, 1), bytes(2, 0, 0), bytes(2, 0xFF, 0xFF), bytes(3, 0xFF, 0));

    private OnlineStore store = new InMemoryOnlineStore();
    private int groups;

    /** A new, empty store. */
    protected abstract OnlineStore create();

    /** Closes a store and opens it again; the same store where nothing outlives it. */
    protected OnlineStore reopen(OnlineStore open) {
        return open;
    }

    @BeforeProperty
    final void createStore() {
        store = create();
    }

    @AfterProperty
    final void closeStore() {
        store.close();
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void everyKeyReadsAsTheOracleSays(
            @ForAll("steps") List<OnlineOracle.Step> steps, @ForAll boolean all, @ForAll boolean otherSpace) {
        EntitySpace space = new EntitySpace(otherSpace ? "other" : "space");
        OnlineTable table = new OnlineTable(space, ++groups, all ? Retention.ALL : Retention.LATEST);
        OnlineOracle oracle = new OnlineOracle(table, KEYS);
        oracle.start(store);
        for (OnlineOracle.Step step : steps) {
            if (step.kind() == OnlineOracle.Kind.REOPEN) {
                store = reopen(store);
            } else {
                oracle.perform(step, store);
            }
            compare(oracle, table);
        }
        if (steps.size() % 2 == 0) {
            store.drop(table);
            KEYS.forEach(key -> assertThat(rows(store, table, key)).isEmpty());
        }
    }

    private void compare(OnlineOracle oracle, OnlineTable table) {
        for (int key = 0; key < KEYS.size(); key++) {
            for (long now : new long[] {oracle.now() - 1, oracle.now(), oracle.now() + 7}) {
                Optional<OnlineReads.Row> expected = oracle.current(key, now);
                assertThat(current(store, table, KEYS.get(key), now))
                        .as("key %d at %d, now %d", key, now, oracle.now())
                        .isEqualTo(expected);
            }
            if (table.retention() == Retention.ALL) {
                assertThat(rows(store, table, KEYS.get(key))).isEqualTo(oracle.times(key));
            }
        }
        assertThat(store.cursor(oracle.feed())).isEqualTo(oracle.cursor());
    }

    @Provide
    Arbitrary<List<OnlineOracle.Step>> steps() {
        Arbitrary<OnlineOracle.Kind> kind = Arbitraries.frequencyOf(
                Tuple.of(100, Arbitraries.just(OnlineOracle.Kind.UPSERT)),
                Tuple.of(40, Arbitraries.just(OnlineOracle.Kind.DELETE_ROW)),
                Tuple.of(20, Arbitraries.just(OnlineOracle.Kind.DELETE_ENTITY)),
                Tuple.of(30, Arbitraries.just(OnlineOracle.Kind.ADVANCE)),
                Tuple.of(60, Arbitraries.just(OnlineOracle.Kind.REPEAT)),
                Tuple.of(10, Arbitraries.just(OnlineOracle.Kind.REBUILD)),
                Tuple.of(10, Arbitraries.just(OnlineOracle.Kind.PURGE)),
                Tuple.of(2, Arbitraries.just(OnlineOracle.Kind.REOPEN)));
        Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 1_000_000);
        return Combinators.combine(kind, numbers)
                .as(OnlineOracle.Step::new)
                .list()
                .ofMaxSize(60);
    }
}
