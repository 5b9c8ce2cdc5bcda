package io.shearwater.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows in columns, on the heap; nothing to close. Immutable and thread-safe. A result that does not fit the heap is read
 * through a {@link FrameReader} instead.
 */
public final class Frame {
    private final Schema schema;
    private final List<Column> columns;
    private final int rows;

    /**
     * A frame of these columns.
     *
     * @throws ShearwaterException BAD_DEFINITION when a column's type or length does not fit
     */
    public Frame(Schema schema, List<? extends Column> columns, int rows) {
        this.schema = schema;
        this.columns = List.copyOf(columns);
        this.rows = rows;
        if (columns.size() != schema.size()) {
            throw ModelError.BAD_DEFINITION.because(
                    "A frame of " + schema.size() + " columns was given " + columns.size() + ".");
        }
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            if (column.size() != rows || !column.type().equals(schema.field(i).type())) {
                throw ModelError.BAD_DEFINITION.because(
                        "The column '" + schema.field(i).name() + "' should be "
                                + schema.field(i).type() + " with " + rows + " rows, not " + column.type() + " with "
                                + column.size() + ".");
            }
        }
    }

    /**
     * A frame from maps, one a row; absent names are null, unknown names are refused.
     *
     * @throws ShearwaterException naming the first ten rows that do not fit, the first row as row 1
     */
    public static Frame of(Schema schema, List<? extends Map<String, ? extends @Nullable Object>> rows) {
        return BadRows.build(schema, rows, FrameBuilder::append);
    }

    /**
     * A frame from Java records, one a row. A component {@code cardPresent} is the column {@code card_present}. Its Java
     * type gives the column's: primitives and boxes as themselves, {@code String}, {@code Instant}, {@code LocalDate},
     * {@code byte[]}, {@code List<T>}, {@code Map<String, T>}, records as structs, {@code Optional<T>} as a nullable T,
     * enums as text, {@code BigDecimal} as decimal(38,9).
     *
     * @throws ShearwaterException BAD_TYPE naming a component that has no column type
     */
    public static <R extends Record> Frame ofRecords(Class<R> type, List<R> rows) {
        return RecordFrames.frame(type, RecordFrames.schema(type), rows);
    }

    /**
     * A frame of this schema from Java records: for decimals of another precision, texts with a length, embeddings.
     *
     * @throws ShearwaterException UNKNOWN_COLUMN for a component that the schema lacks, WRONG_TYPE naming the first ten
     *     rows that do not fit
     */
    public static <R extends Record> Frame ofRecords(Class<R> type, Schema schema, List<R> rows) {
        return RecordFrames.frame(type, schema, rows);
    }

    /** One frame from several of this schema, in order. */
    public static Frame concat(Schema schema, List<Frame> frames) {
        if (frames.size() == 1) {
            return frames.getFirst();
        }
        List<Column> columns = new ArrayList<>(schema.size());
        for (int i = 0; i < schema.size(); i++) {
            int index = i;
            Field field = schema.field(i);
            columns.add(ColumnCopies.concat(
                    field.name(),
                    field.type(),
                    frames.stream().map(frame -> frame.column(index)).toList()));
        }
        return new Frame(schema, columns, frames.stream().mapToInt(Frame::rows).sum());
    }

    /** A frame without rows. */
    public static Frame empty(Schema schema) {
        return new FrameBuilder(schema, 0).build();
    }

    public Schema schema() {
        return schema;
    }

    public int rows() {
        return rows;
    }

    public List<Column> columns() {
        return columns;
    }

    public Column column(int index) {
        return columns.get(index);
    }

    /**
     * The column of this name.
     *
     * @throws ShearwaterException UNKNOWN_COLUMN, suggesting the nearest name
     */
    public Column column(String name) {
        return columns.get(schema.index(name));
    }

    /** One value as the Java type of {@link DataType}, or null. */
    public @Nullable Object value(int row, String column) {
        return column(column).value(row);
    }

    /** One row by column name, in column order. */
    public Map<String, @Nullable Object> row(int row) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            map.put(schema.field(i).name(), columns.get(i).value(row));
        }
        return map;
    }

    /** All rows as maps. */
    public List<Map<String, @Nullable Object>> toMaps() {
        List<Map<String, @Nullable Object>> maps = new ArrayList<>(rows);
        for (int row = 0; row < rows; row++) {
            maps.add(row(row));
        }
        return maps;
    }

    /** All rows as records whose component names are column names (camelCase matches snake_case). */
    public <R extends Record> List<R> toRecords(Class<R> type) {
        return RecordFrames.records(this, type);
    }

    /** Numeric columns row by row for learners; null becomes NaN, booleans 0 and 1. */
    public double[][] toDoubles() {
        return Numbers.rows(this);
    }

    /** Numeric columns as one row-major array for learners; null becomes NaN, booleans 0 and 1. */
    public float[] toFloats() {
        return Numbers.rowMajor(this);
    }

    /** These columns only, in this order; shares the arrays. */
    public Frame select(List<String> names) {
        return new Frame(schema.select(names), names.stream().map(this::column).toList(), rows);
    }

    /** Rows {@code start} (inclusive) to {@code end} (exclusive), copied. */
    public Frame slice(int start, int end) {
        Objects.checkFromToIndex(start, end, rows);
        return new Frame(
                schema,
                columns.stream()
                        .map(column -> ColumnCopies.slice(column, start, end))
                        .toList(),
                end - start);
    }

    /** A reader that gives this frame in pieces of at most {@link FrameReader#MAX_ROWS} rows. */
    public FrameReader reader() {
        return FrameReader.of(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frame frame && Values.sameRows(this, frame);
    }

    @Override
    public int hashCode() {
        return schema.hashCode() * 31 + rows;
    }

    @Override
    public String toString() {
        return "Frame" + schema + " with " + rows + " rows";
    }
}
