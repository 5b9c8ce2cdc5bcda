package io.shearwater.transform;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * About how many different hashes there are (Flajolet and others, 2007), with the estimator of O. Ertl, New cardinality
 * estimation algorithms for HyperLogLog sketches, 2017, algorithm 6, which needs no correction for small or large numbers.
 * 4,096 registers; merging takes the greater of two. Not thread-safe.
 */
public final class HyperLogLog {
    private static final int BITS = 12;
    private static final int REGISTERS = 1 << BITS;
    private static final int REST = 64 - BITS;
    /** Bytes of a register that is kept with its number. */
    private static final int SPARSE = Short.BYTES + 1;

    /** The relative standard error. */
    public static final double ERROR = 1.04 / 64;

    private final byte[] registers = new byte[REGISTERS];

    /** Counts a value by its hash, all bits of which are as good as random. */
    public void add(long hash) {
        int register = (int) (hash >>> REST);
        // The place of the first set bit after the register's number, at most one more than there are.
        int rank = Long.numberOfLeadingZeros((hash << BITS) | (1L << (BITS - 1))) + 1;
        if (rank > registers[register]) {
            registers[register] = (byte) rank;
        }
    }

    /** Counts what another one has. */
    public void merge(HyperLogLog other) {
        for (int i = 0; i < REGISTERS; i++) {
            registers[i] = (byte) Math.max(registers[i], other.registers[i]);
        }
    }

    /** About how many different hashes were added. */
    public long estimate() {
        int[] histogram = new int[REST + 2];
        for (byte register : registers) {
            histogram[register]++;
        }
        double z = REGISTERS * tau(1 - (double) histogram[REST + 1] / REGISTERS);
        for (int rank = REST; rank >= 1; rank--) {
            z = 0.5 * (z + histogram[rank]);
        }
        z += REGISTERS * sigma((double) histogram[0] / REGISTERS);
        return Math.round(REGISTERS / (2 * Math.log(2)) * REGISTERS / z);
    }

    /** What was added, to be merged elsewhere: the registers, or those that are not 0 where they are few. */
    public byte[] toBytes() {
        ByteBuffer sparse = ByteBuffer.allocate(REGISTERS);
        for (int i = 0; i < REGISTERS; i++) {
            if (registers[i] != 0) {
                if (sparse.remaining() <= SPARSE) {
                    return registers.clone();
                }
                sparse.putShort((short) i).put(registers[i]);
            }
        }
        return Arrays.copyOf(sparse.array(), sparse.position());
    }

    /**
     * Counts what another one had.
     *
     * @throws io.shearwater.model.ShearwaterException DAMAGED for bytes that {@link #toBytes} does not give
     */
    public void merge(byte[] other) {
        boolean isSparse = other.length < REGISTERS;
        ByteBuffer bytes = ByteBuffer.wrap(other);
        for (int i = 0; bytes.remaining() >= (isSparse ? SPARSE : 1); i++) {
            int register = isSparse ? bytes.getShort() : i;
            byte rank = bytes.get();
            if (register < 0 || register >= REGISTERS || rank < 0 || rank > REST + 1) {
                throw TransformError.DAMAGED.because("A value of " + other.length
                        + " bytes is no sketch of distinct values: register " + register + " is " + rank + ".");
            }
            registers[register] = (byte) Math.max(registers[register], rank);
        }
    }

    /** Forgets everything. */
    public void clear() {
        Arrays.fill(registers, (byte) 0);
    }

    private static double sigma(double share) {
        if (share == 1) {
            return Double.POSITIVE_INFINITY;
        }
        double x = share;
        double y = 1;
        double z = x;
        double before;
        do {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        } while (z != before);
        return z;
    }

    private static double tau(double share) {
        if (share == 0 || share == 1) {
            return 0;
        }
        double x = share;
        double y = 1;
        double z = 1 - x;
        double before;
        do {
            x = Math.sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        } while (z != before);
        return z / 3;
    }

    void write(DataOutput out) throws IOException {
        out.write(registers);
    }

    void read(DataInput in) throws IOException {
        in.readFully(registers);
        for (byte register : registers) {
            if (register < 0 || register > REST + 1) {
                throw new IOException("a register of " + register);
            }
        }
    }
}
