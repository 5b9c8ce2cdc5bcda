package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureType;
import io.shearwater.model.Validity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Puts any number of categories into so many columns: 1 in the column that a hash of the category says, 0 in all others; the same
 * for ever. Nothing is learnt, so that no category is unseen; several share a column. A null and NaN are 0 in all columns.
 *
 * @param width the number of columns
 * @param signed whether the hash also decides between 1 and -1, so that categories that share a column cancel out on average
 */
record FeatureHasher(int width, boolean signed) implements Transformation, NamesOutputs {
    static final BuiltInFunction FUNCTION = BuiltInFunction.named("feature_hasher")
            .does("1 in one of so many columns, chosen by a hash of the category, 0 in the others")
            .categories()
            .rules("columns <column>_0, <column>_1 …; null, NaN: 0 in all columns; several categories share a column")
            .parameter(Parameter.whole("width", 16, "the number of columns, 2 to 10000"))
            .parameter(Parameter.truth("signed", "whether the hash also decides between 1 and -1"))
            .made(given -> new FeatureHasher(given.whole("width"), given.truth("signed")));

    FeatureHasher {
        if (width < 2 || width > OneHotEncoder.MOST) {
            throw TransformError.BAD_CALL.because(
                    "'width' is " + width + "; it is 2 to " + OneHotEncoder.MOST + " columns.");
        }
    }

    @Override
    public List<Output> outputs(List<Input> inputs) {
        Inputs.category(inputs, "hashed");
        return Collections.nCopies(width, new Output(DataType.INT, FeatureType.NOMINAL));
    }

    @Override
    public List<String> outputNames(List<String> columns) {
        return IntStream.range(0, width)
                .mapToObj(number -> columns.getFirst() + "_" + number)
                .toList();
    }

    @Override
    public List<String> drops(List<String> columns) {
        return columns;
    }

    @Override
    public Bound bind(List<Input> inputs, Optional<FittedState> state, Use use) {
        return this::hashed;
    }

    private List<Column> hashed(ColumnBatch batch) {
        int rows = batch.rows();
        Column column = batch.column(0);
        long[] hashes = CategoryIndex.hashes(column);
        Column zeros = column(new int[rows]);
        int[][] all = new int[width][];
        for (int row = 0; row < rows; row++) {
            if (!CategoryIndex.isMissing(column, row)) {
                // The lowest bit is the sign's.
                int at = (int) Long.remainderUnsigned(hashes[row] >>> 1, width);
                if (all[at] == null) {
                    all[at] = new int[rows];
                }
                all[at][row] = signed && (hashes[row] & 1) != 0 ? -1 : 1;
            }
        }
        List<Column> columns = new ArrayList<>(width);
        for (int[] values : all) {
            columns.add(values == null ? zeros : column(values));
        }
        return columns;
    }

    private static Column column(int[] values) {
        return new Column.Ints(DataType.INT, values, values.length, Validity.ALL);
    }
}
