package io.shearwater.training;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Values as bytes: typed, self-delimiting and, for scalars of one type, in the order of the values. The same for a type and
 * for what it can be widened to (int and long, float and double, a longer text or decimal), so that widening a column in
 * place changes no digest and no split. The layout is described in {@code docs/format/training-dataset.md}. Not thread-safe.
 */
final class TypedBytes {
    private static final byte END = 0;
    private static final byte NULL = 1;
    private static final byte BOOLEAN = 2;
    private static final byte INTEGER = 3;
    private static final byte FLOATING = 4;
    private static final byte DECIMAL = 5;
    private static final byte TEXT = 6;
    private static final byte BINARY = 7;
    private static final byte DATE = 8;
    private static final byte TIMESTAMP = 9;
    private static final byte ARRAY = 10;
    private static final byte STRUCT = 11;
    private static final byte MAP = 12;
    private static final byte EMBEDDING = 13;
    private static final byte ESCAPE = (byte) 0xFF;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes = new byte[1024];
    private int size;

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    /** The bytes so far and more room; only valid until the next value is added. */
    byte[] array() {
        return bytes;
    }

    /** Adds one value. */
    void add(Column column, int row) {
        if (column.isNull(row)) {
            put(NULL);
            return;
        }
        switch (column) {
            case Column.Booleans c -> tagged(BOOLEAN, c.values()[row] ? (byte) 1 : 0);
            case Column.Ints c -> {
                put(c.type() instanceof DataType.DateType ? DATE : INTEGER);
                putLong(c.values()[row] ^ Long.MIN_VALUE);
            }
            case Column.Longs c -> {
                put(c.type() instanceof DataType.TimestampType ? TIMESTAMP : INTEGER);
                putLong(c.values()[row] ^ Long.MIN_VALUE);
            }
            case Column.Floats c -> addDouble(c.values()[row]);
            case Column.Doubles c -> addDouble(c.values()[row]);
            case Column.Decimals c -> {
                tagged(DECIMAL, (byte) ((DataType.DecimalType) c.type()).scale());
                putLong(c.high()[row] ^ Long.MIN_VALUE);
                putLong(c.low()[row]);
            }
            case Column.Bytes c -> {
                put(c.type() instanceof DataType.BinaryType ? BINARY : TEXT);
                addEscaped(c, row);
            }
            default -> addNested(column, row);
        }
    }

    private void addNested(Column column, int row) {
        switch (column) {
            case Column.Lists c -> {
                put(ARRAY);
                for (int i = c.offsets()[row]; i < c.offsets()[row + 1]; i++) {
                    add(c.elements(), i);
                }
                put(END);
            }
            case Column.Structs c -> {
                put(STRUCT);
                c.parts().forEach(part -> add(part, row));
                put(END);
            }
            case Column.Maps c -> {
                put(MAP);
                entriesByKey(c, row).forEach(i -> {
                    add(c.keys(), i);
                    add(c.values(), i);
                });
                put(END);
            }
            case Column.Embeddings c -> {
                put(EMBEDDING);
                int dimension = ((DataType.EmbeddingType) c.type()).dimension();
                for (int i = row * dimension; i < (row + 1) * dimension; i++) {
                    addDouble(c.values()[i]);
                }
                put(END);
            }
            default -> throw new IllegalStateException("not nested: " + column.type());
        }
    }

    /** Two maps are equal whatever the order of their entries. */
    private static IntStream entriesByKey(Column.Maps maps, int row) {
        return IntStream.range(maps.offsets()[row], maps.offsets()[row + 1])
                .boxed()
                .sorted(Comparator.comparing(i -> maps.keys().text(i)))
                .mapToInt(Integer::intValue);
    }

    private void addDouble(double value) {
        put(FLOATING);
        long bits = Double.doubleToLongBits(value);
        putLong(bits ^ (bits >> 63 | Long.MIN_VALUE));
    }

    /** Zero bytes are escaped, so that the end is smaller than anything that can follow. */
    private void addEscaped(Column.Bytes column, int row) {
        byte[] source = column.bytes();
        int end = column.offsets()[row + 1];
        for (int i = column.offsets()[row]; i < end; i++) {
            put(source[i]);
            if (source[i] == 0) {
                put(ESCAPE);
            }
        }
        put(END);
        put(END);
    }

    private void tagged(byte tag, byte value) {
        put(tag);
        put(value);
    }

    private void put(byte value) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, size * 2);
        }
        bytes[size++] = value;
    }

    private void putLong(long value) {
        if (size + Long.BYTES > bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        LONGS.set(bytes, size, value);
        size += Long.BYTES;
    }
}
