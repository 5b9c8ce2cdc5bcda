package io.shearwater.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Whether bytes are UTF-8, as the Unicode Standard defines it (table 3-7): shortest form, no surrogates. */
final class Utf8 {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /**
     * The first row that is not UTF-8, or -1.
     *
     * @param offsets in order and within the bytes
     */
    static int firstBroken(byte[] bytes, int[] offsets, int rows) {
        if (isAscii(bytes, offsets[rows])) {
            return -1;
        }
        for (int row = 0; row < rows; row++) {
            if (!isValid(bytes, offsets[row], offsets[row + 1])) {
                return row;
            }
        }
        return -1;
    }

    private static boolean isAscii(byte[] bytes, int end) {
        int at = 0;
        long high = 0;
        for (; at + 8 <= end; at += 8) {
            high |= (long) WORDS.get(bytes, at);
        }
        for (; at < end; at++) {
            high |= bytes[at];
        }
        return (high & HIGH_BITS) == 0;
    }

    static boolean isValid(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end) {
            int first = bytes[at++];
            if (first >= 0) {
                continue;
            }
            int lead = first & 0xFF;
            int more = lead < 0xC2 ? -1 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : lead < 0xF5 ? 3 : -1;
            if (more < 0 || end - at < more) {
                return false;
            }
            int second = bytes[at] & 0xFF;
            boolean fits = switch (lead) {
                case 0xE0 -> second >= 0xA0 && second <= 0xBF;
                case 0xED -> second >= 0x80 && second <= 0x9F;
                case 0xF0 -> second >= 0x90 && second <= 0xBF;
                case 0xF4 -> second >= 0x80 && second <= 0x8F;
                default -> second >= 0x80 && second <= 0xBF;
            };
            for (int i = 1; i < more; i++) {
                fits &= (bytes[at + i] & 0xC0) == 0x80;
            }
            if (!fits) {
                return false;
            }
            at += more;
        }
        return true;
    }

    /** The number of code points of bytes that are UTF-8. */
    static int codePoints(byte[] bytes, int start, int end) {
        int count = 0;
        for (int at = start; at < end; at++) {
            count += (bytes[at] & 0xC0) == 0x80 ? 0 : 1;
        }
        return count;
    }
}
