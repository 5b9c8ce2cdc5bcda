package io.shearwater.transform;

import io.shearwater.model.ColumnStatistics;
import io.shearwater.model.Correlations;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.StatisticsSpec;
import io.shearwater.model.StatisticsSpec.Part;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of rows that pass by. Accumulators of parts of the rows, merged, have what one of all rows would have: bit for
 * bit, but for correlations, which agree to 10^-9. Memory is bounded by the number of columns, whatever the number of rows:
 * some 40 KiB a column as a rule. Not thread-safe.
 */
public final class StatisticsAccumulator {
    /** Correlations are of so many columns at most, the first ones. */
    public static final int MOST_CORRELATED = 100;

    private final Schema schema;
    private final List<ColumnAccumulator> columns;
    private final List<Field> correlated;
    private final @Nullable CoMoments moments;
    private long rows;

    /**
     * Nothing yet.
     *
     * @param all the columns there are; the parts say of which of them there are to be statistics
     */
    public StatisticsAccumulator(Schema all, StatisticsSpec spec) {
        List<Field> chosen =
                all.fields().stream().filter(field -> spec.covers(field.name())).toList();
        this.schema = Schema.of(chosen);
        this.columns = chosen.stream()
                .map(field -> ColumnAccumulator.of(field.type(), spec.has(Part.DISTRIBUTION)))
                .toList();
        this.correlated = spec.has(Part.CORRELATION)
                ? chosen.stream()
                        .filter(field -> isNumber(field.type()))
                        .limit(MOST_CORRELATED)
                        .toList()
                : List.of();
        this.moments = correlated.size() > 1 ? new CoMoments(correlated.size()) : null;
    }

    /** The columns of which there are statistics. */
    public Schema schema() {
        return schema;
    }

    /** The rows so far. */
    public long rows() {
        return rows;
    }

    /** Adds rows; the frame may have more columns. */
    public void add(Frame frame) {
        rows += frame.rows();
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).add(frame.column(schema.field(i).name()));
        }
        if (moments != null) {
            double[][] values = new double[correlated.size()][];
            for (int i = 0; i < values.length; i++) {
                values[i] = NumberColumns.withNaN(frame.column(correlated.get(i).name()), frame.rows());
            }
            moments.add(values, frame.rows());
        }
    }

    /** Adds all rows of a reader and closes it. */
    public StatisticsAccumulator addAll(FrameReader reader) {
        try (reader) {
            for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                add(next.get());
            }
        }
        return this;
    }

    /** Adds what another accumulator has, which was made with the same columns and parts. */
    public void merge(StatisticsAccumulator other) {
        rows += other.rows;
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).merge(other.columns.get(i));
        }
        if (moments != null && other.moments != null) {
            moments.merge(other.moments);
        }
    }

    /**
     * Adds what another accumulator has of the columns of these names; those that it lacks count as null in its rows. Its types
     * may be narrower. Where that cannot be done, as with correlations of other columns, nothing is added.
     *
     * @return whether it was added
     */
    public boolean mergeByName(StatisticsAccumulator other) {
        for (int i = 0; i < columns.size(); i++) {
            ColumnAccumulator theirs = other.find(schema.field(i).name());
            if (theirs != null && !columns.get(i).isLike(theirs)) {
                return false;
            }
        }
        List<String> together = correlated.stream().map(Field::name).toList();
        if (moments != null
                && !together.equals(other.correlated.stream().map(Field::name).toList())) {
            return false;
        }
        rows += other.rows;
        for (int i = 0; i < columns.size(); i++) {
            ColumnAccumulator theirs = other.find(schema.field(i).name());
            if (theirs == null) {
                columns.get(i).addNulls(other.rows);
            } else {
                columns.get(i).merge(theirs);
            }
        }
        if (moments != null && other.moments != null) {
            moments.merge(other.moments);
        }
        return true;
    }

    private @Nullable ColumnAccumulator find(String name) {
        return schema.contains(name) ? columns.get(schema.index(name)) : null;
    }

    /** What is known of each column, in order. */
    public List<ColumnStatistics> columns() {
        List<ColumnStatistics> results = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            results.add(columns.get(i).result(schema.field(i)));
        }
        return results;
    }

    /** The correlations, if they were asked for and there are two numeric columns. */
    public Optional<Correlations> correlations() {
        return Optional.ofNullable(moments)
                .map(known ->
                        new Correlations(correlated.stream().map(Field::name).toList(), known.correlations()));
    }

    /** Writes everything that is known, to be read by one that was made alike (docs/format/statistics.md). */
    public void write(DataOutput out) throws IOException {
        Varints.write(out, rows);
        for (ColumnAccumulator column : columns) {
            column.write(out);
        }
        if (moments != null) {
            moments.write(out);
        }
    }

    /**
     * Reads what was written; only right after this was made.
     *
     * @throws IOException also where the bytes make no sense
     */
    public void read(DataInput in) throws IOException {
        try {
            rows = Varints.read(in);
            for (ColumnAccumulator column : columns) {
                column.read(in);
            }
            if (moments != null) {
                moments.read(in);
            }
        } catch (RuntimeException nonsense) {
            throw new IOException("what is no statistics: " + nonsense, nonsense);
        }
    }

    private static boolean isNumber(DataType type) {
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
}
