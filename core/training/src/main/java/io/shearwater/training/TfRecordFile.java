package io.shearwater.training;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * TensorFlow's records, each a {@code tf.train.Example} of one row: a feature for each column that is not null, which is a list
 * of int64 (whole numbers, booleans, days, microseconds), float (all other numbers) or bytes (texts as UTF-8, binary). A record
 * is its length as 64 bits, the masked CRC-32C of these, its bytes and the masked CRC-32C of those, little-endian. After
 * tensorflow/core/example/example.proto and tensorflow/core/lib/io/record_writer.h; there is no small library that is kept.
 * Not thread-safe.
 */
final class TfRecordFile implements AutoCloseable {
    private static final int BYTES_LIST = 1;
    private static final int FLOAT_LIST = 2;
    private static final int INT64_LIST = 3;
    private static final int MASK_DELTA = 0xa282ead8;

    private final DraftFile file;
    private final List<Field> fields;
    private final byte[][] names;
    private final CRC32C crc = new CRC32C();
    private final ProtoBytes numbers = new ProtoBytes();
    private final ProtoBytes list = new ProtoBytes();
    private final ProtoBytes features = new ProtoBytes();
    private final ProtoBytes example = new ProtoBytes();
    private long rows;

    /**
     * An empty file.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_IN_FORMAT for a column that is no list of numbers or texts
     */
    TfRecordFile(Path file, List<Field> fields) {
        fields.forEach(field -> requireList(field, element(field.type())));
        this.fields = fields;
        this.names = fields.stream()
                .map(field -> field.name().getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.file = new DraftFile(file);
    }

    private static DataType element(DataType type) {
        return type instanceof DataType.ArrayType array ? array.element() : type;
    }

    private static void requireList(Field field, DataType element) {
        boolean isNested = element instanceof DataType.ArrayType
                || element instanceof DataType.StructType
                || element instanceof DataType.MapType
                || (element instanceof DataType.EmbeddingType && !element.equals(field.type()));
        if (isNested) {
            throw TrainingError.NOT_IN_FORMAT.because("The column '" + field.name() + "' is " + field.type()
                    + ", but a record holds numbers, texts, and lists of these. Select its parts as columns of their own "
                    + "first, leave it out of the view, or write Parquet.");
        }
    }

    /** Adds the rows of a frame that has the columns. */
    void add(Frame frame) {
        Column[] columns =
                fields.stream().map(field -> frame.column(field.name())).toArray(Column[]::new);
        for (int row = 0; row < frame.rows(); row++) {
            rows++;
            features.clear();
            for (int i = 0; i < columns.length; i++) {
                if (!columns[i].isNull(row)) {
                    addFeature(i, columns[i], row);
                }
            }
            example.clear();
            example.field(1, features.size());
            example.bytes(features.array(), 0, features.size());
            addRecord();
        }
    }

    /** An entry of the map from names to features. */
    private void addFeature(int field, Column column, int row) {
        numbers.clear();
        list.clear();
        int kind = kind(column);
        switch (column) {
            case Column.Lists c -> {
                for (int i = c.offsets()[row]; i < c.offsets()[row + 1]; i++) {
                    requirePresent(field, c.elements(), i);
                    addValue(c.elements(), i);
                }
            }
            case Column.Embeddings c -> {
                int dimension = ((DataType.EmbeddingType) c.type()).dimension();
                for (int i = row * dimension; i < (row + 1) * dimension; i++) {
                    numbers.fixed32(Float.floatToIntBits(c.values()[i]));
                }
            }
            default -> addValue(column, row);
        }
        if (numbers.size() > 0) {
            list.field(1, numbers.size());
            list.bytes(numbers.array(), 0, numbers.size());
        }
        byte[] name = names[field];
        int feature = ProtoBytes.fieldSize(list.size());
        features.field(1, ProtoBytes.fieldSize(name.length) + ProtoBytes.fieldSize(feature));
        features.field(1, name.length);
        features.bytes(name, 0, name.length);
        features.field(2, feature);
        features.field(kind, list.size());
        features.bytes(list.array(), 0, list.size());
    }

    private static int kind(Column column) {
        return switch (column) {
            case Column.Lists c -> kind(c.elements());
            case Column.Bytes c -> BYTES_LIST;
            case Column.Booleans c -> INT64_LIST;
            case Column.Ints c -> INT64_LIST;
            case Column.Longs c -> INT64_LIST;
            default -> FLOAT_LIST;
        };
    }

    private void requirePresent(int field, Column elements, int at) {
        if (elements.isNull(at)) {
            throw TrainingError.NOT_IN_FORMAT.because(
                    "The column '" + fields.get(field).name() + "' has a null among the elements of its list in row "
                            + rows + " of its file, which a record cannot hold. Fill it in first, or write Parquet.");
        }
    }

    private void addValue(Column column, int row) {
        switch (column) {
            case Column.Booleans c -> numbers.varint(c.values()[row] ? 1 : 0);
            case Column.Ints c -> numbers.varint(c.values()[row]);
            case Column.Longs c -> numbers.varint(c.values()[row]);
            case Column.Floats c -> numbers.fixed32(Float.floatToIntBits(c.values()[row]));
            case Column.Doubles c -> numbers.fixed32(Float.floatToIntBits((float) c.values()[row]));
            case Column.Decimals c -> numbers.fixed32(Float.floatToIntBits(((Number) c.valueAt(row)).floatValue()));
            case Column.Bytes c -> {
                list.field(1, c.length(row));
                list.bytes(c.bytes(), c.offsets()[row], c.length(row));
            }
            default -> throw new IllegalStateException("in no record: " + column.type());
        }
    }

    private void addRecord() {
        byte[] length = new byte[Long.BYTES];
        ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).putLong(example.size());
        file.write(length, length.length);
        file.room(Integer.BYTES).putInt(masked(length, length.length));
        file.write(example.array(), example.size());
        file.room(Integer.BYTES).putInt(masked(example.array(), example.size()));
    }

    /** A checksum of bytes that hold checksums themselves is easily wrong unnoticed, which is why it is masked. */
    private int masked(byte[] bytes, int size) {
        crc.reset();
        crc.update(bytes, 0, size);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    }

    /** Completes the file. */
    void finish() {
        file.finish();
    }

    @Override
    public void close() {
        file.close();
    }
}
