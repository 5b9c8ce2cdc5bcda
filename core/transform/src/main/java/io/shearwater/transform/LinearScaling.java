package io.shearwater.transform;

import io.shearwater.model.Column;
import java.util.List;

/**
 * {@code low + span · (x - shift) / divisor} over a column of numbers. A divisor of zero counts as one, so that a constant column
 * becomes {@code low}. Null stays null, NaN stays NaN, an infinity stays infinite, and -0.0 gives what 0.0 does.
 */
final class LinearScaling implements Transformation.Bound {
    /** Above this the difference of two numbers may overflow, and all is computed with halves. */
    private static final double LARGE = Double.MAX_VALUE / 4;

    private final double unit;
    private final double shift;
    private final double divisor;
    private final double low;
    private final double span;

    private LinearScaling(double unit, double shift, double divisor, double low, double span) {
        this.unit = unit;
        this.shift = shift;
        this.divisor = divisor == 0 ? unit : divisor;
        this.low = low;
        this.span = span;
    }

    /** {@code (x - shift) / divisor}. */
    static LinearScaling of(double shift, double divisor) {
        double unit = Math.abs(shift) > LARGE || divisor > LARGE ? 0.5 : 1;
        return new LinearScaling(unit, shift * unit, divisor * unit, 0, 1);
    }

    /** From the range {@code least} to {@code greatest} to the range {@code low} to {@code high}. */
    static LinearScaling between(double least, double greatest, double low, double high) {
        double unit = Math.abs(least) > LARGE || Math.abs(greatest) > LARGE ? 0.5 : 1;
        return new LinearScaling(unit, least * unit, greatest * unit - least * unit, low, high - low);
    }

    @Override
    public List<Column> apply(ColumnBatch batch) {
        Column column = batch.column(0);
        double[] values = NumberColumns.read(column);
        double[] scaled = new double[batch.rows()];
        for (int row = 0; row < scaled.length; row++) {
            scaled[row] = low + span * ((values[row] * unit - shift) / divisor);
        }
        return List.of(new Column.Doubles(scaled, scaled.length, column.validity()));
    }
}
