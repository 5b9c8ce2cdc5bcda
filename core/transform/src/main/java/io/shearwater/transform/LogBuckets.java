package io.shearwater.transform;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Counts of finite numbers in buckets whose width grows with the number, so that each is known to {@value #ERROR} of itself
 * (as DDSketch: Masson, Rim and Lee, 2019; here each power of two is cut into 128 equal parts, which needs no logarithm: the
 * bucket is the first 19 bits of the double). Linear: merging adds counts, in any order. Holds 1 KiB for each power of two
 * that occurs, 4 MiB at the very most. Numbers nearer to zero than 10^-305 are known to 10^-307. Not thread-safe.
 */
final class LogBuckets {
    /** The greatest relative error of the middle of a bucket. */
    static final double ERROR = 1.0 / 256;

    private static final int PART_BITS = 7;
    private static final int PARTS = 1 << PART_BITS;
    private static final int SHIFT = 52 - PART_BITS;
    private static final int POWERS = 2048;

    private final Side positive = new Side();
    private final Side negative = new Side();

    /** Buckets of one sign by magnitude. */
    private static final class Side {
        private long @Nullable [] @Nullable [] pages;
        private long count;

        void add(int bucket, long times) {
            long[] @Nullable [] known = pages;
            if (known == null) {
                known = new long[POWERS][];
                pages = known;
            }
            long[] page = known[bucket >>> PART_BITS];
            if (page == null) {
                page = new long[PARTS];
                known[bucket >>> PART_BITS] = page;
            }
            page[bucket & (PARTS - 1)] += times;
            count += times;
        }

        void clear() {
            pages = null;
            count = 0;
        }

        void forEach(Bucket visitor) {
            for (int power = 0; power < POWERS; power++) {
                long[] page = page(power);
                for (int part = 0; page != null && part < PARTS; part++) {
                    if (page[part] > 0) {
                        visitor.count((power << PART_BITS) | part, page[part]);
                    }
                }
            }
        }

        void forEachDown(Bucket visitor) {
            for (int power = POWERS - 1; power >= 0; power--) {
                long[] page = page(power);
                for (int part = PARTS - 1; page != null && part >= 0; part--) {
                    if (page[part] > 0) {
                        visitor.count((power << PART_BITS) | part, page[part]);
                    }
                }
            }
        }

        private long @Nullable [] page(int power) {
            return pages == null ? null : pages[power];
        }

        /** The number of buckets, then for each the distance from the one before and the count. */
        void write(DataOutput out) throws IOException {
            int[] buckets = new int[1];
            forEach((bucket, times) -> buckets[0]++);
            long[] entries = new long[2 * buckets[0]];
            int[] at = new int[2];
            forEach((bucket, times) -> {
                entries[at[0]++] = (long) bucket - at[1];
                entries[at[0]++] = times;
                at[1] = bucket;
            });
            Varints.write(out, buckets[0]);
            for (long entry : entries) {
                Varints.write(out, entry);
            }
        }

        void read(DataInput in) throws IOException {
            int buckets = Varints.count(in);
            int bucket = 0;
            for (int i = 0; i < buckets; i++) {
                bucket += (int) Varints.read(in);
                add(bucket, Varints.read(in));
            }
        }
    }

    private interface Bucket {
        void count(int bucket, long times);
    }

    /** What is done with each bucket that is not empty. */
    interface Visitor {
        /** A bucket: its numbers are from {@code least} to {@code greatest}. */
        void bucket(double least, double greatest, long count);
    }

    void add(double finite) {
        add(finite, 1);
    }

    void add(double finite, long times) {
        int bucket = (int) (Double.doubleToRawLongBits(Math.abs(finite)) >>> SHIFT);
        (finite < 0 ? negative : positive).add(bucket, times);
    }

    void merge(LogBuckets other) {
        other.positive.forEach(positive::add);
        other.negative.forEach(negative::add);
    }

    void clear() {
        positive.clear();
        negative.clear();
    }

    long count() {
        return positive.count + negative.count;
    }

    /** Visits the buckets in ascending order of their numbers. */
    void forEach(Visitor visitor) {
        negative.forEachDown((bucket, count) -> visitor.bucket(-upper(bucket), -lower(bucket), count));
        positive.forEach((bucket, count) -> visitor.bucket(lower(bucket), upper(bucket), count));
    }

    private static double lower(int bucket) {
        return Double.longBitsToDouble((long) bucket << SHIFT);
    }

    private static double upper(int bucket) {
        return Math.min(Double.MAX_VALUE, Double.longBitsToDouble((long) (bucket + 1) << SHIFT));
    }

    void write(DataOutput out) throws IOException {
        positive.write(out);
        negative.write(out);
    }

    void read(DataInput in) throws IOException {
        positive.read(in);
        negative.read(in);
    }
}
