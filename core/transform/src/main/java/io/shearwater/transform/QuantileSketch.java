package io.shearwater.transform;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * How numbers are spread, as bytes that can lie in a column: those of days put together give the quantiles of a week, each known
 * to 0.4 % of itself ({@link LogBuckets}). The same numbers give the same bytes in any order and however they are divided. Not
 * thread-safe.
 */
public final class QuantileSketch {
    private static final int FORM = 1;

    private final LogBuckets buckets = new LogBuckets();

    /** Counts a number; NaN and infinities are none. */
    public void add(double number) {
        if (Double.isFinite(number)) {
            buckets.add(number);
        }
    }

    /** Takes a number away that was added. */
    public void remove(double number) {
        if (Double.isFinite(number)) {
            buckets.add(number, -1);
        }
    }

    /** Counts what another sketch has. */
    public void merge(QuantileSketch other) {
        buckets.merge(other.buckets);
    }

    /** Forgets everything. */
    public void clear() {
        buckets.clear();
    }

    /**
     * Counts what another sketch has.
     *
     * @throws io.shearwater.model.ShearwaterException DAMAGED for bytes that are no such sketch
     */
    public void merge(byte[] sketch) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(sketch))) {
            int form = in.readUnsignedByte();
            if (form != FORM) {
                throw new IOException("the form " + form);
            }
            LogBuckets other = new LogBuckets();
            other.read(in);
            buckets.merge(other);
        } catch (IOException | IndexOutOfBoundsException broken) {
            throw TransformError.DAMAGED.because(
                    "A value of " + sketch.length + " bytes is no sketch of quantiles: " + broken.getMessage(), broken);
        }
    }

    /** How many numbers were added. */
    public long count() {
        return buckets.count();
    }

    /**
     * The number that so great a share of the numbers does not exceed; NaN where there are none.
     *
     * @param share from 0 to 1
     */
    public double quantile(double share) {
        long rank = Math.max(1, (long) Math.ceil(share * count()));
        double[] found = {Double.NaN};
        long[] before = {0};
        buckets.forEach((least, greatest, count) -> {
            if (before[0] < rank && before[0] + count >= rank) {
                // The bucket that begins or ends with zero is that of zero; of what else is in it nothing is left but a
                // trace.
                found[0] = least == 0 || greatest == 0 ? 0 : least + (greatest - least) / 2;
            }
            before[0] += count;
        });
        return found[0];
    }

    /** What was added, to be merged elsewhere. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORM);
            buckets.write(out);
            return bytes.toByteArray();
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }
}
