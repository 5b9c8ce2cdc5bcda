package io.shearwater.transform;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Whole numbers in as few bytes as they need: seven bits a byte, the lowest first, the highest bit set where more follow. */
final class Varints {
    /** No list that is written is longer; a greater count in a file is damage. */
    private static final int LONGEST = 1 << 24;

    private Varints() {}

    static void write(DataOutput out, long number) throws IOException {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    static long read(DataInput in) throws IOException {
        long number = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = in.readUnsignedByte();
            number |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return number;
            }
        }
        throw new IOException("a number of more than 64 bits");
    }

    /** With the sign in the lowest bit. */
    static void writeSigned(DataOutput out, long number) throws IOException {
        write(out, (number << 1) ^ (number >> 63));
    }

    static long readSigned(DataInput in) throws IOException {
        long number = read(in);
        return (number >>> 1) ^ -(number & 1);
    }

    /** How many of something follow. */
    static int count(DataInput in) throws IOException {
        long count = read(in);
        if (count < 0 || count > LONGEST) {
            throw new IOException("a count of " + count);
        }
        return (int) count;
    }
}
