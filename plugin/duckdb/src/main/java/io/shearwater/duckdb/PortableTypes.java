package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import io.shearwater.plan.SqlQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What of a user's SQL means something else in Spark SQL by the types of its columns: rules over the plan that DuckDB binds to
 * empty tables of these columns.
 */
final class PortableTypes {
    private static final Schema FOUND = Schema.of(new Field("problem", DataType.STRING));

    private PortableTypes() {}

    /**
     * The reasons why a statement is not portable; none if it is, or if it cannot be bound, which its run tells.
     *
     * @param session gets temporary tables; to be closed afterwards
     */
    static List<String> problems(SqlQuery query, Session session) {
        query.tables()
                .forEach((name, table) -> session.execute("CREATE TEMP TABLE " + Sql.quoted(name) + " "
                        + table.schema().fields().stream()
                                .map(field -> Sql.quoted(field.name()) + " " + Sql.type(field.type()))
                                .collect(Collectors.joining(", ", "(", ")"))));
        Frame found = session.rows(rules(query.text()), FOUND);
        List<String> problems = new ArrayList<>();
        for (int row = 0; row < found.rows(); row++) {
            problems.add(String.valueOf(found.value(row, "problem")));
        }
        return problems;
    }

    /** A cast that nobody wrote stands where its operand does: only one that was written begins with its word. */
    private static String rules(String sql) {
        return """
                WITH statement AS (SELECT %s AS text),
                expression AS (
                  SELECT t.value, coalesce(t.value ->> '$.qname.path[2]', t.value ->> '$.qname.path[0]') AS name,
                    t.value ->> '$.arguments[0].id' AS first, t.value ->> '$.arguments[1].id' AS second,
                    t.value ->> '$.return_type.id' AS given, t.value -> '$.children[0]' AS one, t.value -> '$.children[1]' AS two,
                    statement.text
                  FROM statement, (SELECT json_serialize_plan(text) AS plan FROM statement) bound, json_tree(bound.plan) t
                  WHERE t.type = 'OBJECT' AND json_type(t.value, '$.qname') = 'OBJECT'),
                operand AS (
                  SELECT value, text, unnest([one, two]) AS side FROM expression WHERE name = '/'),
                divided AS (
                  SELECT value,
                    CASE WHEN side ->> '$.qname.path[0]' = '__cast' AND NOT regexp_matches(
                        substr(text, CAST(side ->> '$.query_location' AS BIGINT) + 1,
                          CAST(coalesce(side ->> '$.query_location_length', '0') AS BIGINT)), '(?i)^cast|::')
                      THEN side ->> '$.arguments[0].id' ELSE coalesce(side ->> '$.return_type.id', side ->> '$.value.type.id')
                      END AS type
                  FROM operand)
                SELECT DISTINCT problem FROM (
                  SELECT 'the difference of two dates is an interval in Spark and a number of days here' AS problem
                    FROM expression WHERE name = '-' AND first = 'DATE' AND second = 'DATE'
                  UNION ALL SELECT 'a date and an interval make a date in Spark and a timestamp here: use CAST(… AS TIMESTAMP),'
                    || ' or a whole number of days'
                    FROM expression WHERE name IN ('+', '-') AND 'DATE' IN (first, second) AND 'INTERVAL' IN (first, second)
                  UNION ALL SELECT 'date_trunc of a date is a date here: use CAST(… AS TIMESTAMP)'
                    FROM expression WHERE name = 'date_trunc' AND second = 'DATE'
                  UNION ALL SELECT 'a cast of ' || first || ' to ' || given
                    || ' is rounded here and cut off in Spark: cast what floor or ceil gives'
                    FROM expression WHERE name = '__cast' AND first IN ('DOUBLE', 'FLOAT', 'DECIMAL')
                      AND given IN ('TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT')
                      AND coalesce(one ->> '$.qname.path[2]', '') NOT IN ('ceil', 'ceiling', 'floor', 'round', 'trunc')
                  UNION ALL SELECT 'a cast of ' || first || ' to a DECIMAL rounds otherwise'
                    FROM expression WHERE name = '__cast' AND first IN ('DOUBLE', 'FLOAT') AND given = 'DECIMAL'
                  UNION ALL SELECT 'a ' || first || ' is written otherwise as a text'
                    FROM expression WHERE name = '__cast' AND given = 'VARCHAR'
                      AND first NOT IN ('VARCHAR', 'BOOLEAN', 'TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT', 'DECIMAL',
                        'DATE', 'SQLNULL', 'NULL')
                  UNION ALL SELECT 'the text 12.5 is the whole number 13 here and an error in Spark: cast to DOUBLE'
                    FROM expression WHERE name = '__cast' AND first = 'VARCHAR' AND given IN ('TINYINT', 'SMALLINT', 'INTEGER',
                      'BIGINT', 'HUGEINT') AND one ->> '$.type' <> 'VALUE_CONSTANT'
                  UNION ALL SELECT name || ' of a DECIMAL is a DECIMAL in Spark and a DOUBLE here: use CAST(… AS DOUBLE)'
                    FROM expression WHERE name IN ('avg', 'mean', 'median') AND first = 'DECIMAL'
                  UNION ALL SELECT 'round to a number of digits takes a ' || first || ' otherwise than Spark: use round(x)'
                    FROM expression WHERE name = 'round' AND first IN ('DOUBLE', 'FLOAT') AND second IS NOT NULL
                  UNION ALL SELECT 'a division of a DECIMAL, such as 2.5, is a DECIMAL in Spark and a DOUBLE here: use '
                    || 'CAST(… AS DOUBLE), or 25e-1'
                    FROM divided GROUP BY value HAVING bool_or(type = 'DECIMAL') AND NOT bool_or(type IN ('DOUBLE', 'FLOAT'))
                ) found ORDER BY problem
                """.formatted(Sql.text(sql));
    }
}
