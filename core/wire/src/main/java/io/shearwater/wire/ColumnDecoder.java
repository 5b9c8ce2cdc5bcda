package io.shearwater.wire;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.Validity;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads columns of one block (docs/format/frames.md). The bytes may come from anybody: lengths are compared with what is there
 * before anything is made of them, and values with their types. Not thread-safe.
 */
final class ColumnDecoder {
    private final ByteBuffer in;
    private String where = "";

    /** Over the content of a block, of which so many bytes are content. */
    ColumnDecoder(byte[] content, int length) {
        this.in = ByteBuffer.wrap(content, 0, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    int remaining() {
        return in.remaining();
    }

    /** Four bytes as a number. */
    int number() {
        need(4);
        return in.getInt();
    }

    Column column(Field field, int rows) {
        where = field.name();
        return column(field.type(), rows);
    }

    private Column column(DataType type, int rows) {
        need(8);
        int count = in.getInt();
        int nulls = in.getInt();
        if (count != rows || nulls < 0 || nulls > rows) {
            throw refused(
                    "has " + count + " rows, " + nulls + " of them null, where there should be " + rows + " rows");
        }
        Validity validity = nulls == 0 ? Validity.ALL : validity(rows, nulls);
        Column column = switch (type) {
            case DataType.BooleanType t -> new Column.Booleans(booleans(rows), rows, validity);
            case DataType.IntType t -> new Column.Ints(type, ints(rows), rows, validity);
            case DataType.DateType t -> new Column.Ints(type, ints(rows), rows, validity);
            case DataType.LongType t -> new Column.Longs(type, longs(rows), rows, validity);
            case DataType.TimestampType t -> new Column.Longs(type, longs(rows), rows, validity);
            case DataType.FloatType t -> new Column.Floats(floats(rows), rows, validity);
            case DataType.DoubleType t -> new Column.Doubles(doubles(rows), rows, validity);
            case DataType.DecimalType t -> decimals(t, rows, validity);
            case DataType.StringType t -> texts(t, rows, validity);
            case DataType.BinaryType t -> bytes(type, rows, validity);
            case DataType.ArrayType t -> {
                int[] offsets = offsets(rows);
                yield new Column.Lists(type, column(t.element(), offsets[rows]), offsets, rows, validity);
            }
            case DataType.MapType t -> map(t, rows, validity);
            case DataType.StructType t -> {
                List<Column> parts = new ArrayList<>(t.fields().size());
                for (Field part : t.fields()) {
                    parts.add(column(part.type(), rows));
                }
                yield new Column.Structs(t, parts, rows, validity);
            }
            case DataType.EmbeddingType t ->
                new Column.Embeddings(t, floats((long) rows * t.dimension()), rows, validity);
        };
        pad();
        return column;
    }

    private void need(long bytes) {
        if (bytes > in.remaining()) {
            throw refused("needs " + bytes + " bytes more where " + in.remaining() + " are left of the block");
        }
    }

    private void pad() {
        int more = -in.position() & 7;
        need(more);
        in.position(in.position() + more);
    }

    private ShearwaterException refused(String why) {
        return WireError.BAD_FRAMES.because(
                (where.isEmpty() ? "A block" : "The column '" + WireJson.shown(where) + "' of a frame") + " " + why
                        + ". Send it again; if that does not help, it is written in another form than"
                        + " application/vnd.shearwater.frames.");
    }

    private Validity validity(int rows, int nulls) {
        int count = (rows + 63) >>> 6;
        need(8L * count);
        long[] words = new long[count];
        in.asLongBuffer().get(words);
        in.position(in.position() + 8 * count);
        if ((rows & 63) != 0) {
            words[count - 1] &= -1L >>> (64 - (rows & 63));
        }
        int valid = 0;
        for (long word : words) {
            valid += Long.bitCount(word);
        }
        if (valid != rows - nulls) {
            throw refused("says that " + nulls + " of " + rows + " rows are null, but " + (rows - valid) + " are");
        }
        return Validity.of(words);
    }

    private boolean[] booleans(int rows) {
        need(rows);
        boolean[] values = new boolean[rows];
        int wrong = 0;
        for (int row = 0; row < rows; row++) {
            byte one = in.get();
            values[row] = one == 1;
            wrong |= one;
        }
        if ((wrong & ~1) != 0) {
            throw refused("has a boolean that is neither 0 nor 1");
        }
        return values;
    }

    private int[] ints(int count) {
        need(4L * count);
        int[] values = new int[count];
        in.asIntBuffer().get(values);
        in.position(in.position() + 4 * count);
        return values;
    }

    private long[] longs(int count) {
        need(8L * count);
        long[] values = new long[count];
        in.asLongBuffer().get(values);
        in.position(in.position() + 8 * count);
        return values;
    }

    private float[] floats(long count) {
        need(4L * count);
        float[] values = new float[(int) count];
        in.asFloatBuffer().get(values);
        in.position(in.position() + 4 * (int) count);
        return values;
    }

    private double[] doubles(int count) {
        need(8L * count);
        double[] values = new double[count];
        in.asDoubleBuffer().get(values);
        in.position(in.position() + 8 * count);
        return values;
    }

    private Column decimals(DataType.DecimalType type, int rows, Validity validity) {
        long[] low = longs(rows);
        long[] high;
        if (type.fitsLong()) {
            high = new long[rows];
            for (int row = 0; row < rows; row++) {
                high[row] = low[row] >> 63;
            }
        } else {
            high = longs(rows);
        }
        Column.Decimals column = new Column.Decimals(type, high, low, validity);
        DecimalBound bound = DecimalBound.of(type.precision());
        for (int row = 0; row < rows; row++) {
            if (validity.isValid(row) && !bound.holds(high[row], low[row])) {
                throw refused("has " + column.valueAt(row) + ", which is not " + type);
            }
        }
        return column;
    }

    private int[] offsets(int rows) {
        need(4L * (rows + 1));
        int[] offsets = ints(rows + 1);
        pad();
        int before = 0;
        for (int offset : offsets) {
            if (offset < before) {
                throw refused("has the offset " + offset + " behind " + before);
            }
            before = offset;
        }
        if (offsets[0] != 0) {
            throw refused("has the first offset " + offsets[0] + " instead of 0");
        }
        return offsets;
    }

    private Column.Bytes bytes(DataType type, int rows, Validity validity) {
        int[] offsets = offsets(rows);
        need(offsets[rows]);
        byte[] bytes = new byte[offsets[rows]];
        in.get(bytes);
        return new Column.Bytes(type, bytes, offsets, rows, validity);
    }

    private Column.Bytes texts(DataType.StringType type, int rows, Validity validity) {
        Column.Bytes column = bytes(type, rows, validity);
        int wrong = Utf8.firstBroken(column.bytes(), column.offsets(), rows);
        if (wrong >= 0) {
            throw refused("has a text that is not UTF-8 in row " + (wrong + 1) + " of the frame");
        }
        if (type.maxLength().isPresent()) {
            int most = type.maxLength().getAsInt();
            for (int row = 0; row < rows; row++) {
                if (column.length(row) > most
                        && Utf8.codePoints(column.bytes(), column.offsets()[row], column.offsets()[row + 1]) > most) {
                    throw refused(
                            "has a text longer than " + most + " characters in row " + (row + 1) + " of the frame");
                }
            }
        }
        return column;
    }

    private Column map(DataType.MapType type, int rows, Validity validity) {
        int[] offsets = offsets(rows);
        Column.Bytes keys = (Column.Bytes) column(DataType.STRING, offsets[rows]);
        Column values = column(type.value(), offsets[rows]);
        if (!keys.validity().allValid()) {
            throw refused("has a map with a key that is null");
        }
        Set<String> seen = new HashSet<>();
        for (int row = 0; row < rows; row++) {
            if (offsets[row + 1] - offsets[row] > 1) {
                seen.clear();
                for (int i = offsets[row]; i < offsets[row + 1]; i++) {
                    if (!seen.add(keys.text(i))) {
                        throw refused("has a map with the key '" + WireJson.shown(keys.text(i)) + "' twice");
                    }
                }
            }
        }
        return new Column.Maps(type, keys, values, offsets, validity);
    }
}
