package io.shearwater.jdbc;

import io.shearwater.model.DataType;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.Times;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A result set as frames. Used by one thread. */
final class ResultReader implements FrameReader {
    /** Rows of databases are often wide, and several frames are alive at a time. */
    private static final int ROWS = 8_192;

    private final ResultSet rows;
    private final List<JdbcColumn> columns;
    private final ZoneId zone;
    private final Schema schema;
    private long read;
    private boolean ended;

    ResultReader(ResultSet rows, List<JdbcColumn> columns, ZoneId zone) {
        this.rows = rows;
        this.columns = columns;
        this.zone = zone;
        this.schema = JdbcRows.schema(columns);
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Optional<Frame> next() {
        if (ended) {
            return Optional.empty();
        }
        FrameBuilder frame = new FrameBuilder(schema, ROWS);
        try {
            while (frame.rows() < ROWS && rows.next()) {
                read++;
                @Nullable Object[] row = new @Nullable Object[columns.size()];
                for (int i = 0; i < row.length; i++) {
                    row[i] = value(columns.get(i));
                }
                append(frame, row);
            }
            ended = frame.rows() < ROWS;
        } catch (SQLException failed) {
            throw JdbcError.DATABASE.because(
                    "The database gave no more rows after " + read + ": " + failed.getMessage(), failed);
        }
        return frame.rows() == 0 ? Optional.empty() : Optional.of(frame.build());
    }

    private void append(FrameBuilder frame, @Nullable Object[] row) {
        try {
            frame.append(row);
        } catch (ShearwaterException refused) {
            throw JdbcError.BAD_VALUE.because("Row " + read + " of the result: " + refused.getMessage(), refused);
        }
    }

    private @Nullable Object value(JdbcColumn column) {
        try {
            Object value = read(column);
            return value == null || rows.wasNull() ? null : value;
        } catch (SQLException | ArithmeticException | ShearwaterException refused) {
            throw JdbcError.BAD_VALUE.because(
                    "Row " + read + " of the result: the column '" + column.name() + "', " + column.typeName()
                            + ", holds " + text(column) + ", which is no " + column.type() + ": " + refused.getMessage()
                            + " Cast the column in the statement.",
                    refused);
        }
    }

    private String text(JdbcColumn column) {
        try {
            return "'" + rows.getString(column.index()) + "'";
        } catch (SQLException unreadable) {
            return "a value";
        }
    }

    private @Nullable Object read(JdbcColumn column) throws SQLException {
        int at = column.index();
        return switch (column.type()) {
            case DataType.BooleanType t -> rows.getBoolean(at);
            case DataType.IntType t -> rows.getInt(at);
            case DataType.LongType t -> rows.getLong(at);
            case DataType.FloatType t -> rows.getFloat(at);
            case DataType.DoubleType t -> rows.getDouble(at);
            case DataType.DecimalType t -> decimal(rows.getBigDecimal(at), t);
            case DataType.BinaryType t -> rows.getBytes(at);
            case DataType.DateType t -> rows.getObject(at, LocalDate.class);
            case DataType.TimestampType t -> time(column);
            case DataType.ArrayType t -> list(rows.getArray(at), t);
            default -> rows.getString(at);
        };
    }

    private static @Nullable BigDecimal decimal(@Nullable BigDecimal value, DataType.DecimalType type) {
        return value == null ? null : value.setScale(type.scale(), RoundingMode.UNNECESSARY);
    }

    private @Nullable Object time(JdbcColumn column) throws SQLException {
        if (column.zoned()) {
            OffsetDateTime time = rows.getObject(column.index(), OffsetDateTime.class);
            return time == null ? null : Times.truncated(time.toInstant());
        }
        LocalDateTime time = rows.getObject(column.index(), LocalDateTime.class);
        return time == null ? null : Times.truncated(time.atZone(zone).toInstant());
    }

    private static @Nullable Object list(@Nullable Array array, DataType.ArrayType type) throws SQLException {
        if (array == null) {
            return null;
        }
        List<@Nullable Object> list = new ArrayList<>();
        for (Object element : (Object[]) array.getArray()) {
            list.add(element(element, type.element()));
        }
        array.free();
        return list;
    }

    /** Drivers give the elements of an array in the types of their choice. */
    private static @Nullable Object element(@Nullable Object value, DataType type) {
        return switch (value) {
            case null -> null;
            case Number number when type instanceof DataType.IntType -> number.intValue();
            case Number number when type instanceof DataType.FloatType -> number.floatValue();
            case Number number when type instanceof DataType.DoubleType -> number.doubleValue();
            case java.sql.Date date -> date.toLocalDate();
            default -> value;
        };
    }

    @Override
    public void close() {
        ended = true;
        try {
            rows.close();
        } catch (SQLException harmless) {
            // What was wanted has been read.
        }
    }
}
