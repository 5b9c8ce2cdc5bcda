package io.shearwater.jdbc;

import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Rows of databases as frames, and back.
 *
 * <p>Booleans, whole and floating numbers, decimals, texts, bytes, dates, times and arrays are read as the type that holds them
 * all: an unsigned number as the next wider one, a decimal without a precision as decimal(38,9), a time of day, a UUID, JSON and
 * the like as text. Times with a zone are instants; those without are taken in a zone that the caller says.
 */
public final class JdbcRows {
    private JdbcRows() {}

    /** As {@link #reader(ResultSet, ZoneId)} in UTC. */
    public static FrameReader reader(ResultSet rows) {
        return reader(rows, ZoneOffset.UTC);
    }

    /**
     * The rows of a result from its next one on, as they are asked for. Closing the reader closes the result; its statement and
     * connection stay the caller's. Whether a database sends rows bit by bit is a setting of its driver: PostgreSQL's does with
     * {@code setAutoCommit(false)} and a fetch size, others would hold them all in memory.
     *
     * @param zone of times that the database has without one
     * @throws ShearwaterException UNSUPPORTED_TYPE naming a column that cannot be read; later BAD_VALUE naming row and column
     */
    public static FrameReader reader(ResultSet rows, ZoneId zone) {
        try {
            return new ResultReader(rows, JdbcColumn.of(rows), zone);
        } catch (SQLException failed) {
            throw JdbcError.DATABASE.because(
                    "The columns of the result cannot be told: " + failed.getMessage(), failed);
        }
    }

    /**
     * Writes rows into a table that is there, whose columns have the same names, in capitals or not; columns that the rows lack
     * get their defaults. All in one transaction, which is rolled back when a row is refused. The reader is closed.
     *
     * @param table as in SQL
     * @return the number of rows
     * @throws ShearwaterException MISSING_COLUMN, UNSUPPORTED_TYPE for structs and maps, BAD_VALUE naming the rows, DATABASE
     */
    public static long write(FrameReader rows, Connection connection, String table) {
        return write(rows, connection, table, ZoneOffset.UTC);
    }

    /**
     * As {@link #write(FrameReader, Connection, String)}.
     *
     * @param zone in which times are written into columns without a zone
     */
    public static long write(FrameReader rows, Connection connection, String table, ZoneId zone) {
        try (rows) {
            return new TableInsert(connection, table, zone).write(rows);
        }
    }

    /** Writes one frame, as {@link #write(FrameReader, Connection, String)} does. */
    public static long write(Frame rows, Connection connection, String table) {
        return write(rows.reader(), connection, table);
    }

    static Schema schema(List<JdbcColumn> columns) {
        return Schema.of(columns.stream()
                .map(column -> new Field(column.name(), column.type()))
                .toList());
    }
}
