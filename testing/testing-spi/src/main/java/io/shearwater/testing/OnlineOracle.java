package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.Cursor;
import io.shearwater.spi.OnlineBatch;
import io.shearwater.spi.OnlineMutation;
import io.shearwater.spi.OnlineMutation.DeleteEntity;
import io.shearwater.spi.OnlineMutation.DeleteRow;
import io.shearwater.spi.OnlineMutation.PutRow;
import io.shearwater.spi.OnlinePurge;
import io.shearwater.spi.OnlineStore;
import io.shearwater.spi.OnlineTable;
import io.shearwater.spi.OnlineTable.Retention;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A history as the offline side keeps it, a plain list of rows, and the batches that it sends online for every change. What
 * must be read online follows from the list alone.
 */
final class OnlineOracle {
    /** What may happen. */
    enum Kind {
        UPSERT,
        DELETE_ROW,
        DELETE_ENTITY,
        ADVANCE,
        REPEAT,
        REBUILD,
        PURGE,
        REOPEN
    }

    /** Something that happens; the number decides the details. */
    record Step(Kind kind, int number) {}

    /** A living row of history; online it counts with the sequence of the batch that brought it there. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Living(int key, long time, long sequence, byte[] value) {}

    private static final int TIMES = 24;

    private final OnlineTable table;
    private final List<byte[]> keys;
    private final List<Living> history = new ArrayList<>();
    private final List<OnlineBatch> sent = new ArrayList<>();
    private int generation = 1;
    private long sequence = 10;
    private long now = 10;
    private long purgedBefore = Long.MIN_VALUE;
    private int repeatFrom;

    OnlineOracle(OnlineTable table, List<byte[]> keys) {
        this.table = table;
        this.keys = keys;
    }

    void start(OnlineStore store) {
        store.activate(table, generation, Optional.of(new Cursor(feed(), sequence)));
    }

    String feed() {
        return "feed" + table.group();
    }

    Optional<Cursor> cursor() {
        return Optional.of(new Cursor(feed(), sequence));
    }

    long now() {
        return now;
    }

    /** The row with the greatest event time that is not later than {@code upTo}. */
    Optional<OnlineReads.Row> current(int key, long upTo) {
        return history.stream()
                .filter(row -> row.key() == key && row.time() <= upTo)
                .max(Comparator.comparingLong(Living::time))
                .map(row -> new OnlineReads.Row(row.time(), row.sequence(), row.value()));
    }

    /** All event times of a key, newest first. */
    List<Long> times(int key) {
        return history.stream()
                .filter(row -> row.key() == key)
                .map(Living::time)
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    void perform(Step step, OnlineStore store) {
        SplittableRandom random = new SplittableRandom(step.number());
        switch (step.kind()) {
            case UPSERT -> upsert(random, store);
            case DELETE_ROW -> deleteRow(random, store);
            case DELETE_ENTITY -> deleteEntity(random.nextInt(keys.size()), store);
            case ADVANCE -> now += random.nextInt(8);
            case REPEAT -> repeat(random, store);
            case REBUILD -> rebuild(store);
            case PURGE -> purge(random, store);
            case REOPEN -> throw new IllegalArgumentException("A store reopens itself.");
        }
    }

    private void upsert(SplittableRandom random, OnlineStore store) {
        sequence++;
        List<OnlineMutation> mutations = new ArrayList<>();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            long time = Math.max(now - TIMES / 2 + random.nextInt(TIMES), purgedBefore);
            byte[] value = new byte[random.nextInt(4)];
            random.nextBytes(value);
            Living row = new Living(random.nextInt(keys.size()), time, sequence, value);
            boolean twice = history.stream().anyMatch(old -> same(old, row.key(), time) && old.sequence() == sequence);
            if (!twice) {
                history.removeIf(old -> same(old, row.key(), time));
                history.add(row);
                mutations.add(new PutRow(keys.get(row.key()), time, sequence, value));
            }
        }
        send(mutations, store);
    }

    private void deleteRow(SplittableRandom random, OnlineStore store) {
        if (history.isEmpty()) {
            return;
        }
        Living row = history.remove(random.nextInt(history.size()));
        sequence++;
        if (table.retention() == Retention.ALL) {
            send(List.of(new DeleteRow(keys.get(row.key()), row.time(), sequence)), store);
        } else {
            List<OnlineMutation> mutations = new ArrayList<>();
            mutations.add(new DeleteEntity(keys.get(row.key()), sequence));
            history.replaceAll(
                    old -> old.key() == row.key() ? new Living(old.key(), old.time(), sequence, old.value()) : old);
            history.stream()
                    .filter(old -> old.key() == row.key())
                    .forEach(old -> mutations.add(new PutRow(keys.get(old.key()), old.time(), sequence, old.value())));
            send(mutations, store);
        }
    }

    private void deleteEntity(int key, OnlineStore store) {
        sequence++;
        history.removeIf(row -> row.key() == key);
        send(List.of(new DeleteEntity(keys.get(key), sequence)), store);
    }

    private void send(List<OnlineMutation> mutations, OnlineStore store) {
        OnlineBatch batch = new OnlineBatch(table, generation, mutations, now - 1, cursor());
        store.apply(batch);
        sent.add(batch);
    }

    /** A batch comes again, late: nothing may change. */
    private void repeat(SplittableRandom random, OnlineStore store) {
        if (repeatFrom == sent.size()) {
            return;
        }
        OnlineBatch old = sent.get(random.nextInt(repeatFrom, sent.size()));
        OnlineBatch again = new OnlineBatch(table, old.generation(), old.mutations(), old.settled(), Optional.empty());
        if (old.generation() == generation) {
            store.apply(again);
        } else {
            assertThatThrownBy(() -> store.apply(again)).isInstanceOf(ShearwaterException.class);
        }
    }

    private void rebuild(OnlineStore store) {
        generation++;
        sequence++;
        List<PutRow> sorted = history.stream()
                .sorted(Comparator.comparing((Living row) -> keys.get(row.key()), Arrays::compareUnsigned)
                        .thenComparing(Comparator.comparingLong(Living::time).reversed()))
                .map(row -> new PutRow(keys.get(row.key()), row.time(), row.sequence(), row.value()))
                .toList();
        store.load(table, generation, now - 1, sorted.iterator());
        store.activate(table, generation, cursor());
    }

    private void purge(SplittableRandom random, OnlineStore store) {
        long before = table.retention() == Retention.ALL ? now - random.nextInt(TIMES) : Long.MIN_VALUE;
        history.removeIf(row -> row.time() < before);
        purgedBefore = Math.max(purgedBefore, before);
        store.purge(new OnlinePurge(table, before, now - 1, sequence));
        repeatFrom = sent.size();
    }

    private static boolean same(Living row, int key, long time) {
        return row.key() == key && row.time() == time;
    }
}
