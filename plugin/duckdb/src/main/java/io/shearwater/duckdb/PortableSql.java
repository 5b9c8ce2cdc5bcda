package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a user's SQL does not exist in Spark SQL, or means something else there: an allow-list over the tree that DuckDB's
 * parser makes. It speaks of names and syntax; results of other types (a sum of integers is a decimal here and a long there)
 * are brought to the types of the group that they are written into.
 */
final class PortableSql {
    /** Functions, aggregates and operators that give the same values in both. */
    private static final Set<String> FUNCTIONS = Set.of(
            // operators
            "+",
            "-",
            "*",
            "/",
            "%",
            "||",
            "~~",
            "!~~",
            "like_escape",
            "not_like_escape",
            // numbers
            "abs",
            "acos",
            "asin",
            "atan",
            "atan2",
            "cbrt",
            "ceil",
            "ceiling",
            "cos",
            "degrees",
            "exp",
            "floor",
            "greatest",
            "least",
            "ln",
            "log10",
            "log2",
            "pi",
            "pow",
            "power",
            "radians",
            "round",
            "sign",
            "sin",
            "sqrt",
            "tan",
            "trunc",
            // texts
            "ascii",
            "concat_ws",
            "instr",
            "length",
            "lower",
            "lpad",
            "ltrim",
            "repeat",
            "replace",
            "rpad",
            "rtrim",
            "substr",
            "substring",
            "translate",
            "trim",
            "upper",
            // times
            "date_trunc",
            "day",
            "dayofmonth",
            "dayofyear",
            "hour",
            "minute",
            "month",
            "quarter",
            "year",
            "to_days",
            "to_hours",
            "to_minutes",
            "to_months",
            "to_seconds",
            "to_weeks",
            "to_years",
            // what may be missing
            "coalesce",
            "ifnull",
            "nullif",
            // aggregates
            "avg",
            "bool_and",
            "bool_or",
            "count",
            "count_if",
            "count_star",
            "covar_pop",
            "covar_samp",
            "max",
            "mean",
            "median",
            "min",
            "stddev",
            "stddev_pop",
            "stddev_samp",
            "sum",
            "var_pop",
            "var_samp",
            "variance",
            "max_by",
            "min_by",
            // windows
            "cume_dist",
            "dense_rank",
            "first_value",
            "lag",
            "last_value",
            "lead",
            "nth_value",
            "ntile",
            "percent_rank",
            "rank",
            "row_number");

    /** Functions that exist in both and differ. */
    private static final Map<String, String> OTHERWISE = Map.ofEntries(
            Map.entry("concat", "a null makes the whole null in Spark and is left out here; use ||, or concat_ws"),
            Map.entry("log", "it is the natural logarithm in Spark and that of base 10 here; use ln or log10"),
            Map.entry("dayofweek", "Sunday is 1 in Spark and 0 here"),
            Map.entry("first", "it depends on the order of rows, which is free; use min_by"),
            Map.entry("last", "it depends on the order of rows, which is free; use max_by"),
            Map.entry("any_value", "it depends on the order of rows, which is free; use min"),
            Map.entry("isnan", "of a null it is false in Spark and null here; use x = CAST('NaN' AS DOUBLE)"),
            Map.entry("corr", "of one row it is null in Spark and NaN here; use covar_pop and stddev_pop"),
            Map.entry("reverse", "a letter and its accent change places in Spark"),
            Map.entry("^", "it is a bitwise exclusive or in Spark; use power"),
            Map.entry("random", "it gives other values in each run"));

    private static final Set<String> TYPES = Set.of(
            "bigint",
            "binary",
            "boolean",
            "date",
            "decimal",
            "double",
            "float",
            "int",
            "integer",
            "long",
            "real",
            "short",
            "smallint",
            "string",
            "timestamp",
            "tinyint");

    private static final Set<String> CLASSES = Set.of(
            "BETWEEN",
            "CASE",
            "CAST",
            "COLUMN_REF",
            "COMPARISON",
            "CONJUNCTION",
            "CONSTANT",
            "FUNCTION",
            "OPERATOR",
            "STAR",
            "SUBQUERY",
            "TYPE",
            "WINDOW");

    // Texts and comments are passed over.
    private static final Pattern QUOTED =
            Pattern.compile("'(?:[^']++|'')*+'|--[^\\n]*+|/\\*.*?\\*/|(?<quoted>\"[^\"]*+\")", Pattern.DOTALL);

    private static final Pattern TEXT_OR_COMMENT =
            Pattern.compile("'(?:[^']++|'')*+'|--[^\\n]*+|/\\*.*?\\*/", Pattern.DOTALL);

    // Made of INTERVAL '6' DAY too, so that the tree does not tell whether they were written.
    private static final Pattern WRITTEN =
            Pattern.compile("(?i)\\b(trunc|to_(?:days|hours|minutes|months|seconds|weeks|years))\\s*\\(");

    // Their letters or signs before the quote are gone from the tree.
    private static final Pattern LETTERED = Pattern.compile("(?i)(?<![\\w'])(?:[ebx]|u&)'|\\$\\w*\\$");

    private static final Schema FOUND =
            Schema.of(new Field("kind", DataType.STRING), new Field("name", DataType.STRING));

    private PortableSql() {}

    /** The reasons why a statement, which the parser has accepted, is not portable; none if it is. */
    static List<String> problems(String sql, Session session) {
        Set<String> problems = new LinkedHashSet<>();
        Frame found = session.rows(query(sql), FOUND);
        for (int row = 0; row < found.rows(); row++) {
            String kind = String.valueOf(found.value(row, "kind"));
            String name = String.valueOf(found.value(row, "name"));
            problem(kind, name).forEach(problems::add);
        }
        for (Matcher quoted = QUOTED.matcher(sql); quoted.find(); ) {
            if (quoted.group("quoted") != null) {
                problems.add(quoted.group("quoted") + " is a text in Spark, not a name: use names that need no quotes");
            }
        }
        for (Matcher written = WRITTEN.matcher(QUOTED.matcher(sql).replaceAll(" ")); written.find(); ) {
            problems.add(
                    "the function " + written.group(1).toLowerCase(Locale.ROOT) + " is another one in Spark, or none");
        }
        if (LETTERED.matcher(TEXT_OR_COMMENT.matcher(sql).replaceAll("''")).find()) {
            problems.add("texts as E'…' and $$…$$ are written otherwise");
        }
        return new ArrayList<>(problems);
    }

    private static List<String> problem(String kind, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return switch (kind) {
            case "function" -> function(lower);
            case "type" ->
                TYPES.contains(lower)
                        ? List.of()
                        : List.of("the type " + name + " has another name or none in Spark"
                                + (lower.equals("varchar") ? "; write STRING" : ""));
            case "class" -> CLASSES.contains(name) ? List.of() : List.of("Spark has no " + words(name));
            case "table" ->
                name.contains("@") ? List.of("the state of the past '" + name + "' is named otherwise") : List.of();
            default -> List.of(kind);
        };
    }

    private static List<String> function(String name) {
        if (FUNCTIONS.contains(name)) {
            return List.of();
        }
        String why = OTHERWISE.get(name);
        return List.of("the function " + name
                + (why == null ? " is not known to mean the same in Spark" : " differs: " + why));
    }

    private static String words(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ') + " in this form";
    }

    private static String query(String sql) {
        return """
                WITH node AS (
                  SELECT t.value, t.value ->> '$.type' AS type, t.value ->> '$.class' AS class
                  FROM (SELECT json_serialize_sql(%s) AS ast) parsed, json_tree(parsed.ast) t WHERE t.type = 'OBJECT')
                SELECT DISTINCT kind, name FROM (
                  SELECT 'function' AS kind, value ->> '$.function_name' AS name FROM node WHERE class IN ('FUNCTION', 'WINDOW')
                  UNION ALL SELECT 'class', class FROM node WHERE class IS NOT NULL
                  UNION ALL SELECT 'type', value ->> '$.type_name' FROM node WHERE class = 'TYPE'
                  UNION ALL SELECT 'table', value ->> '$.table_name' FROM node WHERE type = 'BASE_TABLE'
                  UNION ALL SELECT 'the aggregate ' || (value ->> '$.function_name') || ' has an ORDER BY', ''
                    FROM node WHERE class = 'FUNCTION' AND json_array_length(value, '$.order_bys.orders') > 0
                  UNION ALL SELECT 'IGNORE NULLS is written otherwise', ''
                    FROM node WHERE class = 'WINDOW' AND (value ->> '$.ignore_nulls') = 'true'
                  UNION ALL SELECT 'arrays count from 0 in Spark and from 1 here', ''
                    FROM node WHERE type IN ('ARRAY_EXTRACT', 'ARRAY_SLICE')
                  UNION ALL SELECT 'EXCLUDE, REPLACE, RENAME and COLUMNS of * have another form or none', '' FROM node
                    WHERE class = 'STAR' AND ((value ->> '$.columns') = 'true' OR json_array_length(value, '$.exclude_list') > 0
                      OR json_array_length(value, '$.qualified_exclude_list') > 0
                      OR json_array_length(value, '$.replace_list') > 0 OR json_array_length(value, '$.rename_list') > 0)
                  UNION ALL SELECT 'Spark has no ' || (value ->> '$.ref_type') || ' JOIN', ''
                    FROM node WHERE type = 'JOIN' AND (value ->> '$.ref_type') IN ('ASOF', 'POSITIONAL')
                  UNION ALL SELECT (value ->> '$.join_type') || ' JOIN is written otherwise', ''
                    FROM node WHERE type = 'JOIN' AND (value ->> '$.join_type') IN ('SEMI', 'ANTI')
                  UNION ALL SELECT 'Spark has no QUALIFY; filter in an outer SELECT', ''
                    FROM node WHERE type = 'SELECT_NODE' AND json_type(value, '$.qualify') = 'OBJECT'
                  UNION ALL SELECT 'a sample gives other rows', ''
                    FROM node WHERE json_type(value, '$.sample') = 'OBJECT'
                  UNION ALL SELECT 'Spark has no DISTINCT ON; use row_number()', ''
                    FROM node WHERE type = 'DISTINCT_MODIFIER' AND json_array_length(value, '$.distinct_on_targets') > 0
                  UNION ALL SELECT 'Spark has no BY NAME of sets', '' FROM node WHERE (value ->> '$.setop_type') = 'UNION_BY_NAME'
                  UNION ALL SELECT 'not every Spark has WITH RECURSIVE', '' FROM node WHERE type = 'RECURSIVE_CTE_NODE'
                  UNION ALL SELECT 'the rows of the function ' || coalesce(value ->> '$.function.function_name', '')
                    || ' are made otherwise', '' FROM node WHERE type = 'TABLE_FUNCTION'
                  UNION ALL SELECT 'PIVOT and UNPIVOT are written otherwise', '' FROM node WHERE type = 'PIVOT'
                  UNION ALL SELECT 'nulls come first in an ascending ORDER BY of Spark and last here;'
                    || ' write NULLS FIRST or NULLS LAST', ''
                    FROM node WHERE (value ->> '$.null_order') = 'ORDER_DEFAULT' AND type IN ('ORDER_DEFAULT', 'ASCENDING')
                %s) found ORDER BY kind, name
                """.formatted(Sql.text(sql), PortableArguments.selects());
    }
}
