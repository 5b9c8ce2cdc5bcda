package io.shearwater.evaluation;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureType;
import io.shearwater.model.Field;

/**
 * What is to be predicted, as classes or as a number. Immutable.
 *
 * @param bins of its values
 * @param numbers all 0 of a label that is none
 * @param isOfClasses else it is a number
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Label(Bins bins, double[] numbers, boolean isOfClasses) {
    private static final int FEW = 10;
    private static final int TWO = 2;

    static Label of(Field field, Column column, int rows) {
        Rows.requireCount("labels '" + field.name() + "'", rows, column.size());
        for (int row = 0; row < rows; row++) {
            if (column.isNull(row)) {
                throw EvaluationError.BAD_PREDICTIONS.because("The label '" + field.name() + "' of row " + row
                        + " is missing. Leave out rows without a label.");
            }
        }
        FeatureType type = FeatureType.of(field.type());
        if (!type.isCategorical() && !type.isNumerical()) {
            throw EvaluationError.BAD_PREDICTIONS.because("The label '" + field.name() + "' is of " + field.type()
                    + "; a class or a number can be predicted.");
        }
        double[] numbers = ColumnNumbers.are(field.type()) ? ColumnNumbers.of(column) : new double[rows];
        Bins bins = Bins.of(column, type);
        boolean isWhole = field.type() instanceof DataType.IntType || field.type() instanceof DataType.LongType;
        return new Label(bins, numbers, type.isCategorical() || (isWhole && bins.distinct() <= FEW));
    }

    double power(Bins feature) {
        return isOfClasses ? Signal.powerOverClasses(feature, bins) : Signal.powerOverNumbers(feature, numbers);
    }

    /** Whether greater and less mean something: of a number, or of two classes that are numbers or booleans. */
    boolean hasOrder() {
        return !isOfClasses || bins.distinct() <= TWO;
    }
}
