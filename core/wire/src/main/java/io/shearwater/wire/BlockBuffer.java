package io.shearwater.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The bytes of a block while it is written: little-endian, growing, used again for the next. Not thread-safe. */
final class BlockBuffer {
    /** The longest content of a block, in bytes. */
    static final int LONGEST = 256 << 20;

    /** What is worth keeping for the next block. */
    private static final int KEPT = 32 << 20;

    private byte[] bytes = new byte[1 << 16];
    private ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

    /** Tells that a block is longer than it may be. */
    static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("block", null, false, false);
        }
    }

    void clear() {
        if (bytes.length > KEPT) {
            bytes = new byte[1 << 16];
            buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        buffer.clear();
    }

    /** Makes room for so many bytes more, and gives where they are to be put. */
    ByteBuffer room(long more) {
        long needed = buffer.position() + more;
        if (needed > LONGEST) {
            throw new TooLong();
        }
        if (needed > bytes.length) {
            int at = buffer.position();
            bytes = Arrays.copyOf(bytes, (int) Math.min(LONGEST, Math.max(needed, bytes.length * 2L)));
            buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(at);
        }
        return buffer;
    }

    /** Zeros up to a multiple of eight bytes. */
    void pad() {
        int more = -buffer.position() & 7;
        room(more);
        for (int i = 0; i < more; i++) {
            buffer.put((byte) 0);
        }
    }

    /** Zeros from a place on. */
    void clear(int from, int length) {
        Arrays.fill(bytes, from, from + length, (byte) 0);
    }

    int position() {
        return buffer.position();
    }

    byte[] bytes() {
        return bytes;
    }
}
