package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * How a text of a CSV or JSON file becomes a value. DuckDB's own casts round ({@code 2.5} is the integer 3); here a text that
 * doesn't say exactly a value of the type gives null, and the caller complains.
 */
final class TextCast {
    // A time followed by an offset or Z; a date alone ends in what looks like an offset.
    private static final String ZONED = "'\\d:\\d{2}(:\\d{2}([.,]\\d+)?)?\\s*([zZ]|[+-]\\d{2}(:?\\d{2}){0,2})\\s*$'";

    private final ZoneId zone;

    TextCast(ZoneId zone) {
        this.zone = zone;
    }

    /** The value that {@code text}, an expression of SQL, says as a type; null where it says none. */
    String strict(DataType type, String text) {
        return switch (type) {
            case DataType.IntType t -> whole(type, text);
            case DataType.LongType t -> whole(type, text);
            case DataType.DecimalType t -> decimal(t, text);
            case DataType.TimestampType t -> instant(text);
            case DataType.StringType t -> text;
            case DataType.BooleanType t -> "TRY_CAST(trim(" + text + ") AS BOOLEAN)";
            default -> "TRY_CAST(" + text + " AS " + Sql.type(type) + ")";
        };
    }

    /** The text of an integer is mostly just as DuckDB would print it, which is quicker to see than with a pattern. */
    private static String whole(DataType type, String text) {
        String number = "TRY_CAST(" + text + " AS " + Sql.type(type) + ")";
        return "CASE WHEN CAST(" + number + " AS VARCHAR) = " + text + " OR regexp_full_match(" + text
                + ", '\\s*[+-]?\\d+(\\.0*)?\\s*') THEN " + number + " END";
    }

    private static String decimal(DataType.DecimalType type, String text) {
        return "CASE WHEN regexp_full_match(" + text + ", '\\s*[+-]?(\\d+(\\.\\d{0," + type.scale() + "}0*)?|\\.\\d{1,"
                + Math.max(1, type.scale()) + "}0*)\\s*') THEN TRY_CAST(" + text + " AS " + Sql.type(type) + ") END";
    }

    private String instant(String text) {
        String zoned = "TRY_CAST(" + text + " AS TIMESTAMPTZ)";
        if (zone.normalized().equals(ZoneOffset.UTC)) {
            // Which is what the session takes a time without a zone for.
            return zoned;
        }
        return "CASE WHEN regexp_matches(" + text + ", " + ZONED + ") THEN " + zoned + " ELSE "
                + local("TRY_CAST(" + text + " AS TIMESTAMP)") + " END";
    }

    /** The instant of a {@code TIMESTAMP} without a zone. */
    String local(String timestamp) {
        return zone.normalized().equals(ZoneOffset.UTC)
                ? "CAST(" + timestamp + " AS TIMESTAMPTZ)"
                : "make_timestamptz(" + ScalarFunctions.LOCAL_INSTANT + "(epoch_us(" + timestamp + "), "
                        + Sql.text(zone.getId()) + "))";
    }
}
