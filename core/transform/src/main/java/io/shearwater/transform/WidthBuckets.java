package io.shearwater.transform;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Counts of finite numbers in at most {@value #MOST} buckets of one width, so that each is known to 1/256 of the range from the
 * least to the greatest. The width is a power of two and grows as the range does; the result depends on the numbers alone and
 * not on their order, since it is always that of the range. For what lies in a narrow range far from zero, as temperatures in
 * kelvin or times. Not thread-safe.
 */
final class WidthBuckets {
    /** The most buckets from the least to the greatest number; never fewer than half as many, but for very narrow ranges. */
    static final int MOST = 512;

    /** Room on both sides, so that numbers in rising or falling order do not move everything each time. */
    private static final int ROOM = 2 * MOST;
    /** Below this no width is needed: 2^-1000. */
    private static final int FINEST = -1_000;
    /** Bucket numbers stay whole numbers that a double can hold. */
    private static final int INDEX_BITS = 52;

    private long[] counts = new long[0];
    /** The bucket number of {@code counts[0]}. */
    private long first;
    /** The width of a bucket as a power of two. */
    private int width;

    private double scale;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;
    private long count;

    void add(double finite) {
        add(finite, 1);
    }

    void add(double finite, long times) {
        if (finite < least) {
            least = finite;
        }
        if (finite > greatest) {
            greatest = finite;
        }
        long at = floor(finite, finite * scale) - first;
        if (at < 0 || at >= counts.length || scale == 0) {
            fit(least, greatest);
            at = index(finite, width) - first;
        }
        counts[(int) at] += times;
        count += times;
    }

    double least() {
        return least;
    }

    double greatest() {
        return greatest;
    }

    long count() {
        return count;
    }

    void merge(WidthBuckets other) {
        if (other.count == 0) {
            return;
        }
        least = Math.min(least, other.least);
        greatest = Math.max(greatest, other.greatest);
        other.settle();
        settle();
        int coarser = width - other.width;
        for (int i = 0; i < other.counts.length; i++) {
            if (other.counts[i] > 0) {
                counts[(int) (((other.first + i) >> Math.min(63, coarser)) - first)] += other.counts[i];
            }
        }
        count += other.count;
    }

    /** Visits the buckets that are not empty in ascending order. */
    void forEach(LogBuckets.Visitor visitor) {
        settle();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                visitor.bucket(
                        Math.max(least, Math.scalb((double) (first + i), width)),
                        Math.min(greatest, Math.scalb((double) (first + i + 1), width)),
                        counts[i]);
            }
        }
    }

    /** Gives the buckets the width that the range asks for, and no other. */
    private void settle() {
        if (least <= greatest) {
            fit(least, greatest);
        }
    }

    private void fit(double from, double to) {
        int next = widthFor(from, to);
        long low = index(from, next);
        long high = index(to, next);
        if (counts.length > 0 && next == width && low >= first && high < first + counts.length) {
            return;
        }
        long start = low - (ROOM - (high - low + 1)) / 2;
        long[] moved = new long[ROOM];
        int coarser = Math.min(63, next - width);
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                moved[(int) (((first + i) >> coarser) - start)] += counts[i];
            }
        }
        counts = moved;
        first = start;
        width = next;
        scale = Math.scalb(1.0, -next);
    }

    /** The smallest width that needs no more than {@link #MOST} buckets. */
    private static int widthFor(double from, double to) {
        int bits = Math.max(Math.getExponent(from), Math.getExponent(to));
        int next = Math.max(FINEST, bits - INDEX_BITS);
        while (index(to, next) - index(from, next) >= MOST) {
            next++;
        }
        return next;
    }

    private static long index(double finite, int width) {
        return floor(finite, finite * Math.scalb(1.0, -width));
    }

    private static long floor(double finite, double scaled) {
        // What is negative and too small for a double is still below zero.
        return scaled == 0 && finite < 0 ? -1 : (long) Math.floor(scaled);
    }

    void write(DataOutput out) throws IOException {
        settle();
        Varints.write(out, count);
        if (count == 0) {
            return;
        }
        out.writeDouble(least);
        out.writeDouble(greatest);
        long low = index(least, width);
        int buckets = (int) (index(greatest, width) - low) + 1;
        for (int i = 0; i < buckets; i++) {
            Varints.write(out, counts[(int) (low - first) + i]);
        }
    }

    void read(DataInput in) throws IOException {
        count = Varints.read(in);
        if (count == 0) {
            return;
        }
        least = in.readDouble();
        greatest = in.readDouble();
        settle();
        long low = index(least, width);
        int buckets = (int) (index(greatest, width) - low) + 1;
        Arrays.fill(counts, 0);
        for (int i = 0; i < buckets; i++) {
            counts[(int) (low - first) + i] = Varints.read(in);
        }
    }
}
