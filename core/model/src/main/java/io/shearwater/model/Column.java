package io.shearwater.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of one column of a {@link Frame}, on the heap, in arrays of primitives. Immutable by contract: arrays given
 * to a factory are owned by the column, arrays taken from it are read only. Values at null rows are unspecified.
 * Thread-safe.
 */
public sealed interface Column {
    DataType type();

    /** The number of rows. */
    int size();

    Validity validity();

    /** The value as the Java type of {@link DataType}, never null; only called where the row is not null. */
    Object valueAt(int row);

    default boolean isNull(int row) {
        return validity().isNull(row);
    }

    /** The value as the Java type of {@link DataType}, or null. Allocates; loops over primitives should not use it. */
    default @Nullable Object value(int row) {
        return isNull(row) ? null : valueAt(row);
    }

    /** Booleans. */
    final class Booleans extends Base implements Column {
        private final boolean[] values;

        public Booleans(boolean[] values, int size, Validity validity) {
            super(DataType.BOOLEAN, size, validity);
            this.values = values;
        }

        public boolean[] values() {
            return values;
        }

        @Override
        public Object valueAt(int row) {
            return values[row];
        }
    }

    /** {@code int}s, and dates as days since 1970-01-01. */
    final class Ints extends Base implements Column {
        private final int[] values;

        public Ints(DataType type, int[] values, int size, Validity validity) {
            super(type, size, validity);
            this.values = values;
        }

        public int[] values() {
            return values;
        }

        @Override
        public Object valueAt(int row) {
            return type() instanceof DataType.DateType ? LocalDate.ofEpochDay(values[row]) : (Object) values[row];
        }
    }

    /** {@code long}s, and timestamps as microseconds since 1970-01-01T00:00:00Z. */
    final class Longs extends Base implements Column {
        private final long[] values;

        public Longs(DataType type, long[] values, int size, Validity validity) {
            super(type, size, validity);
            this.values = values;
        }

        public long[] values() {
            return values;
        }

        @Override
        public Object valueAt(int row) {
            return type() instanceof DataType.TimestampType ? Times.instant(values[row]) : (Object) values[row];
        }
    }

    /** {@code float}s. */
    final class Floats extends Base implements Column {
        private final float[] values;

        public Floats(float[] values, int size, Validity validity) {
            super(DataType.FLOAT, size, validity);
            this.values = values;
        }

        public float[] values() {
            return values;
        }

        @Override
        public Object valueAt(int row) {
            return values[row];
        }
    }

    /** {@code double}s. */
    final class Doubles extends Base implements Column {
        private final double[] values;

        public Doubles(double[] values, int size, Validity validity) {
            super(DataType.DOUBLE, size, validity);
            this.values = values;
        }

        public double[] values() {
            return values;
        }

        @Override
        public Object valueAt(int row) {
            return values[row];
        }
    }

    /** Decimals as unscaled 128-bit integers: a high and a low word each; high is the sign where the low one suffices. */
    final class Decimals extends Base implements Column {
        private final long[] high;
        private final long[] low;

        public Decimals(DataType.DecimalType type, long[] high, long[] low, Validity validity) {
            super(type, low.length, validity);
            this.high = high;
            this.low = low;
        }

        public long[] high() {
            return high;
        }

        public long[] low() {
            return low;
        }

        @Override
        public Object valueAt(int row) {
            int scale = ((DataType.DecimalType) type()).scale();
            if (high[row] == low[row] >> 63) {
                return BigDecimal.valueOf(low[row], scale);
            }
            BigInteger unscaled =
                    BigInteger.valueOf(high[row]).shiftLeft(64).add(new BigInteger(Long.toUnsignedString(low[row])));
            return new BigDecimal(unscaled, scale);
        }
    }

    /** Texts as UTF-8, or binary values: row r is {@code bytes[offsets[r] .. offsets[r + 1])}. */
    final class Bytes extends Base implements Column {
        private final byte[] bytes;
        private final int[] offsets;

        public Bytes(DataType type, byte[] bytes, int[] offsets, int size, Validity validity) {
            super(type, size, validity);
            this.bytes = bytes;
            this.offsets = offsets;
        }

        public byte[] bytes() {
            return bytes;
        }

        public int[] offsets() {
            return offsets;
        }

        public int length(int row) {
            return offsets[row + 1] - offsets[row];
        }

        /** The UTF-8 bytes of a row as text. */
        public String text(int row) {
            return new String(bytes, offsets[row], length(row), StandardCharsets.UTF_8);
        }

        @Override
        public Object valueAt(int row) {
            return type() instanceof DataType.BinaryType
                    ? Arrays.copyOfRange(bytes, offsets[row], offsets[row + 1])
                    : text(row);
        }
    }

    /** Arrays: row r is {@code elements[offsets[r] .. offsets[r + 1])}. */
    final class Lists extends Base implements Column {
        private final Column elements;
        private final int[] offsets;

        public Lists(DataType type, Column elements, int[] offsets, int size, Validity validity) {
            super(type, size, validity);
            this.elements = elements;
            this.offsets = offsets;
        }

        public Column elements() {
            return elements;
        }

        public int[] offsets() {
            return offsets;
        }

        @Override
        public Object valueAt(int row) {
            List<@Nullable Object> list = new ArrayList<>(offsets[row + 1] - offsets[row]);
            for (int i = offsets[row]; i < offsets[row + 1]; i++) {
                list.add(elements.value(i));
            }
            return Collections.unmodifiableList(list);
        }
    }

    /** Maps: row r has the entries {@code offsets[r] .. offsets[r + 1]} of keys and values. */
    final class Maps extends Base implements Column {
        private final Bytes keys;
        private final Column values;
        private final int[] offsets;

        public Maps(DataType type, Bytes keys, Column values, int[] offsets, Validity validity) {
            super(type, offsets.length - 1, validity);
            this.keys = keys;
            this.values = values;
            this.offsets = offsets;
        }

        public Bytes keys() {
            return keys;
        }

        public Column values() {
            return values;
        }

        public int[] offsets() {
            return offsets;
        }

        @Override
        public Object valueAt(int row) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            for (int i = offsets[row]; i < offsets[row + 1]; i++) {
                map.put(keys.text(i), values.value(i));
            }
            return Collections.unmodifiableMap(map);
        }
    }

    /** Structs: one column a field, each as long as this one. */
    final class Structs extends Base implements Column {
        private final List<Column> parts;

        public Structs(DataType.StructType type, List<Column> parts, int size, Validity validity) {
            super(type, size, validity);
            this.parts = List.copyOf(parts);
        }

        public List<Column> parts() {
            return parts;
        }

        @Override
        public Object valueAt(int row) {
            List<Field> fields = ((DataType.StructType) type()).fields();
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            for (int i = 0; i < fields.size(); i++) {
                map.put(fields.get(i).name(), parts.get(i).value(row));
            }
            return Collections.unmodifiableMap(map);
        }
    }

    /** Embeddings of dimension n: row r is {@code values[r * n .. (r + 1) * n)}; null rows keep their place. */
    final class Embeddings extends Base implements Column {
        private final float[] values;
        private final int dimension;

        public Embeddings(DataType.EmbeddingType type, float[] values, int size, Validity validity) {
            super(type, size, validity);
            this.values = values;
            this.dimension = type.dimension();
        }

        public float[] values() {
            return values;
        }

        @Override
        public Object valueAt(int row) {
            return Arrays.copyOfRange(values, row * dimension, (row + 1) * dimension);
        }
    }

    /** What all columns share. */
    abstract class Base {
        private final DataType type;
        private final int size;
        private final Validity validity;

        private Base(DataType type, int size, Validity validity) {
            this.type = type;
            this.size = size;
            this.validity = validity;
        }

        public final DataType type() {
            return type;
        }

        public final int size() {
            return size;
        }

        public final Validity validity() {
            return validity;
        }
    }
}
