package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnStatistics;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Validity;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Numbers of floating point, of both precisions. */
final class DoubleAccumulator extends ColumnAccumulator {
    private final Moments moments = Moments.ofDoubles();
    private final @Nullable NumberSpread spread;
    private long nans;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;

    DoubleAccumulator(boolean distribution) {
        this.spread = distribution ? new NumberSpread(Double::longBitsToDouble, true) : null;
    }

    @Override
    void addValues(Column column) {
        Validity validity = column.validity();
        boolean all = validity.allValid();
        if (column instanceof Column.Doubles doubles) {
            double[] values = doubles.values();
            for (int row = 0; row < column.size(); row++) {
                if (all || validity.isValid(row)) {
                    add(values[row]);
                }
            }
        } else {
            float[] values = ((Column.Floats) column).values();
            for (int row = 0; row < column.size(); row++) {
                if (all || validity.isValid(row)) {
                    add(values[row]);
                }
            }
        }
    }

    private void add(double given) {
        if (Double.isNaN(given)) {
            nans++;
            return;
        }
        // Makes 0.0 of -0.0.
        double value = given + 0.0;
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
        if (!Double.isInfinite(value)) {
            moments.add(value);
        }
        if (spread != null) {
            spread.add(Double.doubleToRawLongBits(value), value);
        }
    }

    @Override
    void mergeValues(ColumnAccumulator other) {
        DoubleAccumulator more = (DoubleAccumulator) other;
        nans += more.nans;
        least = Math.min(least, more.least);
        greatest = Math.max(greatest, more.greatest);
        moments.merge(more.moments);
        if (spread != null && more.spread != null) {
            spread.merge(more.spread);
        }
    }

    @Override
    ColumnStatistics result(Field field) {
        boolean single = field.type() instanceof DataType.FloatType;
        return new ColumnStatistics(
                field,
                rows(),
                nulls(),
                nans,
                values() == nans
                        ? Optional.empty()
                        : Optional.of(new ColumnStatistics.Range(value(single, least), value(single, greatest))),
                Optional.of(moments.result()),
                Optional.ofNullable(spread)
                        .map(all -> all.result(
                                key -> value(single, Double.longBitsToDouble(key)), number -> (Object) number)));
    }

    private static Object value(boolean single, double number) {
        return single ? (Object) (float) number : (Object) number;
    }

    @Override
    void writeValues(DataOutput out) throws IOException {
        Varints.write(out, nans);
        out.writeDouble(least);
        out.writeDouble(greatest);
        moments.write(out);
        if (spread != null) {
            spread.write(out);
        }
    }

    @Override
    void readValues(DataInput in) throws IOException {
        nans = Varints.read(in);
        least = in.readDouble();
        greatest = in.readDouble();
        moments.read(in);
        if (spread != null) {
            spread.read(in);
        }
    }
}
