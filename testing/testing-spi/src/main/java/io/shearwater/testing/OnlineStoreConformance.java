package io.shearwater.testing;

import static io.shearwater.testing.OnlineReads.bytes;
import static io.shearwater.testing.OnlineReads.current;
import static io.shearwater.testing.OnlineReads.row;
import static io.shearwater.testing.OnlineReads.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TimeRange;
import io.shearwater.spi.Cursor;
import io.shearwater.spi.EntitySpace;
import io.shearwater.spi.OnlineBatch;
import io.shearwater.spi.OnlineHistory;
import io.shearwater.spi.OnlineMutation;
import io.shearwater.spi.OnlineMutation.DeleteEntity;
import io.shearwater.spi.OnlineMutation.DeleteRow;
import io.shearwater.spi.OnlineMutation.PutRow;
import io.shearwater.spi.OnlinePurge;
import io.shearwater.spi.OnlineRead;
import io.shearwater.spi.OnlineRowsAt;
import io.shearwater.spi.OnlineStore;
import io.shearwater.spi.OnlineTable;
import io.shearwater.spi.OnlineTable.Retention;
import io.shearwater.spi.SpiError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link OnlineStore} does, case by case; {@link OnlineHistoryConformance} adds random histories. */
public abstract class OnlineStoreConformance {
    private static final EntitySpace CARDS = new EntitySpace("cards");
    private static final OnlineTable LATEST = new OnlineTable(CARDS, 1, Retention.LATEST);
    private static final OnlineTable SECOND = new OnlineTable(CARDS, 2, Retention.LATEST);
    private static final OnlineTable ALL = new OnlineTable(CARDS, 3, Retention.ALL);
    private static final OnlineTable OTHER_SPACE = new OnlineTable(new EntitySpace("merchants"), 4, Retention.LATEST);
    private static final byte[] KEY = bytes(1, 7);
    private static final byte[] NEXT_KEY = bytes(1, 8);
    private static final long NOW = 100;
    /** The common pool may have a single thread. */
    private static final Executor THREADS = task -> Thread.ofPlatform().start(task);

    private OnlineStore store;

    /** A new, empty store. */
    protected abstract OnlineStore create();

    @BeforeEach
    final void createStore() {
        store = create();
        for (OnlineTable table : List.of(LATEST, SECOND, ALL, OTHER_SPACE)) {
            store.activate(table, 1, Optional.empty());
        }
    }

    @AfterEach
    final void closeStore() {
        store.close();
    }

    @Test
    void aRowThatWasPutIsRead() {
        apply(LATEST, new PutRow(KEY, 50, 1, bytes(42)));

        assertThat(current(store, LATEST, KEY, NOW)).isEqualTo(row(50, 1, 42));
        assertThat(current(store, LATEST, NEXT_KEY, NOW)).isEmpty();
        assertThat(current(store, SECOND, KEY, NOW)).isEmpty();
        assertThat(current(store, OTHER_SPACE, KEY, NOW)).isEmpty();
    }

    @Test
    void anOlderEventNeverReplacesANewerOne() {
        apply(LATEST, new PutRow(KEY, 60, 1, bytes(1)));
        apply(LATEST, new PutRow(KEY, 50, 2, bytes(2)));

        assertThat(current(store, LATEST, KEY, NOW)).isEqualTo(row(60, 1, 1));
    }

    @Test
    void ofTwoRowsWithOneEventTimeTheGreaterSequenceWinsInAnyOrder() {
        apply(LATEST, new PutRow(KEY, 50, 2, bytes(2)), new PutRow(KEY, 50, 1, bytes(1)));
        apply(ALL, new PutRow(KEY, 50, 1, bytes(1)));
        apply(ALL, new PutRow(KEY, 50, 2, bytes(2)));

        assertThat(current(store, LATEST, KEY, NOW)).isEqualTo(row(50, 2, 2));
        assertThat(current(store, ALL, KEY, NOW)).isEqualTo(row(50, 2, 2));
    }

    @Test
    void aFutureRowWaitsBesideTheCurrentOneUntilItsTime() {
        apply(LATEST, new PutRow(KEY, 50, 1, bytes(1)));
        apply(LATEST, new PutRow(KEY, 150, 2, bytes(2)), new PutRow(KEY, 120, 2, bytes(3)));

        assertThat(current(store, LATEST, KEY, NOW)).isEqualTo(row(50, 1, 1));
        assertThat(current(store, LATEST, KEY, 119)).isEqualTo(row(50, 1, 1));
        assertThat(current(store, LATEST, KEY, 120)).isEqualTo(row(120, 2, 3));
        assertThat(current(store, LATEST, KEY, 1_000)).isEqualTo(row(150, 2, 2));
    }

    @Test
    void onlySupersededRowsOfALatestTableAreGone() {
        apply(LATEST, new PutRow(KEY, 50, 1, bytes(1)), new PutRow(KEY, 60, 1, bytes(2)));
        apply(ALL, new PutRow(KEY, 50, 1, bytes(1)), new PutRow(KEY, 60, 1, bytes(2)));

        assertThat(rows(store, LATEST, KEY)).containsExactly(60L);
        assertThat(rows(store, ALL, KEY)).containsExactly(60L, 50L);
    }

    @Test
    void theRowBeforeOneThatIsNotSettledStays() {
        store.apply(new OnlineBatch(
                LATEST,
                1,
                List.of(new PutRow(KEY, 50, 1, bytes(1)), new PutRow(KEY, NOW, 1, bytes(2))),
                NOW - 1,
                Optional.empty()));

        assertThat(current(store, LATEST, KEY, NOW - 1)).isEqualTo(row(50, 1, 1));
        assertThat(current(store, LATEST, KEY, NOW)).isEqualTo(row(NOW, 1, 2));
    }

    @Test
    void aDeletedRowIsNotResurrectedByAnOlderWrite() {
        apply(ALL, new PutRow(KEY, 40, 1, bytes(1)), new PutRow(KEY, 50, 1, bytes(2)));
        apply(ALL, new DeleteRow(KEY, 50, 2));
        apply(ALL, new PutRow(KEY, 50, 1, bytes(2)));

        assertThat(current(store, ALL, KEY, NOW)).isEqualTo(row(40, 1, 1));

        apply(ALL, new PutRow(KEY, 50, 3, bytes(3)));
        assertThat(current(store, ALL, KEY, NOW)).isEqualTo(row(50, 3, 3));
    }

    @Test
    void aDeletionThatComesBeforeItsRowWaitsForIt() {
        apply(LATEST, new DeleteRow(KEY, 50, 5));
        apply(LATEST, new PutRow(KEY, 50, 4, bytes(4)));

        assertThat(current(store, LATEST, KEY, NOW)).isEmpty();
    }

    @Test
    void aDeletedEntityIsNotResurrectedAtAnyTime() {
        for (OnlineTable table : List.of(LATEST, ALL)) {
            apply(table, new PutRow(KEY, 50, 1, bytes(1)), new PutRow(KEY, 150, 1, bytes(2)));
            apply(table, new DeleteEntity(KEY, 5));
            apply(table, new PutRow(KEY, 50, 1, bytes(1)), new PutRow(KEY, 60, 4, bytes(3)));
            assertThat(current(store, table, KEY, 1_000)).isEmpty();

            apply(table, new PutRow(KEY, 10, 6, bytes(6)));
            assertThat(current(store, table, KEY, NOW)).isEqualTo(row(10, 6, 6));
        }
    }

    @Test
    void deletingTheNewestRowBringsBackTheOneThatHistoryStillHas() {
        apply(LATEST, new PutRow(KEY, 40, 1, bytes(1)));
        apply(LATEST, new PutRow(KEY, 50, 2, bytes(2)));
        List<OnlineMutation> replacement = List.of(new DeleteEntity(KEY, 3), new PutRow(KEY, 40, 3, bytes(1)));
        apply(LATEST, replacement);
        apply(LATEST, new PutRow(KEY, 50, 2, bytes(2)));
        apply(LATEST, replacement);

        assertThat(current(store, LATEST, KEY, NOW)).isEqualTo(row(40, 3, 1));
    }

    @Test
    void deletingAWaitingRowLeavesTheCurrentOne() {
        apply(LATEST, new PutRow(KEY, 50, 1, bytes(1)), new PutRow(KEY, 150, 1, bytes(2)));
        apply(LATEST, new DeleteRow(KEY, 150, 2));

        assertThat(current(store, LATEST, KEY, 1_000)).isEqualTo(row(50, 1, 1));
    }

    @Test
    void deletionsAreForgottenWhenNoOlderWriteCanCome() {
        for (OnlineTable table : List.of(LATEST, ALL)) {
            apply(table, new DeleteRow(KEY, 50, 5), new DeleteEntity(NEXT_KEY, 6));
            store.purge(new OnlinePurge(table, Long.MIN_VALUE, NOW, 5));
            apply(table, new PutRow(KEY, 50, 4, bytes(4)), new PutRow(NEXT_KEY, 50, 4, bytes(4)));

            assertThat(current(store, table, KEY, NOW)).isEqualTo(row(50, 4, 4));
            assertThat(current(store, table, NEXT_KEY, NOW)).isEmpty();
        }
    }

    @Test
    void aPurgeRemovesRowsThatAreTooOldAndCountsThem() {
        apply(ALL, new PutRow(KEY, 10, 1, bytes(1)), new PutRow(KEY, 20, 1, bytes(2)));
        apply(ALL, new PutRow(NEXT_KEY, 15, 1, bytes(3)));

        assertThat(store.purge(new OnlinePurge(ALL, 20, NOW, Long.MIN_VALUE))).isEqualTo(2);
        assertThat(rows(store, ALL, KEY)).containsExactly(20L);
        assertThat(rows(store, ALL, NEXT_KEY)).isEmpty();
    }

    @Test
    void aPurgeRemovesRowsThatTimeHasSuperseded() {
        apply(LATEST, new PutRow(KEY, 50, 1, bytes(1)), new PutRow(KEY, 150, 1, bytes(2)));

        assertThat(store.purge(new OnlinePurge(LATEST, Long.MIN_VALUE, 150, Long.MIN_VALUE)))
                .isZero();
        assertThat(rows(store, LATEST, KEY)).containsExactly(150L);
    }

    @Test
    void extremeTimesKeepTheirOrder() {
        long[] times = {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE};
        for (OnlineTable table : List.of(LATEST, ALL)) {
            for (int i = times.length - 1; i >= 0; i--) {
                byte[] value = bytes(i);
                store.apply(new OnlineBatch(
                        table, 1, List.of(new PutRow(KEY, times[i], 1, value)), Long.MIN_VALUE, Optional.empty()));
            }
            for (int i = 0; i < times.length; i++) {
                assertThat(current(store, table, KEY, times[i])).isEqualTo(row(times[i], 1, i));
            }
            assertThat(current(store, table, KEY, -2)).isEqualTo(row(Long.MIN_VALUE, 1, 0));
        }
    }

    @Test
    void emptyAndLargeValuesSurvive() {
        byte[] large = new byte[1 << 20];
        large[large.length - 1] = 9;
        apply(LATEST, new PutRow(KEY, 50, 1, new byte[0]), new PutRow(NEXT_KEY, 50, 1, large));
        apply(ALL, new PutRow(KEY, 50, 1, new byte[0]), new PutRow(NEXT_KEY, 50, 1, large));

        for (OnlineTable table : List.of(LATEST, ALL)) {
            assertThat(current(store, table, KEY, NOW).orElseThrow().value()).isEmpty();
            assertThat(current(store, table, NEXT_KEY, NOW).orElseThrow().value())
                    .hasSize(1 << 20)
                    .endsWith(9);
        }
    }

    @Test
    void oneReadTakesManyKeysAndTablesEachWithItsBound() {
        for (OnlineTable table : List.of(LATEST, SECOND, ALL)) {
            for (byte[] key : List.of(KEY, NEXT_KEY)) {
                apply(table, new PutRow(key, 50, 1, bytes(table.group())), new PutRow(key, 150, 1, bytes(9)));
            }
        }
        List<String> seen = new ArrayList<>();
        store.read(
                new OnlineRead(
                        List.of(NEXT_KEY, bytes(1, 9), KEY, KEY), List.of(ALL, SECOND, LATEST), new long[] {NOW, 150, 49
                        }),
                (key, table, time, sequence, value) -> seen.add(key + "/" + table + "@" + time));

        assertThat(seen).containsExactlyInAnyOrder("0/0@50", "0/1@150", "2/0@50", "2/1@150", "3/0@50", "3/1@150");
    }

    @Test
    void rowsAreReadByExactlyTheirTimes() {
        apply(
                ALL,
                new PutRow(KEY, 50, 1, bytes(1)),
                new PutRow(KEY, Long.MAX_VALUE, 2, bytes(2)),
                new PutRow(NEXT_KEY, Long.MIN_VALUE, 3, bytes()),
                new PutRow(NEXT_KEY, 60, 4, bytes(4)));
        apply(ALL, new DeleteRow(NEXT_KEY, 60, 5));
        List<byte[]> keys = List.of(KEY, NEXT_KEY, KEY, NEXT_KEY, KEY, NEXT_KEY);
        long[] times = {50, 50, Long.MAX_VALUE, Long.MIN_VALUE, 51, 60};
        List<String> found = new ArrayList<>();

        store.readAt(
                new OnlineRowsAt(ALL, keys, times),
                (key, table, time, sequence, value) ->
                        found.add(key + " " + (time == times[key]) + " " + sequence + " " + value.remaining()));

        assertThat(found).containsExactlyInAnyOrder("0 true 1 1", "2 true 2 1", "3 true 3 0");
    }

    @Test
    void historyIsGivenByKeyPrefixNewestFirst() {
        for (OnlineTable table : List.of(ALL, LATEST)) {
            apply(table, new PutRow(bytes(1, 8), 30, 1, bytes(1)), new PutRow(bytes(2, 0), 30, 1, bytes(1)));
            apply(table, new PutRow(bytes(1, 7), 110, 1, bytes(1)), new PutRow(bytes(1, 7), 120, 1, bytes(2)));
            apply(table, new PutRow(bytes(1, 7), 130, 1, bytes(1)), new PutRow(bytes(1, 7), 120, 0, bytes(2)));
            List<String> seen = new ArrayList<>();
            TimeRange range = new TimeRange(OptionalLong.of(29), OptionalLong.of(129));
            store.history(
                    new OnlineHistory(table, bytes(1), range, 1),
                    (key, time, sequence, value) -> seen.add(key.get(key.position() + 1) + "@" + time));
            assertThat(seen).containsExactly("7@120", "8@30");
        }
    }

    @Test
    void aGenerationIsReadOnceItIsActive() {
        apply(LATEST, new PutRow(KEY, 50, 1, bytes(1)));
        store.load(LATEST, 2, NOW, List.of(new PutRow(KEY, 40, 1, bytes(2))).iterator());
        assertThat(current(store, LATEST, KEY, NOW)).isEqualTo(row(50, 1, 1));

        store.activate(LATEST, 2, Optional.of(new Cursor("feed", 8)));

        assertThat(store.active(LATEST)).hasValue(2);
        assertThat(current(store, LATEST, KEY, NOW)).isEqualTo(row(40, 1, 2));
        assertThat(store.cursor("feed")).contains(new Cursor("feed", 8));
        assertStale(() -> apply(LATEST, new PutRow(KEY, 60, 2, bytes(3))));
        assertStale(() -> store.activate(LATEST, 1, Optional.empty()));
        assertThat(current(store, LATEST, KEY, NOW)).isEqualTo(row(40, 1, 2));
    }

    @Test
    void aLoadKeepsWhatTheRetentionKeeps() {
        for (OnlineTable table : List.of(LATEST, ALL)) {
            List<PutRow> sorted = List.of(
                    new PutRow(bytes(1), 150, 3, bytes(1)),
                    new PutRow(bytes(1), 90, 2, bytes(2)),
                    new PutRow(bytes(1), -80, 2, bytes(3)),
                    new PutRow(bytes(2), -1, 1, bytes(4)));
            store.load(table, 2, NOW, sorted.iterator());
            store.activate(table, 2, Optional.empty());

            assertThat(current(store, table, bytes(1), NOW)).isEqualTo(row(90, 2, 2));
            assertThat(current(store, table, bytes(2), NOW)).isEqualTo(row(-1, 1, 4));
            assertThat(rows(store, table, bytes(1)))
                    .isEqualTo(table.equals(LATEST) ? List.of(150L, 90L) : List.of(150L, 90L, -80L));
        }
    }

    @Test
    void aSecondLoadOfAGenerationLeavesNothingOfTheFirst() {
        for (OnlineTable table : List.of(LATEST, ALL)) {
            store.load(table, 2, NOW, List.of(new PutRow(KEY, 50, 1, bytes(1))).iterator());
            store.load(
                    table,
                    2,
                    NOW,
                    List.of(new PutRow(NEXT_KEY, 40, 1, bytes(2))).iterator());
            store.activate(table, 2, Optional.empty());

            assertThat(current(store, table, KEY, NOW)).isEmpty();
            assertThat(current(store, table, NEXT_KEY, NOW)).isEqualTo(row(40, 1, 2));
        }
    }

    @Test
    void changesFollowALoad() {
        store.load(LATEST, 2, NOW, List.of(new PutRow(KEY, 50, 1, bytes(1))).iterator());
        store.apply(new OnlineBatch(LATEST, 2, List.of(new PutRow(KEY, 60, 2, bytes(2))), NOW, Optional.empty()));
        store.activate(LATEST, 2, Optional.empty());

        assertThat(rows(store, LATEST, KEY)).containsExactly(60L);
    }

    @Test
    void anEmptyLoadIsAnEmptyTable() {
        apply(ALL, new PutRow(KEY, 50, 1, bytes(1)));
        store.load(ALL, 2, NOW, List.<PutRow>of().iterator());
        store.activate(ALL, 2, Optional.empty());

        assertThat(current(store, ALL, KEY, NOW)).isEmpty();
    }

    @Test
    void aDroppedTableIsGoneAndItsNumberIsSpent() {
        for (OnlineTable table : List.of(LATEST, ALL)) {
            apply(table, new PutRow(KEY, 50, 1, bytes(1)));
            apply(SECOND, new PutRow(KEY, 50, 1, bytes(2)));
            store.drop(table);

            assertThat(store.active(table)).isEmpty();
            assertThat(current(store, table, KEY, NOW)).isEmpty();
            assertThat(rows(store, table, KEY)).isEmpty();
            assertThat(current(store, SECOND, KEY, NOW)).isEqualTo(row(50, 1, 2));
            assertStale(() -> apply(table, new PutRow(KEY, 60, 2, bytes(3))));
            assertStale(() -> store.activate(table, 2, Optional.empty()));
        }
    }

    @Test
    void aCursorMovesWithItsBatchOrNotAtAll() {
        assertThat(store.cursor("feed")).isEmpty();
        store.apply(new OnlineBatch(LATEST, 1, List.of(), NOW, Optional.of(new Cursor("feed", 5))));
        assertThat(store.cursor("feed")).contains(new Cursor("feed", 5));

        store.drop(LATEST);
        assertStale(() -> store.apply(new OnlineBatch(LATEST, 1, List.of(), NOW, Optional.of(new Cursor("feed", 6)))));
        assertThat(store.cursor("feed")).contains(new Cursor("feed", 5));
    }

    @Test
    void aNoteIsKeptByName() {
        assertThat(store.note("layout/1")).isEmpty();
        store.note("layout/1", bytes(1, 2));
        store.note("layout/1", bytes(3));
        store.note("layout/2", new byte[0]);

        assertThat(store.note("layout/1").orElseThrow()).isEqualTo(bytes(3));
        assertThat(store.note("layout/2").orElseThrow()).isEmpty();
    }

    @Test
    void aReaderNeverSeesHalfABatch() {
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Set<String>> reader = CompletableFuture.supplyAsync(() -> torn(done), THREADS);
        for (int i = 1; i <= 300; i++) {
            apply(LATEST, new PutRow(KEY, 50, i, bytes(1)), new PutRow(NEXT_KEY, 50, i, bytes(1)));
        }
        done.set(true);

        assertThat(reader.join()).isEmpty();
    }

    private Set<String> torn(AtomicBoolean done) {
        Set<String> torn = new HashSet<>();
        while (!done.get()) {
            List<Long> sequences = new ArrayList<>();
            store.read(
                    new OnlineRead(List.of(KEY, NEXT_KEY), List.of(LATEST), new long[] {NOW}),
                    (key, table, time, sequence, value) -> sequences.add(sequence));
            if (sequences.stream().distinct().count() > 1 || sequences.size() == 1) {
                torn.add(sequences.toString());
            }
        }
        return torn;
    }

    /** The generation that is read when a request comes may be replaced, and swept, before the request has looked. */
    @Test
    void aReaderFindsEveryRowWhileTablesAreRebuilt() {
        AtomicBoolean done = new AtomicBoolean();
        List<CompletableFuture<Integer>> readers = List.of(
                CompletableFuture.supplyAsync(() -> readsWithoutRows(LATEST, done), THREADS),
                CompletableFuture.supplyAsync(() -> readsWithoutRows(ALL, done), THREADS));
        for (int generation = 2; generation < 40; generation++) {
            for (OnlineTable table : List.of(LATEST, ALL)) {
                store.load(
                        table,
                        generation,
                        NOW,
                        List.of(new PutRow(KEY, 50, 1, bytes(1))).iterator());
                store.activate(table, generation, Optional.empty());
            }
        }
        done.set(true);

        assertThat(readers).allSatisfy(reader -> assertThat(reader.join()).isZero());
    }

    private boolean isReadAt(long time) {
        AtomicBoolean found = new AtomicBoolean();
        store.readAt(
                new OnlineRowsAt(ALL, List.of(KEY), new long[] {time}),
                (key, table, at, sequence, value) -> found.set(true));
        return found.get();
    }

    private int readsWithoutRows(OnlineTable table, AtomicBoolean done) {
        int without = 0;
        while (!done.get()) {
            boolean isRebuilt = store.active(table).orElse(0) > 1;
            if (isRebuilt
                    && (current(store, table, KEY, NOW).isEmpty()
                            || rows(store, table, KEY).isEmpty()
                            || (table.equals(ALL) && !isReadAt(50)))) {
                without++;
            }
        }
        return without;
    }

    private void apply(OnlineTable table, OnlineMutation... mutations) {
        apply(table, List.of(mutations));
    }

    private void apply(OnlineTable table, List<OnlineMutation> mutations) {
        store.apply(new OnlineBatch(table, 1, mutations, NOW, Optional.empty()));
    }

    private static void assertStale(Runnable change) {
        assertThatThrownBy(change::run)
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(SpiError.STALE_BASE));
    }
}
