package io.shearwater.query;

import io.shearwater.model.Predicate;
import java.util.function.UnaryOperator;

/** The names of columns inside a plan: unlike each other and unlike any name that a user can give. */
final class ColumnNames {
    /** The one time of all rows, where they share one. */
    static final String NOW = "at";

    private ColumnNames() {}

    /** A column of the group at a node of the query. */
    static String ofNode(int node, String column) {
        return "n" + node + "." + column;
    }

    /** A column that the caller brought. */
    static String ofSpine(String column) {
        return "s." + column;
    }

    /** Whether a node has a row. */
    static String presence(int node) {
        return "p" + node;
    }

    /** The same condition on columns of other names. */
    static Predicate rename(Predicate predicate, UnaryOperator<String> names) {
        return switch (predicate) {
            case Predicate.Compare c -> new Predicate.Compare(names.apply(c.column()), c.operator(), c.value());
            case Predicate.In in -> new Predicate.In(names.apply(in.column()), in.values());
            case Predicate.Like like -> new Predicate.Like(names.apply(like.column()), like.pattern());
            case Predicate.IsNull isNull -> new Predicate.IsNull(names.apply(isNull.column()));
            case Predicate.And and ->
                new Predicate.And(
                        and.parts().stream().map(part -> rename(part, names)).toList());
            case Predicate.Or or ->
                new Predicate.Or(
                        or.parts().stream().map(part -> rename(part, names)).toList());
            case Predicate.Not not -> new Predicate.Not(rename(not.part(), names));
        };
    }
}
