package io.shearwater.model;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/** A constant of a condition as it is written: a number, a text in quotes, or a word. */
final class PredicateConstant {
    private PredicateConstant() {}

    /**
     * The value that a constant has beside a column.
     *
     * @throws ShearwaterException BAD_FILTER when it is none of the column's type
     */
    static Object of(String written, DataType column) {
        return switch (column) {
            case DataType.BooleanType t -> bool(written, column);
            case DataType.IntType t -> whole(written, column);
            case DataType.LongType t -> whole(written, column);
            case DataType.DecimalType t -> isNonFinite(written) ? parseDouble(written) : decimal(written, column);
            case DataType.FloatType t ->
                (float) (isNonFinite(written) ? parseDouble(written) : number(written, column));
            case DataType.DoubleType t -> isNonFinite(written) ? parseDouble(written) : floating(written, column);
            case DataType.StringType t -> text(written, column);
            case DataType.DateType t -> date(written, column);
            case DataType.TimestampType t -> timestamp(written, column);
            default -> throw refused(written, column, "such values cannot be compared");
        };
    }

    /**
     * The value of a constant whose type is said.
     *
     * @throws ShearwaterException BAD_FILTER when there is no such type, or the constant is none of it
     */
    static Object typed(String written, String type) {
        return switch (type) {
            case "decimal" -> decimal(written, DataType.decimal(38, 0));
            case "int" -> requireType(of(written, DataType.INT), Integer.class, written, type);
            case "long" -> requireType(of(written, DataType.LONG), Long.class, written, type);
            case "boolean", "float", "double", "string", "date", "timestamp" -> of(written, DataType.parse(type));
            default ->
                throw ModelError.BAD_FILTER.because("'" + type + "' is no type of a constant. There are boolean, int, "
                        + "long, float, double, decimal, string, date, timestamp.");
        };
    }

    private static Object requireType(Object value, Class<?> wanted, String written, String type) {
        if (!wanted.isInstance(value)) {
            throw ModelError.BAD_FILTER.because(written + " is no " + type + ".");
        }
        return value;
    }

    private static Object bool(String written, DataType column) {
        return switch (written) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused(written, column, "write true or false");
        };
    }

    /** The column's type where the number fits; a wider one where it does not, so that the comparison stays exact. */
    private static Object whole(String written, DataType column) {
        if (isNonFinite(written)) {
            return parseDouble(written);
        }
        BigDecimal number = decimal(written, column);
        if (number.scale() != 0 || number.unscaledValue().bitLength() > 63) {
            return number;
        }
        long value = number.longValueExact();
        return column instanceof DataType.IntType && value == (int) value ? (Object) (int) value : (Object) value;
    }

    private static BigDecimal decimal(String written, DataType column) {
        try {
            return new BigDecimal(written);
        } catch (NumberFormatException none) {
            throw new ShearwaterException(ModelError.BAD_FILTER, unfit(written, column, "write a number"), none);
        }
    }

    private static Object floating(String written, DataType column) {
        decimal(written, column);
        return Double.valueOf(written);
    }

    /** Rounded once, to the float that is nearest to what is written. */
    private static float number(String written, DataType column) {
        decimal(written, column);
        return Float.parseFloat(written);
    }

    static boolean isNonFinite(String written) {
        return switch (written) {
            case "nan", "infinity", "-infinity" -> true;
            default -> false;
        };
    }

    private static double parseDouble(String written) {
        return switch (written) {
            case "nan" -> Double.NaN;
            case "infinity" -> Double.POSITIVE_INFINITY;
            default -> Double.NEGATIVE_INFINITY;
        };
    }

    private static String text(String written, DataType column) {
        if (written.length() < 2 || !written.startsWith("'")) {
            throw refused(written, column, "write it in single quotes: '" + written + "'");
        }
        return written.substring(1, written.length() - 1).replace("''", "'");
    }

    private static LocalDate date(String written, DataType column) {
        try {
            return LocalDate.parse(text(written, column));
        } catch (DateTimeException none) {
            throw new ShearwaterException(
                    ModelError.BAD_FILTER, unfit(written, column, "write a day like '2024-12-31'"), none);
        }
    }

    private static Instant timestamp(String written, DataType column) {
        try {
            return Instant.parse(text(written, column));
        } catch (DateTimeException none) {
            throw new ShearwaterException(
                    ModelError.BAD_FILTER,
                    unfit(written, column, "write an instant like '2024-12-31T23:59:00Z'"),
                    none);
        }
    }

    private static ShearwaterException refused(String written, DataType column, String advice) {
        return ModelError.BAD_FILTER.because(unfit(written, column, advice));
    }

    private static String unfit(String written, DataType column, String advice) {
        return "the column is " + column + ", not " + written + "; " + advice;
    }
}
