package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import io.shearwater.model.Validity;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Columns of fitted states as bytes: the number of rows, then for each a mark whether it is null, and its value. */
final class ColumnBytes {
    private ColumnBytes() {}

    static void write(DataOutput out, Column column) throws IOException {
        Varints.write(out, column.size());
        for (int row = 0; row < column.size(); row++) {
            boolean isNull = column.isNull(row);
            out.writeBoolean(isNull);
            if (!isNull) {
                write(out, column, row);
            }
        }
    }

    private static void write(DataOutput out, Column column, int row) throws IOException {
        switch (column) {
            case Column.Booleans c -> out.writeBoolean(c.values()[row]);
            case Column.Ints c -> out.writeInt(c.values()[row]);
            case Column.Longs c -> out.writeLong(c.values()[row]);
            case Column.Floats c -> out.writeInt(Float.floatToRawIntBits(c.values()[row]));
            case Column.Doubles c -> out.writeLong(Double.doubleToRawLongBits(c.values()[row]));
            case Column.Bytes c -> {
                Varints.write(out, c.length(row));
                out.write(c.bytes(), c.offsets()[row], c.length(row));
            }
            case Column.Decimals c -> {
                out.writeLong(c.high()[row]);
                out.writeLong(c.low()[row]);
            }
            default -> throw new IllegalArgumentException("no state is kept as " + column.type());
        }
    }

    static Column read(DataInput in, DataType type) throws IOException {
        int rows = Varints.count(in);
        ColumnBuilder column = ColumnBuilder.of("state", type, Math.min(rows, 1 << 16));
        for (int row = 0; row < rows; row++) {
            if (in.readBoolean()) {
                column.appendNull();
            } else {
                read(in, type, column);
            }
        }
        return column.build();
    }

    private static void read(DataInput in, DataType type, ColumnBuilder column) throws IOException {
        switch (type) {
            case DataType.BooleanType t -> column.appendBoolean(in.readBoolean());
            case DataType.IntType t -> column.appendInt(in.readInt());
            case DataType.DateType t -> column.appendInt(in.readInt());
            case DataType.LongType t -> column.appendLong(in.readLong());
            case DataType.TimestampType t -> column.appendLong(in.readLong());
            case DataType.FloatType t -> column.appendFloat(Float.intBitsToFloat(in.readInt()));
            case DataType.DoubleType t -> column.appendDouble(Double.longBitsToDouble(in.readLong()));
            case DataType.StringType t -> bytes(in, column);
            case DataType.BinaryType t -> bytes(in, column);
            case DataType.DecimalType t -> {
                Column.Decimals one =
                        new Column.Decimals(t, new long[] {in.readLong()}, new long[] {in.readLong()}, Validity.ALL);
                column.append(one, 0);
            }
            default -> throw new IOException("no state is kept as " + type);
        }
    }

    private static void bytes(DataInput in, ColumnBuilder column) throws IOException {
        byte[] bytes = new byte[Varints.count(in)];
        in.readFully(bytes);
        column.appendBytes(bytes, 0, bytes.length);
    }
}
