package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureType;
import io.shearwater.model.Validity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The mean of the label among the training rows of a category, drawn towards the mean of all rows the fewer there are:
 * {@code (sum + smoothing · mean) / (count + smoothing)} (Micci-Barreca, 2001). A category that was not seen has the mean of all
 * rows; null stays null and NaN becomes null.
 *
 * <p>A row of the training data itself must not see its own label: rows are put into {@value #FOLDS} folds by the hash of their
 * identity, and a row's encoding comes from the other folds alone, the mean of all rows too. Where no other fold has a row, it is
 * null. Rows to predict for are encoded from all training rows.
 *
 * <p>The inputs are the category and the label, which is needed for learning only: a number, a truth value, or a class 0 or 1.
 * Rows whose label is null, NaN or infinite are not learnt from. The sums of labels that are whole numbers do not depend on the
 * order of the rows, others by no more than a unit of the last digit.
 *
 * @param smoothing as how many rows the mean of all rows counts
 */
record TargetEncoder(double smoothing) implements Transformation {
    static final BuiltInFunction FUNCTION = BuiltInFunction.named("target_encoder")
            .does("the mean of the label in the category: (sum + smoothing · mean) / (count + smoothing); "
                    + "of training rows out of fold, from the other four of five parts")
            .appliesTo("a category, and a label that is a number or true or false")
            .learns("categories, encodings, fold_encodings, means")
            .rules("unseen: the mean of all rows; NaN: null; no label: not learnt from; at most " + CategoryFitting.MOST
                    + " categories")
            .parameter(Parameter.number("smoothing", 10, "as how many rows the mean of all rows counts"))
            .made(given -> new TargetEncoder(given.number("smoothing")));

    static final int FOLDS = 5;

    private static final String NO_HASHES =
            "A target encoder learns from rows that have a hash of their identity, by which they are put into folds.";

    TargetEncoder {
        if (!(smoothing >= 0) || Double.isInfinite(smoothing)) {
            throw TransformError.BAD_CALL.because("'smoothing' is " + smoothing + "; it is 0 or more.");
        }
    }

    @Override
    public List<Output> outputs(List<Input> inputs) {
        Inputs.requireCount(inputs, 2);
        inputs.getFirst().requireCategorical("encoded");
        Input label = inputs.getLast();
        boolean isNumber = FeatureType.of(label.type()).isNumerical()
                && !(label.type() instanceof DataType.DateType)
                && !(label.type() instanceof DataType.TimestampType);
        if (!isNumber && !(label.type() instanceof DataType.BooleanType)) {
            throw TransformError.BAD_CALL.because("The label '" + label.name() + "' is " + label.type()
                    + ", which has no mean. Encode a label of two classes first, with label_encoder.");
        }
        return Inputs.NUMBER;
    }

    @Override
    public boolean isFitted() {
        return true;
    }

    @Override
    public boolean isForFittingOnly(int input) {
        return input == 1;
    }

    @Override
    public boolean readsRowHashes() {
        return true;
    }

    static int fold(long rowHash) {
        // Mixed again, since the same hash may have chosen the rows for training.
        return (int) Long.remainderUnsigned(Hashing.hash(rowHash), FOLDS);
    }

    @Override
    public Fitting fitting(List<Input> inputs) {
        return new LabelMeans(inputs.getFirst(), inputs.getLast(), smoothing);
    }

    /** Collects count and sum of the label of each category and fold. */
    private static final class LabelMeans implements Fitting {
        private static final String INSTEAD = "Hash so many, with feature_hasher, or leave the column out.";

        private final Input category;
        private final Input label;
        private final double smoothing;
        private final CategoryIndex index;
        private final FoldSums sums = new FoldSums(FOLDS);
        private final List<Moments> all = new ArrayList<>();
        private long rows;
        private long unlabelled;

        LabelMeans(Input category, Input label, double smoothing) {
            this.category = category;
            this.label = label;
            this.smoothing = smoothing;
            this.index = CategoryIndex.of(category.type());
            for (int fold = 0; fold < FOLDS; fold++) {
                all.add(Moments.ofDoubles());
            }
        }

        @Override
        public void add(ColumnBatch batch) {
            long[] hashes = requireHashes(batch);
            int[] numbers = new int[batch.rows()];
            index.findOrAdd(batch.column(0), numbers);
            CategoryFitting.requireFew(category.name(), index, CategoryFitting.MOST, INSTEAD);
            sums.grow(index.size());
            Column labels = batch.column(1);
            double[] values = NumberColumns.read(labels);
            rows += batch.rows();
            for (int row = 0; row < batch.rows(); row++) {
                if (labels.isNull(row) || !Double.isFinite(values[row])) {
                    unlabelled++;
                    continue;
                }
                requireClass(values[row]);
                int fold = fold(hashes[row]);
                all.get(fold).add(values[row]);
                if (numbers[row] >= 0) {
                    sums.add(numbers[row], fold, values[row]);
                }
            }
        }

        private void requireClass(double value) {
            if (label.featureType().isCategorical() && value != 0 && value != 1) {
                throw TransformError.CANNOT_FIT.because("The label '" + label.name() + "' is a class, and one is "
                        + value + ": classes other than 0 and 1 have no mean. Encode '" + category.name()
                        + "' otherwise, or declare the label as a number.");
            }
        }

        @Override
        public FittedState end() {
            NumberFitting.requireSome(label.name(), rows, unlabelled, rows - unlabelled);
            NumberFitting.requireSome(category.name(), rows, rows, index.size());
            int[] numbers = new CategoryFitting.Counted(index, new long[0], 0).sorted();
            double[] means = means();
            double[] encodings = new double[numbers.length];
            double[] foldEncodings = new double[numbers.length * FOLDS];
            for (int i = 0; i < numbers.length; i++) {
                encodings[i] = sums.mean(numbers[i], FOLDS, smoothing, means[FOLDS]);
                for (int fold = 0; fold < FOLDS; fold++) {
                    foldEncodings[i * FOLDS + fold] = sums.mean(numbers[i], fold, smoothing, means[fold]);
                }
            }
            Map<String, Column> learnt = new LinkedHashMap<>();
            learnt.put("categories", index.values(numbers));
            learnt.put("encodings", new Column.Doubles(encodings, encodings.length, Validity.ALL));
            learnt.put("fold_encodings", new Column.Doubles(foldEncodings, foldEncodings.length, Validity.ALL));
            learnt.put("means", new Column.Doubles(means, means.length, Validity.ALL));
            return new FittedState(learnt);
        }

        /** For each fold the mean of the rows of the others, then that of all. */
        private double[] means() {
            double[] means = new double[FOLDS + 1];
            for (int without = 0; without <= FOLDS; without++) {
                Moments others = Moments.ofDoubles();
                for (int fold = 0; fold < FOLDS; fold++) {
                    if (fold != without) {
                        others.merge(all.get(fold));
                    }
                }
                means[without] = others.mean();
            }
            return means;
        }
    }

    private static long[] requireHashes(ColumnBatch batch) {
        if (batch.rowHashes().length < batch.rows()) {
            throw TransformError.BAD_CALL.because(NO_HASHES);
        }
        return batch.rowHashes();
    }

    @Override
    public Bound bind(List<Input> inputs, Optional<FittedState> state, Use use) {
        FittedState learnt = state.orElseThrow();
        CategoryIndex index = CategoryIndex.of(learnt.column("categories"));
        double[] means = learnt.doubles("means");
        if (use != Use.TRAINING) {
            return new CategoryValues(index, learnt.doubles("encodings"), means[FOLDS]);
        }
        double[] encodings = learnt.doubles("fold_encodings");
        return batch -> outOfFold(batch, index, encodings, means);
    }

    private static List<Column> outOfFold(ColumnBatch batch, CategoryIndex index, double[] encodings, double[] means) {
        long[] hashes = requireHashes(batch);
        int rows = batch.rows();
        int[] numbers = new int[rows];
        index.find(batch.column(0), numbers);
        double[] results = new double[rows];
        Nulls nulls = new Nulls(batch.column(0).validity(), rows);
        for (int row = 0; row < rows; row++) {
            int fold = fold(hashes[row]);
            results[row] = numbers[row] >= 0 ? encodings[numbers[row] * FOLDS + fold] : means[fold];
            if (numbers[row] == CategoryIndex.MISSING || Double.isNaN(results[row])) {
                nulls.set(row);
            }
        }
        return List.of(new Column.Doubles(results, rows, nulls.validity()));
    }
}
