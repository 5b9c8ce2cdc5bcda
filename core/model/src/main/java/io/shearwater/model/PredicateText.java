package io.shearwater.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Conditions as text, both ways: {@code amount > 100 and country in ('SE', 'NO') and not (city like 'Mal%' or zip is
 * null)}. A constant has the type of its column: {@code 5} beside a double is 5.0, {@code '2024-05-01'} beside a date a
 * day, {@code '2024-05-01T00:00:00Z'} beside a timestamp an instant. Another type is said behind it: {@code 5::int}. A
 * boolean column may stand alone. Text stands in single quotes, a single quote in it twice; a column whose name is a word
 * of this language stands in double quotes. {@code not} binds before {@code and}, which binds before {@code or}.
 */
public final class PredicateText {
    static final Set<String> WORDS =
            Set.of("and", "or", "not", "in", "like", "is", "null", "true", "false", "all", "any", "nan", "infinity");

    private static final Pattern PLAIN = Pattern.compile("[a-z][a-z0-9_]*");

    private PredicateText() {}

    /**
     * Reads a condition.
     *
     * @param where what is filtered, for messages, such as {@code feature group 'cards' version 1}
     * @throws ShearwaterException BAD_FILTER naming the text and the position; UNKNOWN_COLUMN
     */
    public static Predicate parse(String text, Schema schema, String where) {
        return PredicateCheck.check(new PredicateParser(text, schema, where).parse(), schema, where);
    }

    /** The text that {@link #parse} reads back as an equal condition on the same columns. */
    public static String format(Predicate predicate, Schema schema) {
        return switch (predicate) {
            case Predicate.Compare compare ->
                column(compare.column()) + " " + compare.operator().symbol() + " "
                        + constant(compare.value(), type(schema, compare.column()));
            case Predicate.In in ->
                column(in.column()) + " in "
                        + in.values().stream()
                                .map(value -> constant(value, type(schema, in.column())))
                                .collect(Collectors.joining(", ", "(", ")"));
            case Predicate.Like like -> column(like.column()) + " like " + quoted(like.pattern());
            case Predicate.IsNull isNull -> column(isNull.column()) + " is null";
            case Predicate.And and ->
                joined(and.parts(), schema, "and", and.parts().isEmpty() ? "true" : "all");
            case Predicate.Or or -> joined(or.parts(), schema, "or", or.parts().isEmpty() ? "false" : "any");
            case Predicate.Not not -> negated(not.part(), schema);
        };
    }

    private static String joined(List<Predicate> parts, Schema schema, String with, String few) {
        return switch (parts.size()) {
            case 0 -> few;
            case 1 -> few + "(" + format(parts.getFirst(), schema) + ")";
            default -> parts.stream().map(part -> operand(part, schema)).collect(Collectors.joining(" " + with + " "));
        };
    }

    private static String operand(Predicate part, Schema schema) {
        boolean several = switch (part) {
            case Predicate.And and -> and.parts().size() > 1;
            case Predicate.Or or -> or.parts().size() > 1;
            default -> false;
        };
        return several ? "(" + format(part, schema) + ")" : format(part, schema);
    }

    private static String negated(Predicate part, Schema schema) {
        return part instanceof Predicate.IsNull isNull
                ? column(isNull.column()) + " is not null"
                : "not (" + format(part, schema) + ")";
    }

    private static DataType type(Schema schema, String column) {
        return schema.field(column).type();
    }

    private static String column(String name) {
        return PLAIN.matcher(name).matches() && !WORDS.contains(name) ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String constant(Object value, DataType type) {
        String plain = plain(value);
        return isReadAs(value, plain, type) ? plain : plain + "::" + typeName(value);
    }

    private static boolean isReadAs(Object value, String plain, DataType type) {
        try {
            return value.equals(PredicateConstant.of(plain, type));
        } catch (ShearwaterException another) {
            return false;
        }
    }

    private static String plain(Object value) {
        return switch (value) {
            case Double d when !Double.isFinite(d) -> nonFinite(d);
            case Float f when !Float.isFinite(f) -> nonFinite(f);
            case Boolean b -> b.toString();
            case Number number -> number.toString();
            default -> quoted(value.toString());
        };
    }

    private static String nonFinite(double value) {
        return Double.toString(value).toLowerCase(Locale.ROOT);
    }

    private static String typeName(Object value) {
        return switch (value) {
            case Boolean b -> "boolean";
            case Integer i -> "int";
            case Long l -> "long";
            case Float f -> "float";
            case Double d -> "double";
            case BigDecimal d -> "decimal";
            case LocalDate d -> "date";
            case Instant i -> "timestamp";
            default -> "string";
        };
    }
}
