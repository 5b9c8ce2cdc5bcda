package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.SqlNames;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a user's SQL before it runs, by the tree that DuckDB's own parser makes of it: one {@code SELECT}, from named tables
 * and from functions that only compute. A tree that holds anything else is refused.
 */
final class SqlCheck {
    /** The functions that may be selected from; all others read files, run texts or show the engine's insides. */
    private static final Set<String> TABLE_FUNCTIONS = Set.of(
            "generate_series",
            "generate_subscripts",
            "json_each",
            "json_tree",
            "range",
            "regexp_split_to_table",
            "repeat",
            "unnest");

    /** Functions of values that tell about the engine or its machine, or run what they are given. */
    private static final Set<String> REFUSED_FUNCTIONS = Set.of(
            "current_query",
            "current_setting",
            "getenv",
            "getvariable",
            "in_search_path",
            "json_deserialize_sql",
            "json_execute_serialized_sql",
            "json_serialize_plan",
            "pg_sleep",
            "write_log");

    /** Words of SQL that columns are often named by. */
    private static final Set<String> LIKE_COLUMNS = Set.of(
            "asc", "at", "check", "column", "default", "desc", "end", "group", "left", "limit", "offset", "order",
            "primary", "right", "table", "when");

    private static final Pattern LAST_WORD = Pattern.compile("(\\w+)\\s*$");

    private static final Set<String> REFUSED_PREFIXES = Set.of("duckdb_", "pragma_", "shearwater_");
    private static final Schema PARSED = Schema.of(
            new Field("message", DataType.STRING),
            new Field("position", DataType.LONG),
            new Field("statements", DataType.LONG));
    private static final Schema NAMES = Schema.of(
            new Field("kind", DataType.STRING),
            new Field("name", DataType.STRING),
            new Field("place", DataType.STRING));

    private final Session session;

    SqlCheck(Session session) {
        this.session = session;
    }

    SqlNames names(String sql) {
        requireOneSelect(sql);
        Set<String> tables = new LinkedHashSet<>();
        Set<String> defined = new LinkedHashSet<>();
        Set<String> again = new LinkedHashSet<>();
        boolean readAgain = false;
        Frame found = session.rows(namesSql(sql), NAMES);
        for (int row = 0; row < found.rows(); row++) {
            String name = String.valueOf(found.value(row, "name"));
            String lower = name.toLowerCase(Locale.ROOT);
            switch (String.valueOf(found.value(row, "kind"))) {
                case "defined" -> defined.add(lower);
                case "table" -> {
                    if (!tables.add(requireNoSchema(lower, found.value(row, "place")))) {
                        again.add(lower);
                    }
                }
                case "from" -> requireTableFunction(name);
                case "again" -> readAgain = true;
                case "show" -> throw refused("SHOW and DESCRIBE of '" + name + "' show the engine, not the store");
                default -> requireFunction(name);
            }
        }
        Set<String> once = new LinkedHashSet<>(tables);
        once.removeAll(again);
        if (readAgain || !defined.isEmpty()) {
            // What WITH defines may be computed once for each use, and an aggregate over a window becomes a join of the
            // rows with
            // their aggregates.
            once.clear();
        }
        return new SqlNames(tables, defined, once, PortableSql.problems(sql, session));
    }

    private void requireOneSelect(String sql) {
        Frame parsed = session.rows(
                "SELECT ast ->> '$.error_message' AS message, CAST(ast ->> '$.position' AS BIGINT) AS position,"
                        + " CAST(coalesce(json_array_length(ast, '$.statements'), 0) AS BIGINT) AS statements"
                        + " FROM (SELECT json_serialize_sql(" + Sql.text(sql) + ") AS ast)",
                PARSED);
        Object message = parsed.value(0, "message");
        if (message != null && message.toString().startsWith("Only SELECT")) {
            throw refused("it changes something, or is not one SELECT");
        }
        if (message != null) {
            throw SpiError.BAD_REQUEST.because(
                    "The SQL statement cannot be run. " + message + at(sql, parsed.value(0, "position")));
        }
        Object statements = parsed.value(0, "statements");
        if (!Long.valueOf(1).equals(statements)) {
            throw refused("it holds " + statements + " statements");
        }
    }

    /** The line of a position and a mark under it; a hint where the word before it is one of SQL's. */
    private static String at(String sql, @Nullable Object position) {
        if (position == null) {
            return "";
        }
        // DuckDB counts bytes.
        byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
        int before = Math.clamp((long) position, 0, bytes.length);
        int offset = new String(bytes, 0, before, StandardCharsets.UTF_8).length();
        int start = sql.lastIndexOf('\n', offset - 1) + 1;
        int end = sql.indexOf('\n', offset);
        String line = sql.substring(start, end < 0 ? sql.length() : end);
        long number = sql.substring(0, start).lines().count() + 1;
        String label = "LINE " + number + ": ";
        return hint(sql.substring(0, offset)) + "\n\n" + label + line + "\n"
                + " ".repeat(label.length() + offset - start) + "^";
    }

    private static String hint(String before) {
        Matcher last = LAST_WORD.matcher(before);
        return last.find() && LIKE_COLUMNS.contains(last.group(1).toLowerCase(Locale.ROOT))
                ? " (" + last.group(1) + " is a word of SQL; a column of this name is written \"" + last.group(1)
                        + "\")"
                : "";
    }

    /** What the tree names: tables, names that WITH defines, functions that are selected from, and all functions. */
    private static String namesSql(String sql) {
        return """
                WITH tree AS (
                  SELECT t.value, t.key, t.path, t.type AS form, t.atom
                  FROM (SELECT json_serialize_sql(%s) AS ast) parsed, json_tree(parsed.ast) t),
                node AS (SELECT value, value ->> '$.type' AS type, value ->> '$.class' AS class FROM tree WHERE form = 'OBJECT')
                SELECT 'table' AS kind, value ->> '$.table_name' AS name,
                  concat(value ->> '$.catalog_name', value ->> '$.schema_name') AS place
                FROM node WHERE type = 'BASE_TABLE'
                UNION ALL SELECT 'defined', atom ->> '$', '' FROM tree WHERE key = 'key' AND path LIKE '%%.cte_map.map[%%]'
                UNION ALL SELECT 'from', coalesce(value ->> '$.function.function_name', ''), ''
                FROM node WHERE type = 'TABLE_FUNCTION'
                UNION ALL SELECT 'show', coalesce(value ->> '$.table_name', ''), ''
                FROM node WHERE type = 'SHOW_REF' AND json_type(value, '$.query') IS DISTINCT FROM 'OBJECT'
                UNION ALL SELECT DISTINCT 'again', class, '' FROM node WHERE class IN ('WINDOW', 'SUBQUERY')
                UNION ALL SELECT DISTINCT 'function', value ->> '$.function_name', '' FROM node WHERE class = 'FUNCTION'
                """.formatted(Sql.text(sql));
    }

    private static String requireNoSchema(String name, @Nullable Object place) {
        if (place != null && !place.toString().isEmpty()) {
            throw refused("'" + place + "." + name + "' names a schema; tables are feature groups, named alone");
        }
        return name;
    }

    private static void requireTableFunction(String name) {
        if (!TABLE_FUNCTIONS.contains(name.toLowerCase(Locale.ROOT))) {
            throw refused(
                    "the function '" + name + "' cannot be selected from, as files and the engine's insides are out"
                            + " of reach; import files into a feature group");
        }
    }

    private static void requireFunction(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (REFUSED_FUNCTIONS.contains(lower) || REFUSED_PREFIXES.stream().anyMatch(lower::startsWith)) {
            throw refused("the function '" + name + "' is out of reach");
        }
    }

    private static ShearwaterException refused(String why) {
        return SpiError.BAD_REQUEST.because("The SQL statement is not allowed: " + why
                + ". One SELECT over feature groups and functions of values is.");
    }
}
