package io.shearwater.aggregate;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The write sequences and keys of events; of keys that are one whole number each, as numbers. Immutable. */
final class Identities {
    private static final int ANY = 0;
    private static final int NUMBERS = 1;
    private static final int NUMBER_BYTES = 1 + Long.BYTES;

    private final int count;
    private final long[] sequences;
    private final boolean areNumbers;
    private final byte kind;
    private final long[] numbers;
    private final byte[][] keys;

    private Identities(long[] sequences, byte[][] keys) {
        this.count = sequences.length;
        this.sequences = sequences;
        this.keys = keys;
        this.numbers = new long[count];
        this.kind = count > 0 && keys[0].length > 0 ? keys[0][0] : 0;
        boolean all = true;
        for (int i = 0; i < count && all; i++) {
            all = keys[i].length == NUMBER_BYTES && keys[i][0] == kind;
            numbers[i] = all ? ByteBuffer.wrap(keys[i]).getLong(1) : 0;
        }
        this.areNumbers = all;
    }

    private Identities(long[] sequences, byte kind, long[] numbers) {
        this.count = sequences.length;
        this.sequences = sequences;
        this.areNumbers = true;
        this.kind = kind;
        this.numbers = numbers;
        this.keys = new byte[0][];
    }

    /** Of events. */
    Identities(EventColumns events) {
        this(Arrays.copyOf(events.sequences, events.size()), Arrays.copyOf(events.identities, events.size()));
    }

    /**
     * Reads what was written.
     *
     * @throws IndexOutOfBoundsException where they are not those of so many events
     */
    Identities(byte[] row, int events, int layout) {
        StateSource source = StateSource.of(row);
        int header = source.takeInt();
        count = source.takeSize();
        if (header != TileRow.header(layout) || count != events) {
            throw new IndexOutOfBoundsException(count + " identities of " + events + " events");
        }
        sequences = new long[count];
        ColumnCodec.takeNumbers(source, sequences, count);
        areNumbers = source.takeByte() == NUMBERS;
        kind = (byte) (areNumbers ? source.takeByte() : 0);
        numbers = new long[count];
        keys = new byte[areNumbers ? 0 : count][];
        if (areNumbers) {
            ColumnCodec.takeNumbers(source, numbers, count);
        }
        for (int i = 0; i < keys.length; i++) {
            keys[i] = source.takeSized();
        }
    }

    private byte[] key(int index) {
        return areNumbers
                ? ByteBuffer.allocate(NUMBER_BYTES)
                        .put(kind)
                        .putLong(numbers[index])
                        .array()
                : keys[index];
    }

    /** These and those behind them. */
    Identities with(Identities more) {
        long[] all = Arrays.copyOf(sequences, count + more.count);
        System.arraycopy(more.sequences, 0, all, count, more.count);
        if (areNumbers && more.areNumbers && kind == more.kind) {
            long[] both = Arrays.copyOf(numbers, count + more.count);
            System.arraycopy(more.numbers, 0, both, count, more.count);
            return new Identities(all, kind, both);
        }
        byte[][] both = new byte[all.length][];
        for (int i = 0; i < both.length; i++) {
            both[i] = i < count ? key(i) : more.key(i - count);
        }
        return new Identities(all, both);
    }

    /** The newest sequence of a commit. */
    long newest() {
        return Arrays.stream(sequences).max().orElse(Long.MIN_VALUE);
    }

    byte[] write(StateSink sink, int layout) {
        sink.putInt(TileRow.header(layout));
        sink.putCount(count);
        ColumnCodec.putNumbers(sink, sequences, count);
        sink.putByte(areNumbers ? NUMBERS : ANY);
        if (areNumbers) {
            sink.putByte(kind);
            ColumnCodec.putNumbers(sink, numbers, count);
        } else {
            for (byte[] key : keys) {
                sink.putSized(key);
            }
        }
        return sink.toBytes();
    }

    /** Completes events that have no sequences and keys yet. */
    void giveTo(EventColumns events) {
        for (int i = 0; i < count; i++) {
            events.sequences[i] = sequences[i];
            events.identities[i] = key(i);
        }
    }
}
