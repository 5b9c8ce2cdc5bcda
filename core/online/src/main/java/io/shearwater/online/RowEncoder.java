package io.shearwater.online;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Frame;

/** Writes rows of one frame in one layout. Not thread-safe. */
final class RowEncoder {
    private final RowLayout layout;
    private final RowKind[] kinds;
    private final Column[] columns;

    /** The frame has the layout's columns by name. */
    RowEncoder(RowLayout layout, Frame frame) {
        this.layout = layout;
        this.kinds = new RowKind[layout.columns().size()];
        this.columns = new Column[kinds.length];
        for (int i = 0; i < kinds.length; i++) {
            RowLayout.StoredColumn stored = layout.columns().get(i);
            kinds[i] = RowKind.of(stored.type());
            columns[i] = frame.column(stored.name());
        }
    }

    /** The row as bytes. */
    byte[] encode(ByteSink sink, int row) {
        sink.clear();
        sink.putInt(layout.header());
        int nulls = sink.putZeros(layout.tail() - Integer.BYTES);
        for (int i = 0; i < kinds.length; i++) {
            if (columns[i].isNull(row)) {
                sink.setBit(nulls, i);
            } else {
                put(sink, i, row);
            }
            if (kinds[i].varies()) {
                sink.setInt(layout.slot(i), sink.size() - layout.tail());
            }
        }
        return sink.toBytes();
    }

    private void put(ByteSink sink, int index, int row) {
        int slot = layout.slot(index);
        Column column = columns[index];
        switch (kinds[index]) {
            case BOOLEAN -> sink.setByte(slot, ((Column.Booleans) column).values()[row] ? 1 : 0);
            case INT, DATE -> sink.setInt(slot, ((Column.Ints) column).values()[row]);
            case FLOAT -> sink.setInt(slot, Float.floatToRawIntBits(((Column.Floats) column).values()[row]));
            case LONG, TIMESTAMP -> sink.setLong(slot, ((Column.Longs) column).values()[row]);
            case DOUBLE -> sink.setLong(slot, Double.doubleToRawLongBits(((Column.Doubles) column).values()[row]));
            case SHORT_DECIMAL -> sink.setLong(slot, ((Column.Decimals) column).low()[row]);
            case LONG_DECIMAL -> {
                sink.setLong(slot, ((Column.Decimals) column).high()[row]);
                sink.setLong(slot + Long.BYTES, ((Column.Decimals) column).low()[row]);
            }
            case TEXT, BINARY -> {
                Column.Bytes bytes = (Column.Bytes) column;
                sink.putBytes(bytes.bytes(), bytes.offsets()[row], bytes.length(row));
            }
            case EMBEDDING -> Nested.putEmbedding(sink, (Column.Embeddings) column, row);
            case NESTED -> Nested.put(sink, column, row);
        }
    }

    /** Whether a column of a frame holds what a column of a group is declared to hold. */
    static boolean fits(DataType actual, DataType declared) {
        return actual.equals(declared)
                || (actual instanceof DataType.StringType && declared instanceof DataType.StringType);
    }
}
