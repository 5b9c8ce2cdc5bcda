package io.shearwater.duckdb;

/**
 * What functions that exist in both engines may be given, so that they mean the same: rules over the tree that DuckDB's parser
 * makes. After Spark 4's references of its functions, operators and ANSI mode.
 */
final class PortableArguments {
    private PortableArguments() {}

    /** Selects of (what differs, '') from {@code node}, whose {@code value} is an object of the tree. */
    static String selects() {
        return """
                  UNION ALL SELECT 'dividing by zero is infinite here and an error in Spark: divide by nullif(…, 0)', ''
                    FROM node WHERE value ->> '$.function_name' IN ('/', '%') AND NOT (
                      coalesce(TRY_CAST(value ->> '$.arguments[1].expression.literal.text' AS DOUBLE) <> 0, false)
                      OR coalesce(TRY_CAST(value ->> '$.arguments[1].expression.child.literal.text' AS DOUBLE) <> 0, false)
                      OR (value ->> '$.arguments[1].expression.function_name' IS NOT DISTINCT FROM 'nullif'
                        AND coalesce(TRY_CAST(
                          value ->> '$.arguments[1].expression.arguments[1].expression.literal.text' AS DOUBLE) = 0, false)))
                  UNION ALL SELECT 'the logarithm of 0 is infinite here and null in Spark: write ' || (value ->> '$.function_name')
                    || '(nullif(greatest(x, 0), 0))', ''
                    FROM node WHERE value ->> '$.function_name' IN ('ln', 'log10', 'log2')
                      AND value ->> '$.arguments[0].expression.class' <> 'CONSTANT' AND NOT (
                        value ->> '$.arguments[0].expression.function_name' IS NOT DISTINCT FROM 'nullif'
                        AND value ->> '$.arguments[0].expression.arguments[0].expression.function_name'
                          IS NOT DISTINCT FROM 'greatest')
                  UNION ALL SELECT 'a place before the first character is another one in Spark: give '
                    || (value ->> '$.function_name') || ' a number from 1 on', ''
                    FROM node WHERE value ->> '$.function_name' IN ('substr', 'substring')
                      AND NOT coalesce(TRY_CAST(value ->> '$.arguments[1].expression.literal.text' AS BIGINT) >= 1, false)
                  UNION ALL SELECT (value ->> '$.function_name') || ' of other characters than spaces is written otherwise', ''
                    FROM node WHERE value ->> '$.function_name' IN ('trim', 'ltrim', 'rtrim')
                      AND json_array_length(value, '$.arguments') > 1
                  UNION ALL SELECT 'a LIKE of a pattern that is computed may hold a backslash, which Spark reads otherwise', ''
                    FROM node WHERE value ->> '$.function_name' IN ('~~', '!~~', 'like_escape', 'not_like_escape')
                      AND value ->> '$.arguments[1].expression.class' <> 'CONSTANT'
                  UNION ALL SELECT 'a backslash in a text stands for something else in Spark', ''
                    FROM node WHERE class = 'CONSTANT' AND contains(value ->> '$.literal.text', chr(92))
                  UNION ALL SELECT 'an interval of a column is written otherwise', ''
                    FROM node WHERE value ->> '$.function_name' IN ('to_days', 'to_hours', 'to_minutes', 'to_months',
                      'to_seconds', 'to_weeks', 'to_years') AND contains(CAST(value AS VARCHAR), '"COLUMN_REF"')
                  UNION ALL SELECT 'date_trunc takes a unit in quotes: year, quarter, month, week, day, hour, minute or second', ''
                    FROM node WHERE value ->> '$.function_name' = 'date_trunc'
                      AND NOT coalesce(lower(value ->> '$.arguments[0].expression.literal.text') IN
                        ('year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second'), false)
                  UNION ALL SELECT (value ->> '$.function_name') || ' gives a null as any other value in Spark: write '
                    || (value ->> '$.function_name') || '(x, y) FILTER (WHERE x IS NOT NULL), not over a window', ''
                    FROM node WHERE value ->> '$.function_name' IN ('max_by', 'min_by') AND NOT (
                      value ->> '$.filter.type' IS NOT DISTINCT FROM 'OPERATOR_IS_NOT_NULL'
                      AND CAST(value -> '$.filter.children[0].column_names' AS VARCHAR) IS NOT DISTINCT FROM
                        CAST(value -> '$.arguments[0].expression.column_names' AS VARCHAR))
                  UNION ALL SELECT 'a window of Spark has no DISTINCT, FILTER, GROUPS or EXCLUDE', ''
                    FROM node WHERE class = 'WINDOW' AND ((value ->> '$.distinct') = 'true'
                      OR json_type(value, '$.filter_expr') = 'OBJECT' OR (value ->> '$.exclude_clause') <> 'NO_OTHER'
                      OR (value ->> '$.start') LIKE '%GROUPS' OR (value ->> '$.end') LIKE '%GROUPS')
                """;
    }
}
