package io.shearwater.serving;

import io.shearwater.learning.LearningError;
import io.shearwater.model.DataType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/** Values as texts. */
final class TypedText {
    private TypedText() {}

    /**
     * The value of a type that a text says; {@code value.toString()} says it.
     *
     * @param subject what it is to be, for the message
     * @throws io.shearwater.model.ShearwaterException BAD_DEFINITION
     */
    static Object parse(String subject, DataType type, String text) {
        try {
            return switch (type) {
                case DataType.BooleanType t -> bool(text);
                case DataType.IntType t -> new BigDecimal(text).intValueExact();
                case DataType.LongType t -> new BigDecimal(text).longValueExact();
                case DataType.FloatType t -> (float) finite(text);
                case DataType.DoubleType t -> finite(text);
                case DataType.DecimalType t -> new BigDecimal(text).setScale(t.scale(), RoundingMode.UNNECESSARY);
                case DataType.StringType t -> text;
                case DataType.DateType t -> LocalDate.parse(text);
                case DataType.TimestampType t -> Instant.parse(text);
                default -> throw new NumberFormatException("values of this type have no text form");
            };
        } catch (NumberFormatException | ArithmeticException | DateTimeException unfit) {
            throw LearningError.BAD_DEFINITION.because(
                    subject + " is '" + text + "', which is not " + type + ": " + unfit.getMessage() + ".", unfit);
        }
    }

    private static double finite(String text) {
        double number = Double.parseDouble(text);
        if (!Double.isFinite(number)) {
            throw new NumberFormatException("not a finite number");
        }
        return number;
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new NumberFormatException("neither true nor false");
        };
    }
}
