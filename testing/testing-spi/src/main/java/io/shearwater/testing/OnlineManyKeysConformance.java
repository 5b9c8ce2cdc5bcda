package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.EntitySpace;
import io.shearwater.spi.OnlineBatch;
import io.shearwater.spi.OnlineMutation;
import io.shearwater.spi.OnlineMutation.PutRow;
import io.shearwater.spi.OnlineRead;
import io.shearwater.spi.OnlineStore;
import io.shearwater.spi.OnlineTable;
import io.shearwater.spi.OnlineTable.Retention;
import io.shearwater.spi.SpiError;
import io.shearwater.testing.OnlineReads.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link OnlineStore} does that is asked for many keys, and may give their rows from several threads. */
public abstract class OnlineManyKeysConformance {
    private static final EntitySpace CARDS = new EntitySpace("cards");
    private static final OnlineTable LATEST = new OnlineTable(CARDS, 1, Retention.LATEST);
    private static final OnlineTable SECOND = new OnlineTable(CARDS, 2, Retention.LATEST);
    private static final OnlineTable ALL = new OnlineTable(CARDS, 3, Retention.ALL);
    private static final long NOW = 100;
    private static final int KEYS = 600;
    /** The common pool may have a single thread. */
    private static final Executor THREADS = task -> Thread.ofPlatform().start(task);

    private OnlineStore store;

    /** A new, empty store. */
    protected abstract OnlineStore create();

    @BeforeEach
    final void createStore() {
        store = create();
        for (OnlineTable table : List.of(LATEST, SECOND, ALL)) {
            store.activate(table, 1, Optional.empty());
        }
    }

    @AfterEach
    final void closeStore() {
        store.close();
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private static List<byte[]> keys() {
        List<byte[]> keys = new ArrayList<>();
        for (int number = 0; number < KEYS; number++) {
            keys.add(key(number));
        }
        return keys;
    }

    private void apply(OnlineTable table, List<OnlineMutation> mutations) {
        store.apply(new OnlineBatch(table, 1, mutations, NOW, Optional.empty()));
    }

    /** A row for each key, written by the transaction of this number. */
    private void write(OnlineTable table, int number) {
        List<OnlineMutation> rows = new ArrayList<>();
        keys().forEach(key -> rows.add(new PutRow(key, 50, number, key)));
        apply(table, rows);
    }

    private record Place(int key, int table) {}

    private Map<Place, Row> read(List<byte[]> keys, boolean concurrently) {
        Map<Place, Row> rows = new ConcurrentHashMap<>();
        store.read(
                new OnlineRead(keys, List.of(SECOND, ALL, LATEST), new long[] {NOW, 70, 80}, concurrently),
                (key, table, time, sequence, value) -> {
                    Row before = rows.put(new Place(key, table), new Row(time, sequence, OnlineReads.copy(value)));
                    if (before != null) {
                        throw new AssertionError("a second row: " + before);
                    }
                });
        return new HashMap<>(rows);
    }

    @Test
    void theRowsAreTheSameFromSeveralThreads() {
        Random random = new Random(7);
        for (OnlineTable table : List.of(LATEST, SECOND, ALL)) {
            List<OnlineMutation> rows = new ArrayList<>();
            for (int key = 0; key < KEYS; key++) {
                for (int row = random.nextInt(3); row > 0; row--) {
                    rows.add(new PutRow(key(key), 40 + random.nextInt(90), 1 + random.nextInt(5), key(row)));
                }
            }
            apply(table, rows);
        }
        List<byte[]> keys = keys();
        keys.add(key(KEYS + 5));

        Map<Place, Row> rows = read(keys, true);

        assertThat(rows).isEqualTo(read(keys, false)).hasSizeGreaterThan(KEYS);
        assertThat(read(keys.subList(0, 3), true)).isEqualTo(read(keys.subList(0, 3), false));
    }

    @Test
    void noThreadSeesHalfABatch() {
        write(LATEST, 1);
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Set<String>> reader = CompletableFuture.supplyAsync(() -> torn(done), THREADS);
        for (int number = 2; number <= 300; number++) {
            write(LATEST, number);
        }
        done.set(true);

        assertThat(reader.join()).isEmpty();
    }

    private Set<String> torn(AtomicBoolean done) {
        Set<String> torn = new HashSet<>();
        while (!done.get()) {
            Map<Long, Integer> sequences = new ConcurrentHashMap<>();
            store.read(
                    new OnlineRead(keys(), List.of(LATEST), new long[] {NOW}, true),
                    (key, table, time, sequence, value) -> sequences.merge(sequence, 1, Integer::sum));
            if (sequences.size() != 1 || !sequences.containsValue(KEYS)) {
                torn.add(sequences.toString());
            }
        }
        return torn;
    }

    @Test
    void aFailureOfTheReceiverIsTheReaders() {
        write(LATEST, 1);

        for (int refused : List.of(0, KEYS / 2, KEYS - 1)) {
            assertThatThrownBy(() -> store.read(
                            new OnlineRead(keys(), List.of(LATEST), new long[] {NOW}, true),
                            (key, table, time, sequence, value) -> {
                                if (key == refused) {
                                    throw SpiError.INTERNAL.because("the row of key " + key);
                                }
                            }))
                    .isInstanceOf(ShearwaterException.class)
                    .hasMessageContaining("the row of key " + refused);
        }
        assertThat(read(keys(), true)).hasSize(KEYS);
    }
}
