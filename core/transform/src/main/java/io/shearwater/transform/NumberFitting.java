package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.Validity;

/** Learns from the finite numbers of one column; nulls, NaN and infinities are passed over. */
final class NumberFitting implements Fitting {
    /** What is done with the numbers. */
    interface Learner {
        void add(double finite);

        /** What was learnt; asked only where there was a number. */
        FittedState end();
    }

    private final String column;
    private final Learner learner;
    private long rows;
    private long nulls;
    private long numbers;

    NumberFitting(Input input, Learner learner) {
        this.column = input.name();
        this.learner = learner;
    }

    @Override
    public void add(ColumnBatch batch) {
        Column values = batch.column(0);
        Validity validity = values.validity();
        double[] given = NumberColumns.read(values);
        rows += batch.rows();
        nulls += validity.nullCount(batch.rows());
        for (int row = 0; row < batch.rows(); row++) {
            double value = given[row];
            if (Math.abs(value) <= Double.MAX_VALUE && validity.isValid(row)) {
                numbers++;
                // Makes 0.0 of -0.0.
                learner.add(value + 0.0);
            }
        }
    }

    @Override
    public FittedState end() {
        requireSome(column, rows, nulls, numbers);
        return learner.end();
    }

    static void requireSome(String column, long rows, long nulls, long numbers) {
        if (numbers == 0) {
            throw TransformError.CANNOT_FIT.because("'" + column + "' has no value in the " + rows
                    + " rows of the training data, so that nothing can be learnt from it: "
                    + (nulls == rows ? "all are null." : nulls + " are null, the others NaN or infinite.")
                    + " Leave it out, or look at where it comes from.");
        }
    }
}
