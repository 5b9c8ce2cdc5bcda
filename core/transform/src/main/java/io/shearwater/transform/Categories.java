package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import io.shearwater.model.Names;
import io.shearwater.model.ShearwaterException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Categories that a definition lists, as the column has them, and names for columns made of categories. */
final class Categories {
    private static final int LONGEST_ENDING = 40;
    private static final String START = "x_";
    private static final String NAMELESS = "value";

    private Categories() {}

    /**
     * Listed categories as a column of the input's type.
     *
     * @throws ShearwaterException BAD_CALL naming one that the column cannot have, or that is there twice
     */
    static Column listed(Input input, List<Object> listed) {
        ColumnBuilder builder = ColumnBuilder.of(input.name(), input.type(), listed.size());
        listed.forEach(written -> builder.append(value(input, written)));
        Column categories = builder.build();
        int[] numbers = new int[listed.size()];
        CategoryIndex.of(input.type()).findOrAdd(categories, numbers);
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] != i) {
                throw TransformError.BAD_CALL.because("The category '" + listed.get(i) + "' of '" + input.name()
                        + (numbers[i] == CategoryIndex.MISSING ? "' is none." : "' is listed twice."));
            }
        }
        return categories;
    }

    /** A constant of a definition as the column would have it. */
    static Object value(Input input, Object written) {
        try {
            Object value = parsed(input.type(), written);
            if (value != null) {
                // A builder refuses what is out of range.
                ColumnBuilder.of(input.name(), input.type(), 1).append(value);
                return value;
            }
        } catch (NumberFormatException | DateTimeException | ArithmeticException | ShearwaterException refused) {
            throw refused(input, written, refused);
        }
        throw refused(input, written, null);
    }

    private static ShearwaterException refused(Input input, Object written, @Nullable Exception cause) {
        String message =
                "'" + written + "' cannot be a value of '" + input.name() + "', which is " + input.type() + ".";
        return cause == null
                ? TransformError.BAD_CALL.because(message)
                : TransformError.BAD_CALL.because(message, cause);
    }

    private static @Nullable Object parsed(DataType type, Object written) {
        return switch (type) {
            case DataType.StringType t -> written instanceof String ? written : null;
            case DataType.BooleanType t -> bool(written);
            case DataType.IntType t -> decimal(written).intValueExact();
            case DataType.LongType t -> decimal(written).longValueExact();
            case DataType.FloatType t -> (float) Double.parseDouble(written.toString());
            case DataType.DoubleType t -> Double.parseDouble(written.toString());
            case DataType.DecimalType t -> decimal(written);
            case DataType.DateType t -> LocalDate.parse(written.toString());
            case DataType.TimestampType t -> Instant.parse(written.toString());
            default -> null;
        };
    }

    private static BigDecimal decimal(Object written) {
        return new BigDecimal(written.toString());
    }

    private static @Nullable Object bool(Object written) {
        return switch (written.toString()) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        };
    }

    /**
     * For each category, in order, what the name of its column ends with: its text in lower case, each run of other characters
     * than letters and digits one '_', {@value #LONGEST_ENDING} characters at most; one that is taken has {@code _2},
     * {@code _3} … behind it.
     */
    static List<String> endings(Column categories) {
        List<String> endings = new ArrayList<>(categories.size());
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < categories.size(); i++) {
            endings.add(free(ending(categories.valueAt(i).toString()), taken));
        }
        return endings;
    }

    /** The ending, or what is free near it; it is taken from then on. */
    static String free(String ending, Set<String> taken) {
        String next = ending;
        for (int number = 2; !taken.add(next); number++) {
            next = ending + "_" + number;
        }
        return next;
    }

    private static String ending(String text) {
        // A minus is all that tells -1 from 1.
        String signed = text.startsWith("-") ? "minus_" + text.substring(1) : text;
        String name = Names.proposal(START + signed);
        String ending = name.length() <= START.length() ? NAMELESS : name.substring(START.length());
        return ending.length() <= LONGEST_ENDING ? ending : ending.substring(0, LONGEST_ENDING);
    }
}
