package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnStatistics;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/** Statistics of one column under way. Merging and adding commute. Not thread-safe. */
abstract class ColumnAccumulator {
    private long rows;
    private long nulls;

    /** For a column of this type: counts only, or what its values allow. */
    static ColumnAccumulator of(DataType type, boolean distribution) {
        return switch (type) {
            case DataType.BooleanType t -> new BooleanAccumulator();
            case DataType.IntType t -> new LongAccumulator(LongAccumulator.Kind.INT, distribution);
            case DataType.LongType t -> new LongAccumulator(LongAccumulator.Kind.LONG, distribution);
            case DataType.DateType t -> new LongAccumulator(LongAccumulator.Kind.DATE, distribution);
            case DataType.TimestampType t -> new LongAccumulator(LongAccumulator.Kind.TIMESTAMP, distribution);
            case DataType.FloatType t -> new DoubleAccumulator(distribution);
            case DataType.DoubleType t -> new DoubleAccumulator(distribution);
            case DataType.DecimalType t -> new DecimalAccumulator(t.scale(), distribution);
            case DataType.StringType t -> new BytesAccumulator(true, distribution);
            case DataType.BinaryType t -> new BytesAccumulator(false, distribution);
            default -> new CountAccumulator();
        };
    }

    final void add(Column column) {
        rows += column.size();
        nulls += column.validity().nullCount(column.size());
        addValues(column);
    }

    /** Adds rows that have no value. */
    final void addNulls(long count) {
        rows += count;
        nulls += count;
    }

    /** Adds what another accumulator of the same kind has. */
    final void merge(ColumnAccumulator other) {
        rows += other.rows;
        nulls += other.nulls;
        mergeValues(other);
    }

    /** Whether the other's values mean the same here. */
    boolean isLike(ColumnAccumulator other) {
        return getClass() == other.getClass();
    }

    final long rows() {
        return rows;
    }

    final long nulls() {
        return nulls;
    }

    final long values() {
        return rows - nulls;
    }

    final void write(DataOutput out) throws IOException {
        Varints.write(out, rows);
        Varints.write(out, nulls);
        writeValues(out);
    }

    final void read(DataInput in) throws IOException {
        rows = Varints.read(in);
        nulls = Varints.read(in);
        readValues(in);
    }

    /** What is known, as a column of this type. */
    abstract ColumnStatistics result(Field field);

    abstract void addValues(Column column);

    abstract void mergeValues(ColumnAccumulator other);

    abstract void writeValues(DataOutput out) throws IOException;

    abstract void readValues(DataInput in) throws IOException;

    final ColumnStatistics counts(Field field) {
        return new ColumnStatistics(field, rows, nulls, 0, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Of values with parts: how many there are. */
    static final class CountAccumulator extends ColumnAccumulator {
        @Override
        ColumnStatistics result(Field field) {
            return counts(field);
        }

        @Override
        void addValues(Column column) {}

        @Override
        void mergeValues(ColumnAccumulator other) {}

        @Override
        void writeValues(DataOutput out) {}

        @Override
        void readValues(DataInput in) {}
    }
}
