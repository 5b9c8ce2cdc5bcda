package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import io.shearwater.model.ModelError;
import io.shearwater.model.Times;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Names, types and values as text of DuckDB's SQL; nothing from outside gets into a statement but through here. DuckDB's
 * names ignore the case of ASCII letters and ours do not: a capital letter is written as a caret and the small letter, a
 * caret as two. A caret before a digit is therefore free for columns of the engine's own.
 */
final class Sql {
    /** The column whose order is the order of the rows, where a statement carries one. */
    static final String PLAIN_ORDER = "^1";

    /** {@link #PLAIN_ORDER}, quoted. */
    static final String ORDER = "\"^1\"";

    private Sql() {}

    /** A column of the engine's own, quoted; 1 is {@link #ORDER}. */
    static String own(int number) {
        return "\"^" + number + "\"";
    }

    /** A column's name in statements, quoted. */
    static String name(String column) {
        return quoted(plainName(column));
    }

    /** A column's name in statements, not quoted. */
    static String plainName(String column) {
        if (column.indexOf('\0') >= 0) {
            throw ModelError.BAD_NAME.because("The column name '" + column + "' holds a zero character; rename it.");
        }
        StringBuilder name = new StringBuilder(column.length());
        for (int i = 0; i < column.length(); i++) {
            char c = column.charAt(i);
            if (c == '^') {
                name.append("^^");
            } else if (c >= 'A' && c <= 'Z') {
                name.append('^').append((char) (c + ('a' - 'A')));
            } else {
                name.append(c);
            }
        }
        return name.toString();
    }

    /** A name as it is, quoted: for names that other programs see. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Columns of a table in a statement, separated by commas. */
    static String names(String alias, Collection<String> columns) {
        return columns.stream().map(column -> alias + "." + name(column)).collect(Collectors.joining(", "));
    }

    /** A type. */
    static String type(DataType type) {
        return switch (type) {
            case DataType.BooleanType t -> "BOOLEAN";
            case DataType.IntType t -> "INTEGER";
            case DataType.LongType t -> "BIGINT";
            case DataType.FloatType t -> "FLOAT";
            case DataType.DoubleType t -> "DOUBLE";
            case DataType.DecimalType t -> "DECIMAL(" + t.precision() + ", " + t.scale() + ")";
            case DataType.StringType t -> "VARCHAR";
            case DataType.BinaryType t -> "BLOB";
            case DataType.DateType t -> "DATE";
            case DataType.TimestampType t -> "TIMESTAMPTZ";
            case DataType.ArrayType t -> type(t.element()) + "[]";
            case DataType.EmbeddingType t -> "FLOAT[]";
            case DataType.MapType t -> "MAP(VARCHAR, " + type(t.value()) + ")";
            case DataType.StructType t ->
                t.fields().stream()
                        .map(field -> quoted(field.name()) + " " + type(field.type()))
                        .collect(Collectors.joining(", ", "STRUCT(", ")"));
        };
    }

    /** A text. */
    static String text(String value) {
        String escaped = "'" + value.replace("'", "''") + "'";
        // A statement ends at a zero character.
        return value.indexOf('\0') < 0 ? escaped : "(" + escaped.replace("\0", "' || chr(0) || '") + ")";
    }

    /** Texts as a list. */
    static String texts(Collection<String> values) {
        return values.stream().map(Sql::text).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Files as a list of their full names. */
    static String paths(Collection<Path> files) {
        return texts(files.stream()
                .map(file -> file.toAbsolutePath().normalize().toString())
                .toList());
    }

    /** A value of a type, given as the Java type of {@link DataType}. */
    static String literal(DataType type, @Nullable Object value) {
        if (value == null) {
            return "CAST(NULL AS " + type(type) + ")";
        }
        return switch (type) {
            case DataType.BooleanType t -> value.toString();
            case DataType.StringType t -> text((String) value);
            case DataType.DateType t -> "(DATE '1970-01-01' + " + parens(((LocalDate) value).toEpochDay()) + ")";
            case DataType.TimestampType t -> "make_timestamptz(" + Times.micros((Instant) value) + ")";
            case DataType.FloatType t -> number(type, ((Number) value).floatValue());
            case DataType.DoubleType t -> number(type, ((Number) value).doubleValue());
            case DataType.DecimalType t -> cast(type, ((BigDecimal) value).toPlainString());
            case DataType.IntType t -> cast(type, value.toString());
            case DataType.LongType t -> cast(type, value.toString());
            case DataType.BinaryType t -> binary((byte[]) value);
            case DataType.ArrayType t -> list(t.element(), (List<?>) value);
            case DataType.EmbeddingType t -> embedding((float[]) value);
            case DataType.MapType t -> map(t, (Map<?, ?>) value);
            case DataType.StructType t -> struct(t, (Map<?, ?>) value);
        };
    }

    private static String cast(DataType type, String text) {
        return "CAST('" + text + "' AS " + type(type) + ")";
    }

    private static String parens(long number) {
        return number < 0 ? "(" + number + ")" : Long.toString(number);
    }

    private static String number(DataType type, double value) {
        // Float.toString is shorter, but every float is a double and reads back the same.
        return cast(type, Double.toString(value));
    }

    private static String binary(byte[] value) {
        StringBuilder hex = new StringBuilder("from_hex('");
        for (byte b : value) {
            hex.append(String.format(Locale.ROOT, "%02x", b));
        }
        return hex.append("')").toString();
    }

    private static String list(DataType element, List<?> values) {
        return values.stream()
                .map(value -> literal(element, value))
                .collect(Collectors.joining(", ", "CAST([", "] AS " + type(element) + "[])"));
    }

    private static String embedding(float[] values) {
        StringBuilder list = new StringBuilder("CAST([");
        for (int i = 0; i < values.length; i++) {
            list.append(i == 0 ? "" : ", ").append(literal(DataType.FLOAT, values[i]));
        }
        return list.append("] AS FLOAT[])").toString();
    }

    private static String map(DataType.MapType type, Map<?, ?> values) {
        String keys = values.keySet().stream().map(key -> text((String) key)).collect(Collectors.joining(", "));
        String items = values.values().stream()
                .map(value -> literal(type.value(), value))
                .collect(Collectors.joining(", "));
        return "CAST(map([" + keys + "], [" + items + "]) AS " + type(type) + ")";
    }

    private static String struct(DataType.StructType type, Map<?, ?> value) {
        return type.fields().stream()
                .map(field -> text(field.name()) + ": " + literal(field.type(), value.get(field.name())))
                .collect(Collectors.joining(", ", "CAST({", "} AS " + type(type) + ")"));
    }
}
