package io.shearwater.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A condition on the columns of a row, as data. Three-valued like SQL: a comparison with null is unknown, and a row passes
 * only where the whole condition is true. Doubles order as in SQL engines that follow PostgreSQL: NaN equals NaN and is
 * greater than every other number. Text compares by code points. Immutable.
 */
public sealed interface Predicate {
    /** How two values compare. */
    enum Operator {
        EQUAL("="),
        NOT_EQUAL("!="),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">=");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        /** The sign that a person writes. */
        public String symbol() {
            return symbol;
        }
    }

    /** A column beside a constant. */
    record Compare(String column, Operator operator, Object value) implements Predicate {
        public Compare {
            value = constant(column, value);
        }

        @Override
        public String toString() {
            return column + " " + operator.symbol() + " " + shown(value);
        }
    }

    /** A column among constants; an empty list passes nothing. */
    record In(String column, List<Object> values) implements Predicate {
        public In {
            values = values.stream().map(value -> constant(column, value)).toList();
        }

        @Override
        public String toString() {
            return column + " in " + values.stream().map(Predicate::shown).toList();
        }
    }

    /** A text column beside a pattern: {@code %} any characters, {@code _} one, {@code \} before either means itself. */
    record Like(String column, String pattern) implements Predicate {
        @Override
        public String toString() {
            return column + " like " + shown(pattern);
        }
    }

    /** A column is null. */
    record IsNull(String column) implements Predicate {
        @Override
        public String toString() {
            return column + " is null";
        }
    }

    /** All of several; none given passes every row. */
    record And(List<Predicate> parts) implements Predicate {
        public And {
            parts = List.copyOf(parts);
        }

        @Override
        public String toString() {
            return parts.isEmpty() ? "true" : joined(parts, " and ");
        }
    }

    /** Any of several; none given passes nothing. */
    record Or(List<Predicate> parts) implements Predicate {
        public Or {
            parts = List.copyOf(parts);
        }

        @Override
        public String toString() {
            return parts.isEmpty() ? "false" : joined(parts, " or ");
        }
    }

    /** The opposite; unknown stays unknown. */
    record Not(Predicate part) implements Predicate {
        @Override
        public String toString() {
            return "not (" + part + ")";
        }
    }

    /** The conditions that must all hold; a condition that is no conjunction is its own only one. */
    default List<Predicate> conjuncts() {
        return this instanceof And and
                ? and.parts().stream()
                        .flatMap(part -> part.conjuncts().stream())
                        .toList()
                : List.of(this);
    }

    /** Passes every row. */
    static Predicate all() {
        return new And(List.of());
    }

    static Predicate equalTo(String column, Object value) {
        return new Compare(column, Operator.EQUAL, value);
    }

    static Predicate notEqualTo(String column, Object value) {
        return new Compare(column, Operator.NOT_EQUAL, value);
    }

    static Predicate lessThan(String column, Object value) {
        return new Compare(column, Operator.LESS, value);
    }

    static Predicate atMost(String column, Object value) {
        return new Compare(column, Operator.LESS_OR_EQUAL, value);
    }

    static Predicate greaterThan(String column, Object value) {
        return new Compare(column, Operator.GREATER, value);
    }

    static Predicate atLeast(String column, Object value) {
        return new Compare(column, Operator.GREATER_OR_EQUAL, value);
    }

    static Predicate in(String column, Object... values) {
        return new In(column, List.of(values));
    }

    static Predicate like(String column, String pattern) {
        return new Like(column, pattern);
    }

    static Predicate isNull(String column) {
        return new IsNull(column);
    }

    static Predicate not(Predicate part) {
        return new Not(part);
    }

    static Predicate allOf(Predicate... parts) {
        return new And(List.of(parts));
    }

    static Predicate anyOf(Predicate... parts) {
        return new Or(List.of(parts));
    }

    /** This and the other. */
    default Predicate and(Predicate other) {
        if (passesAll()) {
            return other;
        }
        return other.passesAll() ? this : new And(List.of(this, other));
    }

    /** This or the other. */
    default Predicate or(Predicate other) {
        return new Or(List.of(this, other));
    }

    /** Whether this is plainly {@link #all()}. */
    default boolean passesAll() {
        return this instanceof And and && and.parts().isEmpty();
    }

    /** The columns that this condition reads, in order of appearance. */
    default Set<String> columns() {
        Set<String> columns = new LinkedHashSet<>();
        collect(this, columns);
        return columns;
    }

    private static void collect(Predicate predicate, Set<String> columns) {
        switch (predicate) {
            case Compare compare -> columns.add(compare.column());
            case In in -> columns.add(in.column());
            case Like like -> columns.add(like.column());
            case IsNull isNull -> columns.add(isNull.column());
            case And and -> and.parts().forEach(part -> collect(part, columns));
            case Or or -> or.parts().forEach(part -> collect(part, columns));
            case Not not -> collect(not.part(), columns);
        }
    }

    private static String joined(List<Predicate> parts, String with) {
        return String.join(with, parts.stream().map(part -> "(" + part + ")").toList());
    }

    private static String shown(Object value) {
        return value instanceof Number || value instanceof Boolean ? value.toString() : "'" + value + "'";
    }

    /** Constants are plain immutable scalars; instants are cut to the microseconds that columns hold. */
    private static Object constant(String column, Object value) {
        return switch (value) {
            case null ->
                throw ModelError.BAD_FILTER.because(
                        "The filter on '" + column + "' compares with null. Use Predicate.isNull(\"" + column + "\").");
            case Instant instant -> Times.truncated(instant);
            case Boolean b -> b;
            case Byte b -> (int) b;
            case Short s -> (int) s;
            case Integer i -> i;
            case Long l -> l;
            case Float f -> f;
            case Double d -> d;
            case BigDecimal d -> d;
            case BigInteger i -> new BigDecimal(i);
            case String s -> s;
            case LocalDate d -> d;
            default ->
                throw ModelError.BAD_FILTER.because("The filter on '" + column + "' compares with " + value + " ("
                        + value.getClass().getSimpleName() + "); use a boolean, a number, a text, a LocalDate or an "
                        + "Instant.");
        };
    }
}
