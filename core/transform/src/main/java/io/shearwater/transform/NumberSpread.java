package io.shearwater.transform;

import io.shearwater.model.ColumnStatistics.Distribution;
import io.shearwater.model.ColumnStatistics.ValueCount;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.LongFunction;
import java.util.function.LongToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How numbers spread. Up to {@value LongCounts#MOST} different ones are counted each by itself, and everything is exact; from
 * the next on, sketches know about them. Which of the two depends on the numbers alone, not on their order. Not thread-safe.
 */
final class NumberSpread {
    private static final int TOP = 10;

    private final LongToDoubleFunction number;
    private final boolean proportional;
    private @Nullable LongCounts counted = new LongCounts();
    private final HyperLogLog distinct = new HyperLogLog();
    private final LogBuckets byPower = new LogBuckets();
    private final WidthBuckets byWidth = new WidthBuckets();
    private long lowest;
    private long highest;

    /**
     * Nothing yet.
     *
     * @param number the number that a key stands for; it grows with the number
     * @param proportional whether an error in proportion to the number is of use, which it is not of times
     */
    NumberSpread(LongToDoubleFunction number, boolean proportional) {
        this.number = number;
        this.proportional = proportional;
    }

    /** Adds a number; {@code key} is equal where it is. */
    void add(long key, double value) {
        long hash = Hashing.hash(key);
        if (counted == null || !counted.add(key, hash, 1)) {
            sketch();
            add(hash, value, 1);
        }
    }

    /** Adds a number that no key of 64 bits stands for. */
    void addHashed(long hash, double value) {
        sketch();
        add(hash, value, 1);
    }

    private void add(long hash, double value, long times) {
        distinct.add(hash);
        if (Double.isInfinite(value)) {
            if (value < 0) {
                lowest += times;
            } else {
                highest += times;
            }
            return;
        }
        byWidth.add(value, times);
        if (proportional) {
            byPower.add(value, times);
        }
    }

    /** From here on by sketches, which get what was counted. */
    private void sketch() {
        LongCounts before = counted;
        if (before != null) {
            counted = null;
            before.forEach((key, count) -> add(Hashing.hash(key), number.applyAsDouble(key), count));
        }
    }

    void merge(NumberSpread other) {
        LongCounts added = other.counted;
        if (added != null) {
            added.forEach((key, count) -> {
                long hash = Hashing.hash(key);
                if (counted == null || !counted.add(key, hash, count)) {
                    sketch();
                    add(hash, number.applyAsDouble(key), count);
                }
            });
            return;
        }
        sketch();
        distinct.merge(other.distinct);
        byPower.merge(other.byPower);
        byWidth.merge(other.byWidth);
        lowest += other.lowest;
        highest += other.highest;
    }

    /**
     * What is known.
     *
     * @param exact makes a value of a key
     * @param about makes a value of a number
     */
    Distribution result(LongFunction<Object> exact, DoubleFunction<Object> about) {
        LongCounts all = counted;
        return all == null ? sketched(about) : exact(all, exact, about);
    }

    private record Counted(long key, long count) {}

    private Distribution exact(LongCounts all, LongFunction<Object> exact, DoubleFunction<Object> about) {
        List<Counted> values = new ArrayList<>(all.size());
        all.forEach((key, count) -> values.add(new Counted(key, count)));
        values.sort(Comparator.comparingDouble((Counted value) -> number.applyAsDouble(value.key()))
                .thenComparingLong(Counted::key));
        Shape shape = new Shape();
        values.forEach(value ->
                shape.add(number.applyAsDouble(value.key()), number.applyAsDouble(value.key()), value.count()));
        boolean repeated = values.stream().anyMatch(value -> value.count() > 1);
        List<ValueCount> top = values.stream()
                .filter(value -> repeated)
                .sorted(Comparator.comparingLong((Counted value) -> -value.count()))
                .limit(TOP)
                .map(value -> new ValueCount(exact.apply(value.key()), value.count()))
                .toList();
        return new Distribution(all.size(), 0, Shape.quantiles(List.of(shape), about), shape.histogram(about), top);
    }

    private Distribution sketched(DoubleFunction<Object> about) {
        Shape widths = new Shape();
        List<Shape> shapes = new ArrayList<>(List.of(widths));
        fill(widths, byWidth::forEach);
        if (proportional) {
            Shape powers = new Shape();
            fill(powers, byPower::forEach);
            shapes.add(powers);
        }
        return new Distribution(
                distinct.estimate(),
                HyperLogLog.ERROR,
                Shape.quantiles(shapes, about),
                widths.histogram(about),
                List.of());
    }

    private interface Buckets {
        void forEach(LogBuckets.Visitor visitor);
    }

    private void fill(Shape shape, Buckets buckets) {
        if (lowest > 0) {
            shape.add(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, lowest);
        }
        buckets.forEach(shape::add);
        if (highest > 0) {
            shape.add(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, highest);
        }
    }

    void write(DataOutput out) throws IOException {
        LongCounts all = counted;
        out.writeBoolean(all != null);
        if (all != null) {
            all.write(out);
            return;
        }
        distinct.write(out);
        Varints.write(out, lowest);
        Varints.write(out, highest);
        byWidth.write(out);
        byPower.write(out);
    }

    void read(DataInput in) throws IOException {
        if (in.readBoolean()) {
            LongCounts all = new LongCounts();
            all.read(in);
            counted = all;
            return;
        }
        counted = null;
        distinct.read(in);
        lowest = Varints.read(in);
        highest = Varints.read(in);
        byWidth.read(in);
        byPower.read(in);
    }
}
