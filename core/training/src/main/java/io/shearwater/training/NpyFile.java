package io.shearwater.training;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * An array of NumPy in a file of format 1.0, C order: a row for each row, a column for each number. Its header has the number
 * of rows, so it is written last, into room that was left for it. Not thread-safe.
 */
final class NpyFile implements AutoCloseable {
    private static final int HEADER_BYTES = 128;
    private static final long EXACT_IN_DOUBLE = 1L << 53;

    private final DraftFile file;
    private final List<Field> fields;
    private final ElementType type;
    private final int width;
    private final boolean isVector;
    private long rows;

    /** The one type of all numbers of a file. */
    private enum ElementType {
        INT64("<i8"),
        FLOAT32("<f4"),
        FLOAT64("<f8");

        private final String descr;

        ElementType(String descr) {
            this.descr = descr;
        }
    }

    private NpyFile(Path file, List<Field> fields, boolean isVector) {
        fields.forEach(NpyFile::requireNumber);
        this.fields = fields;
        this.type = type(fields);
        this.width = fields.stream().mapToInt(NpyFile::width).sum();
        this.isVector = isVector && width == 1;
        this.file = new DraftFile(file);
        this.file.write(new byte[HEADER_BYTES], HEADER_BYTES);
    }

    /**
     * An array of two dimensions.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_IN_FORMAT for a column that is no number
     */
    static NpyFile matrix(Path file, List<Field> fields) {
        return new NpyFile(file, fields, false);
    }

    /** An array of one dimension if there is one column, as learners take labels, else of two. */
    static NpyFile vector(Path file, List<Field> fields) {
        return new NpyFile(file, fields, true);
    }

    private static void requireNumber(Field field) {
        String instead = switch (field.type()) {
            case DataType.BooleanType t -> "";
            case DataType.IntType t -> "";
            case DataType.LongType t -> "";
            case DataType.FloatType t -> "";
            case DataType.DoubleType t -> "";
            case DataType.DecimalType t -> "";
            case DataType.EmbeddingType t -> "";
            case DataType.StringType t -> "Encode it as numbers first (one-hot or ordinal)";
            case DataType.DateType t -> "Make a number of it first, such as the days since another date";
            case DataType.TimestampType t -> "Make a number of it first, such as the seconds since another time";
            default -> "Select its numbers as columns of their own first";
        };
        if (!instead.isEmpty()) {
            throw TrainingError.NOT_IN_FORMAT.because(
                    "The column '" + field.name() + "' is " + field.type() + ", but an NPY file holds numbers only. "
                            + instead + ", leave it out of the view, or write Parquet.");
        }
    }

    /** Whole numbers stay so; floats stay floats; everything else is double. */
    private static ElementType type(List<Field> fields) {
        boolean whole = true;
        boolean narrow = true;
        for (Field field : fields) {
            switch (field.type()) {
                case DataType.BooleanType t -> {}
                case DataType.IntType t -> narrow = false;
                case DataType.LongType t -> narrow = false;
                case DataType.FloatType t -> whole = false;
                case DataType.EmbeddingType t -> whole = false;
                default -> {
                    whole = false;
                    narrow = false;
                }
            }
        }
        return whole ? ElementType.INT64 : narrow ? ElementType.FLOAT32 : ElementType.FLOAT64;
    }

    private static int width(Field field) {
        return field.type() instanceof DataType.EmbeddingType embedding ? embedding.dimension() : 1;
    }

    /** Adds the rows of a frame that has the columns. */
    void add(Frame frame) {
        Column[] columns =
                fields.stream().map(field -> frame.column(field.name())).toArray(Column[]::new);
        for (int row = 0; row < frame.rows(); row++) {
            for (int i = 0; i < columns.length; i++) {
                add(fields.get(i), columns[i], row);
            }
            rows++;
        }
    }

    private void add(Field field, Column column, int row) {
        if (column instanceof Column.Embeddings embeddings) {
            int dimension = width(field);
            for (int i = row * dimension; i < (row + 1) * dimension; i++) {
                put(column.isNull(row) ? Double.NaN : embeddings.values()[i]);
            }
        } else if (type == ElementType.INT64) {
            file.room(Long.BYTES).putLong(whole(field, column, row));
        } else {
            put(column.isNull(row) ? Double.NaN : number(field, column, row));
        }
    }

    private void put(double value) {
        ByteBuffer room = file.room(Double.BYTES);
        if (type == ElementType.FLOAT32) {
            room.putFloat((float) value);
        } else {
            room.putDouble(value);
        }
    }

    private long whole(Field field, Column column, int row) {
        if (column.isNull(row)) {
            throw TrainingError.NOT_IN_FORMAT.because("The column '" + field.name() + "' is null in row " + (rows + 1)
                    + " of its file, but an NPY file of whole numbers has no null. Fill it in first, leave such rows out "
                    + "with a filter, or write Parquet.");
        }
        return switch (column) {
            case Column.Booleans c -> c.values()[row] ? 1 : 0;
            case Column.Ints c -> c.values()[row];
            case Column.Longs c -> c.values()[row];
            default -> throw new IllegalStateException("not whole: " + column.type());
        };
    }

    private double number(Field field, Column column, int row) {
        return switch (column) {
            case Column.Booleans c -> c.values()[row] ? 1 : 0;
            case Column.Ints c -> c.values()[row];
            case Column.Longs c -> exact(field, c.values()[row]);
            case Column.Floats c -> c.values()[row];
            case Column.Doubles c -> c.values()[row];
            case Column.Decimals c -> ((Number) c.valueAt(row)).doubleValue();
            default -> throw new IllegalStateException("no number: " + column.type());
        };
    }

    private double exact(Field field, long value) {
        if (value > EXACT_IN_DOUBLE || value < -EXACT_IN_DOUBLE) {
            throw TrainingError.NOT_IN_FORMAT.because("The column '" + field.name() + "' is " + value + " in row "
                    + (rows + 1)
                    + " of its file, which would be rounded: an NPY file has one type for all columns, here "
                    + "float64. Leave the column out of the view, or write Parquet.");
        }
        return value;
    }

    Path path() {
        return file.path();
    }

    /** Completes the file. */
    void finish() {
        String shape = isVector ? "(" + rows + ",)" : "(" + rows + ", " + width + ")";
        String header = "{'descr': '" + type.descr + "', 'fortran_order': False, 'shape': " + shape + ", }";
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES);
        bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        bytes.put((byte) 1).put((byte) 0);
        // The length of what follows, which is under 256: its lower byte first.
        bytes.put((byte) (HEADER_BYTES - 10)).put((byte) 0);
        bytes.put(header.getBytes(StandardCharsets.US_ASCII));
        while (bytes.remaining() > 1) {
            bytes.put((byte) ' ');
        }
        bytes.put((byte) '\n');
        file.writeFirst(bytes.flip());
        file.finish();
    }

    @Override
    public void close() {
        file.close();
    }
}
