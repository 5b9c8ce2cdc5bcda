package io.shearwater.jdbc;

import io.shearwater.model.DataType;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A column of a result set.
 *
 * @param index from 1
 * @param name as the database gives it
 * @param typeName the database's name of its type
 * @param zoned whether its times have a zone
 * @param type the type that holds its values
 */
record JdbcColumn(int index, String name, String typeName, boolean zoned, DataType type) {
    private static final int MOST_DIGITS = 38;
    private static final int UNBOUNDED_SCALE = 9;
    /** Types that drivers have no number for, or one that is too small: of DuckDB and MySQL. */
    private static final Map<String, DataType> UNSIGNED = Map.of(
            "UTINYINT", DataType.INT,
            "USMALLINT", DataType.INT,
            "UINTEGER", DataType.LONG,
            "UBIGINT", DataType.decimal(20, 0),
            "HUGEINT", DataType.decimal(38, 0),
            "SMALLINT UNSIGNED", DataType.INT,
            "INT UNSIGNED", DataType.LONG,
            "INTEGER UNSIGNED", DataType.LONG,
            "BIGINT UNSIGNED", DataType.decimal(20, 0));
    /** Databases' names of the types of an array's elements, which JDBC does not tell otherwise. */
    private static final Map<String, DataType> ELEMENTS = Map.ofEntries(
            Map.entry("BOOL", DataType.BOOLEAN),
            Map.entry("BOOLEAN", DataType.BOOLEAN),
            Map.entry("TINYINT", DataType.INT),
            Map.entry("SMALLINT", DataType.INT),
            Map.entry("INT2", DataType.INT),
            Map.entry("INT4", DataType.INT),
            Map.entry("INTEGER", DataType.INT),
            Map.entry("INT", DataType.INT),
            Map.entry("INT8", DataType.LONG),
            Map.entry("BIGINT", DataType.LONG),
            Map.entry("FLOAT4", DataType.FLOAT),
            Map.entry("REAL", DataType.FLOAT),
            Map.entry("FLOAT8", DataType.DOUBLE),
            Map.entry("DOUBLE", DataType.DOUBLE),
            Map.entry("DOUBLE PRECISION", DataType.DOUBLE),
            Map.entry("TEXT", DataType.STRING),
            Map.entry("VARCHAR", DataType.STRING),
            Map.entry("CHARACTER VARYING", DataType.STRING),
            Map.entry("DATE", DataType.DATE));

    /** The columns of a result set. */
    static List<JdbcColumn> of(ResultSet rows) throws SQLException {
        ResultSetMetaData metadata = rows.getMetaData();
        String product = product(rows);
        List<JdbcColumn> columns = new ArrayList<>();
        for (int i = 1; i <= metadata.getColumnCount(); i++) {
            String typeName = String.valueOf(metadata.getColumnTypeName(i));
            String upper = typeName.toUpperCase(Locale.ROOT);
            // Not every driver says so by the type's number.
            boolean zoned = metadata.getColumnType(i) == Types.TIMESTAMP_WITH_TIMEZONE
                    || upper.equals("TIMESTAMPTZ")
                    || upper.equals("TIMESTAMP WITH TIME ZONE");
            DataType type = product.equals("SQLite")
                    ? untyped(metadata.getColumnType(i))
                    // The only one whose FLOAT has four bytes.
                    : product.equals("DuckDB") && upper.equals("FLOAT") ? DataType.FLOAT : type(metadata, i, upper);
            columns.add(new JdbcColumn(i, metadata.getColumnLabel(i), typeName, zoned, type));
        }
        return columns;
    }

    private static String product(ResultSet rows) throws SQLException {
        return rows.getStatement() == null
                ? ""
                : rows.getStatement().getConnection().getMetaData().getDatabaseProductName();
    }

    /** SQLite's columns have no types, and what it says of them is no promise: an integer may have 64 bits. */
    private static DataType untyped(int type) {
        return switch (type) {
            case Types.BOOLEAN, Types.BIT -> DataType.BOOLEAN;
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> DataType.LONG;
            case Types.REAL, Types.FLOAT, Types.DOUBLE, Types.NUMERIC, Types.DECIMAL -> DataType.DOUBLE;
            case Types.BLOB, Types.BINARY, Types.VARBINARY -> DataType.BINARY;
            // Times are texts or numbers, as their writer chose.
            default -> DataType.STRING;
        };
    }

    private static DataType type(ResultSetMetaData metadata, int index, String typeName) throws SQLException {
        DataType unsigned = UNSIGNED.get(typeName);
        if (unsigned != null) {
            return unsigned;
        }
        return switch (metadata.getColumnType(index)) {
            case Types.BOOLEAN -> DataType.BOOLEAN;
            case Types.BIT -> metadata.getPrecision(index) > 1 ? DataType.STRING : DataType.BOOLEAN;
            case Types.TINYINT, Types.SMALLINT -> DataType.INT;
            case Types.INTEGER -> DataType.INT;
            case Types.BIGINT -> DataType.LONG;
            case Types.REAL -> DataType.FLOAT;
            case Types.FLOAT, Types.DOUBLE -> DataType.DOUBLE;
            case Types.NUMERIC, Types.DECIMAL -> decimal(metadata.getPrecision(index), metadata.getScale(index));
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> DataType.BINARY;
            case Types.DATE -> DataType.DATE;
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> DataType.TIMESTAMP;
            case Types.ARRAY -> array(metadata.getColumnLabel(index), typeName);
            case Types.STRUCT, Types.REF -> throw unsupported(metadata.getColumnLabel(index), typeName);
            default -> byName(metadata.getColumnLabel(index), typeName);
        };
    }

    /** What a driver knows no number for. */
    private static DataType byName(String column, String typeName) {
        if (typeName.startsWith("TIMESTAMP")) {
            return DataType.TIMESTAMP;
        }
        if (typeName.startsWith("STRUCT") || typeName.startsWith("MAP") || typeName.startsWith("ROW")) {
            throw unsupported(column, typeName);
        }
        return typeName.endsWith("[]") ? array(column, typeName) : DataType.STRING;
    }

    /** Without a precision, or beyond ours, as a BigDecimal of a record is: 29 digits before the point and nine behind. */
    private static DataType decimal(int precision, int scale) {
        boolean said = precision > 0 && precision <= MOST_DIGITS && scale >= 0 && scale <= precision;
        return said ? DataType.decimal(precision, scale) : DataType.decimal(MOST_DIGITS, UNBOUNDED_SCALE);
    }

    private static DataType array(String column, String typeName) {
        String element = typeName.replaceAll("^_|\\[\\d*]$| ARRAY(\\[\\d+])?$", "")
                .replaceAll("\\(.*\\)", "")
                .strip();
        return Optional.ofNullable(ELEMENTS.get(element))
                .map(DataType::array)
                .orElseThrow(() -> unsupported(column, typeName));
    }

    private static RuntimeException unsupported(String column, String typeName) {
        return JdbcError.UNSUPPORTED_TYPE.because("The column '" + column + "' is " + typeName
                + ", which cannot be read. Cast it in the statement, for instance to text, or leave it out.");
    }
}
