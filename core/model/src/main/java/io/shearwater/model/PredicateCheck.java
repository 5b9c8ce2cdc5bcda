package io.shearwater.model;

import java.time.Instant;
import java.time.LocalDate;

/** Whether a condition makes sense for rows of a schema. */
public final class PredicateCheck {
    private PredicateCheck() {}

    /**
     * Returns the condition if every column exists and can be compared with its constants.
     *
     * @param where what is filtered, for the message, such as {@code feature group 'cc_trans_fg' version 1}
     * @throws ShearwaterException UNKNOWN_COLUMN or BAD_FILTER
     */
    public static Predicate check(Predicate predicate, Schema schema, String where) {
        switch (predicate) {
            case Predicate.Compare compare ->
                comparable(field(compare.column(), schema, where), compare.value(), where);
            case Predicate.In in -> {
                Field field = field(in.column(), schema, where);
                in.values().forEach(value -> comparable(field, value, where));
            }
            case Predicate.Like like -> {
                Field field = field(like.column(), schema, where);
                if (!(field.type() instanceof DataType.StringType)) {
                    throw unfit(field, "like '" + like.pattern() + "'", where);
                }
            }
            case Predicate.IsNull isNull -> field(isNull.column(), schema, where);
            case Predicate.And and -> and.parts().forEach(part -> check(part, schema, where));
            case Predicate.Or or -> or.parts().forEach(part -> check(part, schema, where));
            case Predicate.Not not -> check(not.part(), schema, where);
        }
        return predicate;
    }

    private static Field field(String column, Schema schema, String where) {
        if (!schema.contains(column)) {
            throw ModelError.UNKNOWN_COLUMN.because("The filter on " + where + " names the column '" + column
                    + "', which does not exist; there are " + schema.names() + "."
                    + Names.didYouMean(column, schema.names()));
        }
        return schema.field(column);
    }

    private static void comparable(Field field, Object value, String where) {
        boolean fits = switch (field.type()) {
            case DataType.BooleanType t -> value instanceof Boolean;
            case DataType.IntType t -> isNumber(value);
            case DataType.LongType t -> isNumber(value);
            case DataType.FloatType t -> isNumber(value);
            case DataType.DoubleType t -> isNumber(value);
            case DataType.DecimalType t -> isNumber(value);
            case DataType.StringType t -> value instanceof String;
            case DataType.DateType t -> value instanceof LocalDate;
            case DataType.TimestampType t -> value instanceof Instant;
            default -> false;
        };
        if (!fits) {
            throw unfit(
                    field, "comparing with " + value + " (" + value.getClass().getSimpleName() + ")", where);
        }
    }

    private static boolean isNumber(Object value) {
        return value instanceof Number;
    }

    private static ShearwaterException unfit(Field field, String what, String where) {
        return ModelError.BAD_FILTER.because("The filter on " + where + " cannot be: " + what + " makes no sense for '"
                + field.name() + "', which is " + field.type() + ".");
    }
}
