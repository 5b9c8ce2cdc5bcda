package io.shearwater.testing;

import io.shearwater.model.TimeRange;
import io.shearwater.spi.OnlineHistory;
import io.shearwater.spi.OnlineRead;
import io.shearwater.spi.OnlineStore;
import io.shearwater.spi.OnlineTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Short forms of reads, for tests. */
final class OnlineReads {
    private OnlineReads() {}

    /** A row as it was read. */
    @SuppressWarnings("ArrayRecordComponent") // equality is by content, below
    record Row(long eventTime, long sequence, byte[] value) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Row(long time, long number, byte[] bytes)
                    && time == eventTime
                    && number == sequence
                    && Arrays.equals(bytes, value);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(eventTime) * 31 + Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return "(" + eventTime + ", " + sequence + ", "
                    + (value.length > 20 ? value.length + " bytes" : Arrays.toString(value)) + ")";
        }
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static Optional<Row> row(long eventTime, long sequence, int... value) {
        return Optional.of(new Row(eventTime, sequence, bytes(value)));
    }

    static Optional<Row> current(OnlineStore store, OnlineTable table, byte[] key, long now) {
        List<Row> rows = new ArrayList<>();
        store.read(
                new OnlineRead(List.of(key), List.of(table), new long[] {now}),
                (at, number, time, sequence, value) -> rows.add(new Row(time, sequence, copy(value))));
        if (rows.size() > 1) {
            throw new AssertionError("several current rows: " + rows);
        }
        return rows.stream().findFirst();
    }

    /** The event times of every row of a key, as given. */
    static List<Long> rows(OnlineStore store, OnlineTable table, byte[] key) {
        List<Long> times = new ArrayList<>();
        store.history(
                new OnlineHistory(table, key, TimeRange.ALL, Integer.MAX_VALUE),
                (at, time, sequence, value) -> times.add(time));
        return times;
    }

    static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
