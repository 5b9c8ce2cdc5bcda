package io.shearwater.transform;

import io.shearwater.model.Column;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * About how many different values there are, as bytes that can lie in a column: those of days put together give the number of a
 * week, in which what is there on two days counts once. Known to 1.6 % (one standard error), a few values exactly but for one in
 * thousands; the same values give the same bytes in any order and however they are divided. Not thread-safe.
 */
public final class DistinctSketch {
    // The first byte says how the registers follow.
    private static final int FEW = 1;
    private static final int ALL = 2;
    private static final int REGISTERS = 4096;

    private final HyperLogLog registers = new HyperLogLog();

    /** Counts the value of a row; a null is none. */
    public void add(Column column, int row) {
        if (column.isNull(row)) {
            return;
        }
        switch (column) {
            case Column.Bytes c -> registers.add(Hashing.hash(c.bytes(), c.offsets()[row], c.length(row)));
            case Column.Ints c -> registers.add(Hashing.hash((long) c.values()[row]));
            case Column.Longs c -> registers.add(Hashing.hash(c.values()[row]));
            case Column.Booleans c -> registers.add(Hashing.hash(c.values()[row] ? 1L : 0L));
            case Column.Doubles c -> registers.add(Hashing.hash(Double.doubleToLongBits(c.values()[row] + 0.0)));
            default -> {
                byte[] text = String.valueOf(column.valueAt(row)).getBytes(StandardCharsets.UTF_8);
                registers.add(Hashing.hash(text, 0, text.length));
            }
        }
    }

    /**
     * Counts what another sketch has.
     *
     * @throws io.shearwater.model.ShearwaterException DAMAGED for bytes that are no such sketch
     */
    public void merge(byte[] sketch) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(sketch))) {
            byte[] all = new byte[REGISTERS];
            int form = in.readUnsignedByte();
            if (form == FEW) {
                int count = Varints.count(in);
                int at = -1;
                for (int i = 0; i < count; i++) {
                    at += (int) Varints.read(in) + 1;
                    all[at] = in.readByte();
                }
            } else if (form == ALL) {
                in.readFully(all);
            } else {
                throw new IOException("the form " + form);
            }
            HyperLogLog other = new HyperLogLog();
            other.read(new DataInputStream(new ByteArrayInputStream(all)));
            registers.merge(other);
        } catch (IOException | IndexOutOfBoundsException broken) {
            throw TransformError.DAMAGED.because(
                    "A value of " + sketch.length + " bytes is no sketch of distinct values: " + broken.getMessage(),
                    broken);
        }
    }

    /** About how many different values were added. */
    public long estimate() {
        return registers.estimate();
    }

    /** What was added, to be merged elsewhere; 4 KiB at most. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            registers.write(out);
            return packed(bytes.toByteArray());
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    private static byte[] packed(byte[] all) throws IOException {
        int count = 0;
        for (byte register : all) {
            count += register == 0 ? 0 : 1;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        boolean isFew = 3 * count < REGISTERS;
        out.writeByte(isFew ? FEW : ALL);
        if (!isFew) {
            out.write(all);
            return bytes.toByteArray();
        }
        Varints.write(out, count);
        int before = -1;
        for (int i = 0; i < all.length; i++) {
            if (all[i] != 0) {
                Varints.write(out, i - before - 1L);
                out.writeByte(all[i]);
                before = i;
            }
        }
        return bytes.toByteArray();
    }
}
