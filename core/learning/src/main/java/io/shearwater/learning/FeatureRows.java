package io.shearwater.learning;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Names;
import io.shearwater.model.Schema;
import java.math.BigDecimal;
import java.util.List;

/** Rows of features as numbers, row by row, as learners and runtimes take them. */
public final class FeatureRows {
    private FeatureRows() {}

    /**
     * Says no to features that are no numbers.
     *
     * @throws io.shearwater.model.ShearwaterException WRONG_FEATURES naming all of them
     */
    public static void requireNumbers(Schema features) {
        List<Field> others = features.fields().stream()
                .filter(field -> !isNumber(field.type()))
                .toList();
        if (!others.isEmpty()) {
            throw LearningError.WRONG_FEATURES.because("The model reads numbers, and " + others
                    + (others.size() == 1
                            ? " is none. Encode it by a transformation"
                            : " are none. Encode them by transformations")
                    + " of the view, or leave " + (others.size() == 1 ? "it" : "them") + " out of the training.");
        }
    }

    /**
     * Says no to rows whose columns are not the features of a model, by name and order, or that are of another kind than
     * the features were declared with.
     *
     * @throws io.shearwater.model.ShearwaterException WRONG_FEATURES
     */
    public static void requireFeatures(ModelSignature signature, Frame rows) {
        Schema wanted = signature.features();
        Schema given = rows.schema();
        if (given.equals(wanted)) {
            return;
        }
        int common = Math.min(wanted.size(), given.size());
        for (int i = 0; i < common; i++) {
            Field want = wanted.field(i);
            Field have = given.field(i);
            if (!want.name().equals(have.name())) {
                throw LearningError.WRONG_FEATURES.because("Column " + (i + 1) + " of the rows is '" + have.name()
                        + "', but the model reads '" + want.name() + "' there." + hint(want.name(), given));
            }
            if (!want.type().equals(have.type()) && !(isNumber(want.type()) && isNumber(have.type()))) {
                throw LearningError.WRONG_FEATURES.because("The feature '" + want.name() + "' is " + have.type()
                        + " in the rows, but the model reads " + want.type() + ".");
            }
        }
        if (wanted.size() != given.size()) {
            throw LearningError.WRONG_FEATURES.because(
                    "The rows have " + given.size() + " features, the model reads " + wanted.size()
                            + (wanted.size() > common
                                    ? ": there is no '" + wanted.field(common).name() + "'."
                                    : "."));
        }
    }

    private static String hint(String name, Schema given) {
        List<String> names = given.names();
        return names.contains(name)
                ? " It is there at another place: the order counts."
                : Names.didYouMean(name, names);
    }

    /** Whether values of a type can be read as numbers: booleans as 0 and 1. */
    public static boolean isNumber(DataType type) {
        return switch (type) {
            case DataType.BooleanType t -> true;
            case DataType.IntType t -> true;
            case DataType.LongType t -> true;
            case DataType.FloatType t -> true;
            case DataType.DoubleType t -> true;
            case DataType.DecimalType t -> true;
            default -> false;
        };
    }

    /**
     * Copies rows as floats, one row after the other; no value is NaN, true is 1. Doubles are rounded, and become infinite
     * beyond the range of floats.
     *
     * @param rows columns of numbers
     * @param from the first row
     * @param to one behind the last row
     * @param into from its beginning; (to - from) x columns places
     */
    public static void copy(Frame rows, int from, int to, float[] into) {
        int width = rows.schema().size();
        for (int c = 0; c < width; c++) {
            Column column = rows.column(c);
            switch (column) {
                case Column.Doubles doubles -> {
                    double[] values = doubles.values();
                    for (int row = from, at = c; row < to; row++, at += width) {
                        into[at] = (float) values[row];
                    }
                }
                case Column.Floats floats -> {
                    float[] values = floats.values();
                    for (int row = from, at = c; row < to; row++, at += width) {
                        into[at] = values[row];
                    }
                }
                default -> {
                    for (int row = from, at = c; row < to; row++, at += width) {
                        into[at] = (float) number(column, row);
                    }
                }
            }
            if (!column.validity().allValid()) {
                for (int row = from, at = c; row < to; row++, at += width) {
                    if (column.isNull(row)) {
                        into[at] = Float.NaN;
                    }
                }
            }
        }
    }

    /**
     * One value as a number, NaN where there is none; only for columns of numbers.
     *
     * @throws IllegalArgumentException for a column of another type
     */
    public static double number(Column column, int row) {
        if (column.isNull(row)) {
            return Double.NaN;
        }
        return switch (column) {
            case Column.Booleans booleans -> booleans.values()[row] ? 1 : 0;
            case Column.Ints ints -> ints.values()[row];
            case Column.Longs longs -> longs.values()[row];
            case Column.Floats floats -> floats.values()[row];
            case Column.Doubles doubles -> doubles.values()[row];
            case Column.Decimals decimals -> ((BigDecimal) decimals.valueAt(row)).doubleValue();
            default -> throw new IllegalArgumentException("no numbers: " + column.type());
        };
    }
}
