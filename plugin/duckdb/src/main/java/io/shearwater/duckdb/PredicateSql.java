package io.shearwater.duckdb;

import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Conditions as SQL. Numbers compare by their exact values whatever their types are (see {@link Place}). */
final class PredicateSql {
    private final Schema schema;
    private final UnaryOperator<String> columns;

    private PredicateSql(Schema schema, UnaryOperator<String> columns) {
        this.schema = schema;
        this.columns = columns;
    }

    /** A condition on columns of a table that the statement calls {@code alias}. */
    static String of(Predicate predicate, Schema schema, String alias) {
        return of(predicate, schema, column -> alias + "." + Sql.name(column));
    }

    /** A condition on columns that are found by an expression each. */
    static String of(Predicate predicate, Schema schema, UnaryOperator<String> columns) {
        return new PredicateSql(schema, columns).sql(predicate);
    }

    private String sql(Predicate predicate) {
        return switch (predicate) {
            case Predicate.Compare compare -> compare(compare);
            case Predicate.In in -> in(in);
            case Predicate.Like like -> column(like.column()) + " LIKE " + Sql.text(pattern(like)) + " ESCAPE '\\'";
            case Predicate.IsNull isNull -> column(isNull.column()) + " IS NULL";
            case Predicate.And and -> and.parts().isEmpty() ? "true" : joined(and.parts(), " AND ");
            case Predicate.Or or -> or.parts().isEmpty() ? "false" : joined(or.parts(), " OR ");
            case Predicate.Not not -> "NOT (" + sql(not.part()) + ")";
        };
    }

    /** Halves within halves: DuckDB reads a chain of parts as one level of nesting each, of which it allows a thousand. */
    private String joined(List<Predicate> parts, String with) {
        if (parts.size() == 1) {
            return "(" + sql(parts.getFirst()) + ")";
        }
        int half = parts.size() / 2;
        return "(" + joined(parts.subList(0, half), with) + with + joined(parts.subList(half, parts.size()), with)
                + ")";
    }

    private String column(String name) {
        schema.index(name);
        return columns.apply(name);
    }

    private String compare(Predicate.Compare compare) {
        String column = column(compare.column());
        Place place = Place.of(schema.field(compare.column()).type(), compare.value());
        Predicate.Operator operator = compare.operator();
        if (place.kind() == Place.Kind.AT) {
            String sign = operator == Predicate.Operator.NOT_EQUAL ? "<>" : operator.symbol();
            return column + " " + sign + " " + place.literal();
        }
        return switch (operator) {
            case EQUAL -> always(column, false);
            case NOT_EQUAL -> always(column, true);
            case LESS, LESS_OR_EQUAL ->
                place.kind() == Place.Kind.ABOVE
                        ? column + " <= " + place.literal()
                        : always(column, place.kind() == Place.Kind.ABOVE_ALL);
            case GREATER, GREATER_OR_EQUAL ->
                place.kind() == Place.Kind.ABOVE
                        ? column + " > " + place.literal()
                        : always(column, place.kind() == Place.Kind.BELOW_ALL);
        };
    }

    private String in(Predicate.In in) {
        if (in.values().isEmpty()) {
            return "false";
        }
        String column = column(in.column());
        String values = in.values().stream()
                .map(value -> Place.of(schema.field(in.column()).type(), value))
                .filter(place -> place.kind() == Place.Kind.AT)
                .map(Place::literal)
                .collect(Collectors.joining(", "));
        return values.isEmpty() ? always(column, false) : column + " IN (" + values + ")";
    }

    /** What a comparison gives that comes out the same for every value but null. */
    private static String always(String column, boolean outcome) {
        return outcome ? "(" + column + " IS NOT NULL OR NULL)" : "(" + column + " IS NULL AND NULL)";
    }

    /** In a {@link Predicate.Like} a backslash before anything but a sign of its own is a plain backslash. */
    private static String pattern(Predicate.Like like) {
        String given = like.pattern();
        StringBuilder pattern = new StringBuilder(given.length());
        for (int i = 0; i < given.length(); i++) {
            char c = given.charAt(i);
            boolean escapes = c == '\\' && i + 1 < given.length() && "%_\\".indexOf(given.charAt(i + 1)) >= 0;
            if (escapes) {
                pattern.append(c).append(given.charAt(++i));
            } else {
                pattern.append(c == '\\' ? "\\\\" : c);
            }
        }
        return pattern.toString();
    }
}
