package io.shearwater.testing;

import io.shearwater.spi.Cursor;
import io.shearwater.spi.OnlineBatch;
import io.shearwater.spi.OnlineHistory;
import io.shearwater.spi.OnlineHistoryRows;
import io.shearwater.spi.OnlineMutation;
import io.shearwater.spi.OnlinePurge;
import io.shearwater.spi.OnlineRead;
import io.shearwater.spi.OnlineRows;
import io.shearwater.spi.OnlineRowsAt;
import io.shearwater.spi.OnlineStore;
import io.shearwater.spi.OnlineTable;
import io.shearwater.spi.OnlineTable.Retention;
import io.shearwater.spi.SpiError;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An {@link OnlineStore} on the heap, for tests: the contract in its plainest form. Forgets everything when dropped. */
public final class InMemoryOnlineStore implements OnlineStore {
    /** A row, or with a null value its deletion. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Version(long sequence, byte @Nullable [] value) {
        boolean isRow() {
            return value != null;
        }

        ByteBuffer buffer() {
            return ByteBuffer.wrap(Objects.requireNonNull(value)).asReadOnlyBuffer();
        }
    }

    /** What is known of one entity in one generation; newest event time first. */
    private static final class Entity {
        private final NavigableMap<Long, Version> versions = new TreeMap<>(Comparator.reverseOrder());
        private long deleted = Long.MIN_VALUE;

        void apply(OnlineMutation mutation) {
            switch (mutation) {
                case OnlineMutation.PutRow put -> offer(put.eventTime(), new Version(put.sequence(), put.value()));
                case OnlineMutation.DeleteRow delete -> offer(delete.eventTime(), new Version(delete.sequence(), null));
                case OnlineMutation.DeleteEntity delete -> {
                    deleted = Math.max(deleted, delete.sequence());
                    versions.values().removeIf(version -> version.sequence() < deleted);
                }
            }
        }

        private void offer(long eventTime, Version next) {
            Version old = versions.get(eventTime);
            boolean wins = old == null
                    || next.sequence() > old.sequence()
                    || (next.sequence() == old.sequence() && next.isRow());
            if (wins && next.sequence() >= deleted) {
                versions.put(eventTime, next);
            }
        }

        void dropSuperseded(long settled) {
            rows(settled)
                    .findFirst()
                    .ifPresent(current ->
                            versions.tailMap(current.getKey(), false).values().removeIf(Version::isRow));
        }

        Stream<Map.Entry<Long, Version>> rows(long upTo) {
            return versions.tailMap(upTo, true).entrySet().stream()
                    .filter(entry -> entry.getValue().isRow());
        }

        long purge(OnlinePurge purge) {
            long before = count();
            versions.entrySet().removeIf(entry -> entry.getValue().isRow() && entry.getKey() < purge.before());
            final long removed = before - count();
            versions.values().removeIf(version -> !version.isRow() && version.sequence() <= purge.sequence());
            if (deleted <= purge.sequence()) {
                deleted = Long.MIN_VALUE;
            }
            return removed;
        }

        private long count() {
            return rows(Long.MAX_VALUE).count();
        }
    }

    /** All generations of one group. */
    private static final class Group {
        private final NavigableMap<Integer, NavigableMap<byte[], Entity>> generations = new TreeMap<>();
        private OptionalInt active = OptionalInt.empty();
        private boolean dropped;

        NavigableMap<byte[], Entity> generation(int generation) {
            return generations.computeIfAbsent(generation, number -> new TreeMap<>(Arrays::compareUnsigned));
        }

        NavigableMap<byte[], Entity> activeRows() {
            return active.isPresent() ? generation(active.getAsInt()) : new TreeMap<>(Arrays::compareUnsigned);
        }
    }

    private final Map<Integer, Group> groups = new HashMap<>();
    private final Map<String, Cursor> cursors = new HashMap<>();
    private final Map<String, byte[]> notes = new HashMap<>();

    @Override
    public synchronized void read(OnlineRead request, OnlineRows into) {
        for (int key = 0; key < request.keys().size(); key++) {
            for (int table = 0; table < request.tables().size(); table++) {
                Entity entity = group(request.tables().get(table))
                        .activeRows()
                        .get(request.keys().get(key));
                if (entity != null) {
                    give(entity, request.upTo()[table], key, table, into);
                }
            }
        }
    }

    private static void give(Entity entity, long upTo, int key, int table, OnlineRows into) {
        entity.rows(upTo).findFirst().ifPresent(row -> {
            Version version = row.getValue();
            into.row(key, table, row.getKey(), version.sequence(), version.buffer());
        });
    }

    @Override
    public synchronized void readAt(OnlineRowsAt request, OnlineRows into) {
        NavigableMap<byte[], Entity> active = group(request.table()).activeRows();
        for (int key = 0; key < request.keys().size(); key++) {
            Entity entity = active.get(request.keys().get(key));
            Version version = entity == null ? null : entity.versions.get(request.times()[key]);
            if (version != null && version.isRow()) {
                into.row(key, 0, request.times()[key], version.sequence(), version.buffer());
            }
        }
    }

    @Override
    public synchronized void history(OnlineHistory request, OnlineHistoryRows into) {
        byte[] prefix = request.keyPrefix();
        group(request.table()).activeRows().forEach((key, entity) -> {
            if (key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length)) {
                entity.rows(Long.MAX_VALUE)
                        .filter(row -> request.range().contains(row.getKey()))
                        .limit(request.most())
                        .forEach(row -> into.row(
                                ByteBuffer.wrap(key),
                                row.getKey(),
                                row.getValue().sequence(),
                                row.getValue().buffer()));
            }
        });
    }

    @Override
    public synchronized void apply(OnlineBatch batch) {
        Group group = changeable(batch.table(), batch.generation());
        NavigableMap<byte[], Entity> rows = group.generation(batch.generation());
        for (OnlineMutation mutation : batch.mutations()) {
            rows.computeIfAbsent(mutation.key(), key -> new Entity()).apply(mutation);
        }
        if (batch.table().retention() == Retention.LATEST) {
            batch.mutations().forEach(mutation -> {
                Entity entity = rows.get(mutation.key());
                if (entity != null) {
                    entity.dropSuperseded(batch.settled());
                }
            });
        }
        batch.cursor().ifPresent(cursor -> cursors.put(cursor.name(), cursor));
    }

    @Override
    public synchronized Optional<Cursor> cursor(String name) {
        return Optional.ofNullable(cursors.get(name));
    }

    @Override
    public synchronized void load(
            OnlineTable table, int generation, long settled, Iterator<OnlineMutation.PutRow> sorted) {
        NavigableMap<byte[], Entity> rows = changeable(table, generation).generation(generation);
        rows.clear();
        sorted.forEachRemaining(
                put -> rows.computeIfAbsent(put.key(), key -> new Entity()).apply(put));
        if (table.retention() == Retention.LATEST) {
            rows.values().forEach(entity -> entity.dropSuperseded(settled));
        }
    }

    @Override
    public synchronized void activate(OnlineTable table, int generation, Optional<Cursor> cursor) {
        Group group = changeable(table, generation);
        group.active = OptionalInt.of(generation);
        group.generations.headMap(generation, false).clear();
        cursor.ifPresent(moved -> cursors.put(moved.name(), moved));
    }

    @Override
    public synchronized OptionalInt active(OnlineTable table) {
        return group(table).active;
    }

    @Override
    public synchronized void drop(OnlineTable table) {
        Group group = group(table);
        group.dropped = true;
        group.active = OptionalInt.empty();
        group.generations.clear();
    }

    @Override
    public synchronized long purge(OnlinePurge purge) {
        long removed = 0;
        for (Entity entity : group(purge.table()).activeRows().values()) {
            removed += entity.purge(purge);
            if (purge.table().retention() == Retention.LATEST) {
                entity.dropSuperseded(purge.settled());
            }
        }
        return removed;
    }

    @Override
    public synchronized void note(String name, byte[] value) {
        notes.put(name, value.clone());
    }

    @Override
    public synchronized Optional<byte[]> note(String name) {
        return Optional.ofNullable(notes.get(name)).map(byte[]::clone);
    }

    @Override
    public void close() {}

    private Group group(OnlineTable table) {
        return groups.computeIfAbsent(table.group(), number -> new Group());
    }

    private Group changeable(OnlineTable table, int generation) {
        Group group = group(table);
        if (group.dropped || generation < group.active.orElse(generation)) {
            throw SpiError.STALE_BASE.because("Generation " + generation + " of online table " + table.group()
                    + (group.dropped ? " was dropped." : " was replaced by " + group.active.orElse(0) + "."));
        }
        return group;
    }
}
