package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Divides the numbers of a row, in several columns, by their length: the sum of their absolute values (l1), the root of the sum of
 * their squares (l2), or the greatest absolute value (max). A row of zeros stays as it is. Null stays null and counts as 0; NaN in
 * one column makes all of the row NaN; beside an infinity finite numbers become 0 and the infinity NaN.
 */
record RowNormalizer(Norm norm) implements Transformation, NamesOutputs {
    static final BuiltInFunction FUNCTION = BuiltInFunction.named("normalize")
            .does("the numbers of a row, in several columns, divided by their length")
            .appliesTo("one or more numbers")
            .rules("all zeros: 0; null: counts as 0, stays null; NaN: all of the row is NaN; "
                    + "infinite: NaN, the others 0")
            .parameter(Parameter.word(
                    "norm",
                    Norm.L2,
                    "the length: the sum of absolute values, the root of the sum of squares, or the greatest absolute "
                            + "value"))
            .made(given -> new RowNormalizer(given.word("norm", Norm.class)));

    @Override
    public List<Output> outputs(List<Input> inputs) {
        inputs.forEach(input -> input.requireNumerical("normalised"));
        return Collections.nCopies(inputs.size(), Output.of(DataType.DOUBLE));
    }

    @Override
    public List<String> outputNames(List<String> columns) {
        return columns;
    }

    @Override
    public Bound bind(List<Input> inputs, Optional<FittedState> state, Use use) {
        return batch -> divided(batch, norm);
    }

    private static List<Column> divided(ColumnBatch batch, Norm norm) {
        int width = batch.columns().size();
        int rows = batch.rows();
        double[][] values = new double[width][];
        for (int i = 0; i < width; i++) {
            values[i] = NumberColumns.read(batch.column(i));
        }
        double[][] results = new double[width][rows];
        double[] cells = new double[width];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < width; i++) {
                cells[i] = batch.column(i).isNull(row) ? 0 : values[i][row];
            }
            divide(cells, norm);
            for (int i = 0; i < width; i++) {
                results[i][row] = cells[i];
            }
        }
        List<Column> columns = new ArrayList<>(width);
        for (int i = 0; i < width; i++) {
            columns.add(new Column.Doubles(results[i], rows, batch.column(i).validity()));
        }
        return columns;
    }

    private static void divide(double[] cells, Norm norm) {
        double greatest = 0;
        for (double cell : cells) {
            // Math.max lets NaN through.
            greatest = Math.max(greatest, Math.abs(cell));
        }
        // By the greatest first, so that squares neither overflow nor vanish.
        double divisor = greatest == 0 ? 1 : greatest;
        double sum = 0;
        for (int i = 0; i < cells.length; i++) {
            cells[i] /= divisor;
            sum += norm == Norm.L1 ? Math.abs(cells[i]) : cells[i] * cells[i];
        }
        boolean divided = norm == Norm.MAX || greatest == 0 || !Double.isFinite(greatest);
        double length = divided ? 1 : norm == Norm.L1 ? sum : Math.sqrt(sum);
        for (int i = 0; i < cells.length; i++) {
            cells[i] = cells[i] / length + 0.0;
        }
    }
}
