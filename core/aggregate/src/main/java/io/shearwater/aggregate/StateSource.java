package io.shearwater.aggregate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Reads what a {@link StateSink} holds, from any place on. Not thread-safe. */
final class StateSource {
    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[0];
    private int at;

    static StateSource of(byte[] bytes) {
        return new StateSource().over(bytes, 0);
    }

    StateSource over(byte[] newBytes, int start) {
        bytes = newBytes;
        at = start;
        return this;
    }

    int at() {
        return at;
    }

    void skip(int count) {
        at += count;
    }

    int takeByte() {
        return bytes[at++];
    }

    int takeInt() {
        int value = (int) INTS.get(bytes, at);
        at += Integer.BYTES;
        return value;
    }

    long takeLong() {
        long value = (long) LONGS.get(bytes, at);
        at += Long.BYTES;
        return value;
    }

    double takeDouble() {
        return Double.longBitsToDouble(takeLong());
    }

    long takeCount() {
        long value = bytes[at++];
        if (value >= 0) {
            return value;
        }
        value &= 0x7f;
        for (int shift = 7; ; shift += 7) {
            byte next = bytes[at++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /** A count that has to fit the bytes that there are, so that damaged ones ask for no memory. */
    int takeSize() {
        long size = takeCount();
        if (size < 0 || size > bytes.length) {
            throw new IndexOutOfBoundsException("a size of " + size + " in " + bytes.length + " bytes");
        }
        return (int) size;
    }

    long takeSigned() {
        long value = takeCount();
        return (value >>> 1) ^ -(value & 1);
    }

    byte[] takeSized() {
        int length = takeSize();
        byte[] taken = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return taken;
    }

    static int packedBytes(int count, int width) {
        return (count * width + Byte.SIZE - 1) / Byte.SIZE;
    }

    /** As {@link StateSink#putPacked} wrote them. */
    void takePacked(long[] into, int count, int width) {
        if (width == 0) {
            Arrays.fill(into, 0, count, 0);
            return;
        }
        long mask = width == Long.SIZE ? -1 : (1L << width) - 1;
        int bit = 0;
        for (int i = 0; i < count; i++, bit += width) {
            int first = at + (bit >>> 3);
            int shift = bit & 7;
            long value = word(first) >>> shift;
            if (shift + width > Long.SIZE) {
                value |= (bytes[first + Long.BYTES] & 0xffL) << (Long.SIZE - shift);
            }
            into[i] = value & mask;
        }
        at += packedBytes(count, width);
    }

    /** Eight bytes from a place on, zeros where the bytes end. */
    private long word(int from) {
        if (from + Long.BYTES <= bytes.length) {
            return (long) LONGS.get(bytes, from);
        }
        long value = 0;
        for (int i = bytes.length - 1; i >= from; i--) {
            value = value << Byte.SIZE | (bytes[i] & 0xffL);
        }
        return value;
    }
}
