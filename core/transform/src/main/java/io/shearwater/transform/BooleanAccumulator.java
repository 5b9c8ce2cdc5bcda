package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnStatistics;
import io.shearwater.model.ColumnStatistics.ValueCount;
import io.shearwater.model.Field;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Truths: how many of each. */
final class BooleanAccumulator extends ColumnAccumulator {
    private long trues;

    @Override
    void addValues(Column column) {
        boolean[] values = ((Column.Booleans) column).values();
        boolean all = column.validity().allValid();
        for (int row = 0; row < column.size(); row++) {
            if (values[row] && (all || !column.isNull(row))) {
                trues++;
            }
        }
    }

    @Override
    void mergeValues(ColumnAccumulator other) {
        trues += ((BooleanAccumulator) other).trues;
    }

    @Override
    ColumnStatistics result(Field field) {
        long falses = values() - trues;
        double mean = values() == 0 ? Double.NaN : (double) trues / values();
        double variance = (double) trues * ((double) falses / values()) / (values() - 1);
        List<ValueCount> top = Stream.of(new ValueCount(false, falses), new ValueCount(true, trues))
                .filter(entry -> entry.count() > 0)
                .sorted(Comparator.comparingLong(entry -> -entry.count()))
                .toList();
        return new ColumnStatistics(
                field,
                rows(),
                nulls(),
                0,
                Optional.empty(),
                Optional.of(
                        new ColumnStatistics.Moments(values(), mean, values() < 2 ? Double.NaN : Math.sqrt(variance))),
                Optional.of(new ColumnStatistics.Distribution(top.size(), 0, List.of(), List.of(), top)));
    }

    @Override
    void writeValues(DataOutput out) throws IOException {
        Varints.write(out, trues);
    }

    @Override
    void readValues(DataInput in) throws IOException {
        trues = Varints.read(in);
    }
}
