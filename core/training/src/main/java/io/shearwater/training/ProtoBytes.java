package io.shearwater.training;

import java.util.Arrays;

/** Bytes in the wire format of protocol buffers. Not thread-safe. */
final class ProtoBytes {
    private static final int LENGTH_DELIMITED = 2;

    private byte[] bytes = new byte[256];
    private int size;

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    /** The bytes so far and more room; only valid until more is added. */
    byte[] array() {
        return bytes;
    }

    /** The beginning of a field that holds so many bytes. */
    void field(int number, int length) {
        varint(((long) number << 3) | LENGTH_DELIMITED);
        varint(length);
    }

    /** How many bytes a field of a number under 16 takes that holds so many. */
    static int fieldSize(int length) {
        return 1 + varintSize(length) + length;
    }

    private static int varintSize(int value) {
        return Math.max(1, (38 - Integer.numberOfLeadingZeros(value)) / 7);
    }

    /** Seven bits a byte, the lower first; a negative number takes ten bytes. */
    void varint(long value) {
        require(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void fixed32(int value) {
        require(Integer.BYTES);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    void bytes(byte[] source, int from, int length) {
        require(length);
        System.arraycopy(source, from, bytes, size, length);
        size += length;
    }

    private void require(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
