package io.shearwater.aggregate;

import java.util.Arrays;

/** Bytes that grow, in which states and tiles are written. Numbers of many bytes are little-endian. Not thread-safe. */
final class StateSink {
    private byte[] bytes = new byte[256];
    private int size;

    int size() {
        return size;
    }

    StateSink clear() {
        size = 0;
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void require(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
    }

    void putByte(int value) {
        require(1);
        bytes[size++] = (byte) value;
    }

    void putInt(int value) {
        require(Integer.BYTES);
        StateSource.INTS.set(bytes, size, value);
        size += Integer.BYTES;
    }

    void putLong(long value) {
        require(Long.BYTES);
        StateSource.LONGS.set(bytes, size, value);
        size += Long.BYTES;
    }

    void putDouble(double value) {
        putLong(Double.doubleToRawLongBits(value));
    }

    /** Seven bits a byte, the lowest first; negative numbers as unsigned ones. */
    void putCount(long value) {
        require(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** A number that may be negative: small ones of either sign take few bytes. */
    void putSigned(long value) {
        putCount((value << 1) ^ (value >> 63));
    }

    void putBytes(byte[] from, int start, int length) {
        require(length);
        System.arraycopy(from, start, bytes, size, length);
        size += length;
    }

    /** Bytes with their length before them. */
    void putSized(byte[] from) {
        putCount(from.length);
        putBytes(from, 0, from.length);
    }

    void putAll(StateSink other) {
        putBytes(other.bytes, 0, other.size);
    }

    /** Numbers in so many bits each, from the lowest bit of the first byte on; none in no bits. */
    void putPacked(long[] values, int count, int width) {
        if (width == 0) {
            return;
        }
        int length = StateSource.packedBytes(count, width);
        require(length);
        Arrays.fill(bytes, size, size + length, (byte) 0);
        long bit = (long) size * Byte.SIZE;
        for (int i = 0; i < count; i++, bit += width) {
            long value = values[i];
            int left = width;
            int at = (int) (bit >>> 3);
            int shift = (int) (bit & 7);
            while (left > 0) {
                bytes[at++] |= (byte) (value << shift);
                int taken = Byte.SIZE - shift;
                value >>>= taken;
                left -= taken;
                shift = 0;
            }
        }
        size += length;
    }
}
