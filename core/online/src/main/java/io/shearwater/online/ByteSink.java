package io.shearwater.online;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing array of bytes, big-endian. Not thread-safe; made for reuse. */
final class ByteSink {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes = new byte[256];
    private int size;

    ByteSink clear() {
        size = 0;
        return this;
    }

    int size() {
        return size;
    }

    /** The array behind; only the first {@link #size} bytes count. */
    byte[] array() {
        return bytes;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    void putByte(int value) {
        int at = reserve(1);
        bytes[at] = (byte) value;
    }

    void putInt(int value) {
        int at = reserve(4);
        INT.set(bytes, at, value);
    }

    void putLong(long value) {
        int at = reserve(8);
        LONG.set(bytes, at, value);
    }

    void putFloat(float value) {
        putInt(Float.floatToRawIntBits(value));
    }

    void putDouble(double value) {
        putLong(Double.doubleToRawLongBits(value));
    }

    void putBytes(byte[] source, int from, int length) {
        int at = reserve(length);
        System.arraycopy(source, from, bytes, at, length);
    }

    /** Appends so many zeros and gives the position of the first. */
    int putZeros(int count) {
        int at = reserve(count);
        Arrays.fill(bytes, at, at + count, (byte) 0);
        return at;
    }

    void setByte(int at, int value) {
        bytes[at] = (byte) value;
    }

    void setInt(int at, int value) {
        INT.set(bytes, at, value);
    }

    void setLong(int at, long value) {
        LONG.set(bytes, at, value);
    }

    /** Sets one bit of a row of bits that starts at a position; the lowest bit of a byte is its first. */
    void setBit(int at, int bit) {
        bytes[at + (bit >>> 3)] |= (byte) (1 << (bit & 7));
    }

    private int reserve(int count) {
        int at = size;
        if (count > Integer.MAX_VALUE - 16 - at) {
            throw OnlineError.BAD_ROWS.because("A row takes more than 2 GiB online; keep such values elsewhere.");
        }
        size = at + count;
        if (size > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 16, Math.max(size, 2L * bytes.length)));
        }
        return at;
    }
}
