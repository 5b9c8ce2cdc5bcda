package io.shearwater.jdbc;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Names;
import io.shearwater.model.Schema;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes rows into a table in batches, in one transaction. Used once, by one thread. */
final class TableInsert {
    private static final int BATCH = 1_000;

    private final Connection connection;
    private final String table;
    private final ZoneId zone;

    TableInsert(Connection connection, String table, ZoneId zone) {
        this.connection = connection;
        this.table = table;
        this.zone = zone;
    }

    long write(FrameReader rows) {
        try {
            boolean alone = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                long written = insert(rows);
                connection.commit();
                return written;
            } catch (SQLException | RuntimeException failed) {
                connection.rollback();
                throw failed;
            } finally {
                connection.setAutoCommit(alone);
            }
        } catch (SQLException failed) {
            throw JdbcError.DATABASE.because(
                    "Nothing was written to the table " + table + ": " + failed.getMessage(), failed);
        }
    }

    private long insert(FrameReader rows) throws SQLException {
        List<JdbcColumn> targets = targets(rows.schema());
        String quote = connection.getMetaData().getIdentifierQuoteString();
        String names =
                targets.stream().map(column -> quoted(quote, column.name())).collect(Collectors.joining(", "));
        String values = String.join(", ", Collections.nCopies(targets.size(), "?"));
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + table + " (" + names + ") VALUES (" + values + ")")) {
            long written = 0;
            for (Optional<Frame> next = rows.next(); next.isPresent(); next = rows.next()) {
                Frame frame = next.get();
                for (int begin = 0; begin < frame.rows(); begin += BATCH) {
                    int end = Math.min(frame.rows(), begin + BATCH);
                    batch(insert, targets, frame.slice(begin, end), written);
                    written += end - begin;
                }
            }
            return written;
        }
    }

    private void batch(PreparedStatement insert, List<JdbcColumn> targets, Frame rows, long before)
            throws SQLException {
        try {
            for (int row = 0; row < rows.rows(); row++) {
                for (int i = 0; i < targets.size(); i++) {
                    set(insert, i + 1, targets.get(i), rows.column(i).value(row));
                }
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (BatchUpdateException refused) {
            throw JdbcError.BAD_VALUE.because(
                    "The table " + table + " refuses one of the rows " + (before + 1) + " to " + (before + rows.rows())
                            + ", so that nothing was written: " + reasons(refused),
                    refused);
        }
    }

    private static String reasons(SQLException refused) {
        SQLException more = refused.getNextException();
        return refused.getMessage() + (more == null ? "" : ": " + more.getMessage());
    }

    private List<JdbcColumn> targets(Schema schema) throws SQLException {
        List<JdbcColumn> there;
        try (Statement look = connection.createStatement();
                ResultSet none = look.executeQuery("SELECT * FROM " + table + " WHERE 1 = 0")) {
            there = JdbcColumn.of(none);
        }
        List<String> names = there.stream().map(JdbcColumn::name).toList();
        List<JdbcColumn> targets = new ArrayList<>();
        for (Field field : schema.fields()) {
            if (field.type() instanceof DataType.StructType || field.type() instanceof DataType.MapType) {
                throw JdbcError.UNSUPPORTED_TYPE.because("The column '" + field.name() + "' is " + field.type()
                        + ", which cannot be written to a table. Leave it out, or take it apart before.");
            }
            targets.add(there.stream()
                    .filter(column -> column.name().equals(field.name()))
                    .findFirst()
                    .or(() -> there.stream()
                            .filter(column -> column.name().equalsIgnoreCase(field.name()))
                            .findFirst())
                    .orElseThrow(() -> JdbcError.MISSING_COLUMN.because("The table " + table + " has no column '"
                            + field.name() + "'; it has " + names + "." + Names.didYouMean(field.name(), names))));
        }
        return targets;
    }

    private static String quoted(String quote, String name) {
        return quote.isBlank() ? name : quote + name.replace(quote, quote + quote) + quote;
    }

    private void set(PreparedStatement insert, int at, JdbcColumn target, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> insert.setNull(at, Types.NULL);
            case Instant time
            when target.type() instanceof DataType.StringType -> insert.setString(at, time.toString());
            case Instant time when target.zoned() -> insert.setObject(at, time.atOffset(ZoneOffset.UTC));
            case Instant time -> insert.setObject(at, time.atZone(zone).toLocalDateTime());
            case LocalDate day
            when target.type() instanceof DataType.StringType -> insert.setString(at, day.toString());
            case byte[] bytes -> insert.setBytes(at, bytes);
            case float[] vector -> {
                List<Object> elements = new ArrayList<>();
                for (float element : vector) {
                    elements.add(element);
                }
                array(insert, at, target, elements);
            }
            case List<?> list -> array(insert, at, target, list);
            default -> insert.setObject(at, value);
        }
    }

    private void array(PreparedStatement insert, int at, JdbcColumn target, List<?> values) {
        String element = target.typeName()
                .replaceAll("^_|\\[\\d*]$|(?i) ARRAY(\\[\\d+])?$", "")
                .toLowerCase(Locale.ROOT);
        try {
            insert.setArray(at, connection.createArrayOf(element, values.toArray()));
        } catch (SQLException refused) {
            throw JdbcError.UNSUPPORTED_TYPE.because(
                    "The column '" + target.name() + "' of the table " + table + ", " + target.typeName()
                            + ", takes no list: " + refused.getMessage(),
                    refused);
        }
    }
}
