package io.shearwater.aggregate;

import io.shearwater.model.Column;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Events of one entity by column, with what orders and identifies them. Not thread-safe. */
public final class EventColumns {
    /**
     * Where an event stands.
     *
     * @param time microseconds: when it happened
     * @param end microseconds: until when it goes on and is not known
     * @param sequence of the commit that wrote it
     * @param identity the encoded primary key of its row: with the time, what makes it one event
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Place(long time, long end, long sequence, byte[] identity) {}

    final TileLayout layout;
    long[] times = new long[4];
    long[] ends = new long[4];
    long[] sequences = new long[4];
    byte[][] identities = new byte[4][];
    final Events.Values[] inputs;
    final boolean[][] passed;
    private int size;

    /** No events. */
    public EventColumns(TileLayout layout) {
        this.layout = layout;
        this.inputs = layout.kinds().stream()
                .map(kind -> new Events.Values(kind, times.length))
                .toArray(Events.Values[]::new);
        this.passed = new boolean[layout.conditions().size()][times.length];
    }

    /** How many there are. */
    public int size() {
        return size;
    }

    /** When the event of a row happened. */
    public long time(int row) {
        return times[row];
    }

    /**
     * Appends an event, in any order.
     *
     * @param values the columns of {@link TileLayout#inputs}
     * @param truth of each of the {@link TileLayout#conditions}
     */
    public void append(Place place, List<Column> values, int row, boolean[] truth) {
        int at = next(place.time(), place.end(), place.sequence(), place.identity());
        for (int i = 0; i < inputs.length; i++) {
            inputs[i].set(at, values.get(i), row);
        }
        for (int i = 0; i < passed.length; i++) {
            passed[i][at] = truth[i];
        }
    }

    /** Appends an event of others. */
    void append(EventColumns from, int row) {
        int at = next(from.times[row], from.ends[row], from.sequences[row], from.identities[row]);
        for (int i = 0; i < inputs.length; i++) {
            inputs[i].set(at, from.inputs[i], row);
        }
        for (int i = 0; i < passed.length; i++) {
            passed[i][at] = from.passed[i][row];
        }
    }

    private int next(long time, long end, long sequence, byte[] identity) {
        if (size == times.length) {
            resize(2 * size);
        }
        times[size] = time;
        ends[size] = end;
        sequences[size] = sequence;
        identities[size] = identity;
        return size++;
    }

    /** Makes room for so many events, which are then filled by column. */
    void fill(int count) {
        if (count > times.length) {
            resize(Math.max(count, 2 * times.length));
        }
        size = count;
    }

    private void resize(int capacity) {
        times = Arrays.copyOf(times, capacity);
        ends = Arrays.copyOf(ends, capacity);
        sequences = Arrays.copyOf(sequences, capacity);
        identities = Arrays.copyOf(identities, capacity);
        for (Events.Values input : inputs) {
            input.resize(capacity);
        }
        for (int i = 0; i < passed.length; i++) {
            passed[i] = Arrays.copyOf(passed[i], capacity);
        }
    }

    /** Those from one row up to another. */
    EventColumns part(int from, int to) {
        EventColumns part = new EventColumns(layout);
        for (int row = from; row < to; row++) {
            part.append(this, row);
        }
        return part;
    }

    /** In the order of history: time, sequence, what identifies the row. Of equals, the later ones first. */
    public EventColumns sorted() {
        Integer[] rows = new Integer[size];
        Arrays.setAll(rows, row -> row);
        Arrays.sort(rows, Comparator.<Integer>naturalOrder().reversed());
        Arrays.sort(rows, (left, right) -> compare(left, this, right));
        EventColumns sorted = new EventColumns(layout);
        for (int row : rows) {
            sorted.append(this, row);
        }
        return sorted;
    }

    private int compare(int row, EventColumns other, int otherRow) {
        int order = Long.compare(times[row], other.times[otherRow]);
        if (order == 0) {
            order = Long.compare(sequences[row], other.sequences[otherRow]);
        }
        return order == 0 ? Arrays.compareUnsigned(identities[row], other.identities[otherRow]) : order;
    }

    /** These and others, both in order, each identity once: of two the one of the later commit, of equals the other one. */
    EventColumns with(EventColumns more) {
        record Identity(long time, ByteBuffer row) {}
        Map<Identity, Integer> newest = new HashMap<>();
        for (int row = 0; row < more.size; row++) {
            newest.merge(
                    new Identity(more.times[row], ByteBuffer.wrap(more.identities[row])),
                    row,
                    (old, next) -> more.sequences[next] > more.sequences[old] ? next : old);
        }
        boolean[] dropped = new boolean[size];
        for (int row = 0; row < size; row++) {
            if (times[row] < more.times[0] || times[row] > more.times[more.size - 1]) {
                continue;
            }
            Identity identity = new Identity(times[row], ByteBuffer.wrap(identities[row]));
            Integer same = newest.get(identity);
            if (same != null) {
                dropped[row] = more.sequences[same] >= sequences[row];
                if (!dropped[row]) {
                    newest.remove(identity);
                }
            }
        }
        EventColumns all = new EventColumns(layout);
        int own = 0;
        for (int row = 0; row < more.size; row++) {
            Integer kept = newest.get(new Identity(more.times[row], ByteBuffer.wrap(more.identities[row])));
            if (kept == null || kept != row) {
                continue;
            }
            for (; own < size && (dropped[own] || compare(own, more, row) < 0); own++) {
                if (!dropped[own]) {
                    all.append(this, own);
                }
            }
            all.append(more, row);
        }
        for (; own < size; own++) {
            if (!dropped[own]) {
                all.append(this, own);
            }
        }
        return all;
    }
}
