package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import io.shearwater.model.TimeFormat;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * How a text of a CSV or JSON file becomes a value. DuckDB's own casts round ({@code 2.5} is the integer 3); here a text that
 * doesn't say exactly a value of the type gives null, and the caller complains.
 */
final class TextCast {
    // A time followed by an offset or Z; a date alone ends in what looks like an offset.
    private static final String ZONED = "'\\d:\\d{2}(:\\d{2}([.,]\\d+)?)?\\s*([zZ]|[+-]\\d{2}(:?\\d{2}){0,2})\\s*$'";

    private static final String DAY = "'\\s*[+-]?\\d+[-/]\\d{1,2}[-/]\\d{1,2}([T ]00:00(:00(\\.0+)?)?)?\\s*'";

    private final ZoneId zone;

    TextCast(ZoneId zone) {
        this.zone = zone;
    }

    /** The value of a column that is written in a format. */
    String strict(DataType type, String text, TimeFormat format) {
        String pattern = Sql.text(format.pattern());
        return switch (type) {
            case DataType.TimestampType t ->
                "make_timestamptz(" + ScalarFunctions.READ_TIME + "(" + text + ", " + pattern + ", "
                        + Sql.text(zone.getId()) + "))";
            case DataType.DateType t ->
                "(DATE '1970-01-01' + " + ScalarFunctions.READ_DAY + "(" + text + ", " + pattern + "))";
            default -> strict(type, text);
        };
    }

    /** The value that {@code text}, an expression of SQL, says as a type; null where it says none. */
    String strict(DataType type, String text) {
        return switch (type) {
            case DataType.IntType t -> whole(type, text);
            case DataType.LongType t -> whole(type, text);
            case DataType.DecimalType t -> decimal(t, text);
            case DataType.TimestampType t -> instant(text);
            case DataType.StringType t ->
                t.maxLength().isEmpty()
                        ? text
                        : "CASE WHEN length(" + text + ") <= " + t.maxLength().getAsInt() + " THEN " + text + " END";
            case DataType.BooleanType t -> "TRY_CAST(trim(" + text + ") AS BOOLEAN)";
            case DataType.FloatType t -> finite(type, text);
            case DataType.DoubleType t -> finite(type, text);
            case DataType.DateType t -> day(text);
            case DataType.EmbeddingType t -> vector(t, text);
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

    /** A number beyond all finite ones is not infinity, unless the text says so, and no number is written with underscores. */
    private static String finite(DataType type, String text) {
        String number = "TRY_CAST(" + text + " AS " + Sql.type(type) + ")";
        return "CASE WHEN NOT contains(" + text + ", '_') AND (NOT isinf(" + number + ") OR " + text
                + " ILIKE '%inf%') THEN " + number + " END";
    }

    /** DuckDB would drop a time of day; midnight is none. */
    private static String day(String text) {
        String date = "TRY_CAST(" + text + " AS DATE)";
        return "CASE WHEN " + isCalendar(text, date) + " AND (CAST(" + date + " AS VARCHAR) = " + text
                + " OR regexp_full_match(" + text + ", " + DAY + ")) THEN " + date + " END";
    }

    private static String vector(DataType.EmbeddingType type, String text) {
        String list = "TRY_CAST(" + text + " AS " + Sql.type(type) + ")";
        return "CASE WHEN len(" + list + ") = " + type.dimension() + " AND list_count(" + list + ") = "
                + type.dimension() + " THEN " + list + " END";
    }

    /** Names such as {@code infinity} and {@code epoch} are no times; they sort behind all digits. */
    private static String isCalendar(String text, String value) {
        return "ltrim(" + text + ") < 'A' AND isfinite(" + value + ")";
    }

    private String instant(String text) {
        return "CASE WHEN " + isCalendar(text, "TRY_CAST(" + text + " AS TIMESTAMPTZ)") + " THEN " + anyInstant(text)
                + " END";
    }

    private String anyInstant(String text) {
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
