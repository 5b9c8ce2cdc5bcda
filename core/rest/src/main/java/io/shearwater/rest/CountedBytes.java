package io.shearwater.rest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** A body that asks, as it comes, whether so much of it may: not everybody says before how much it is. For one thread. */
final class CountedBytes extends FilterInputStream {
    private static final long STEP = 1 << 20;

    private final LongConsumer may;
    private long read;
    private long next = 1;

    /** @param may is given the bytes so far, at the first and at least once for each MiB, and throws if they are too many */
    CountedBytes(InputStream in, LongConsumer may) {
        super(in);
        this.may = may;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, (int) Math.min(length, STEP));
        if (count > 0) {
            read += count;
            if (read >= next) {
                may.accept(read);
                next = read + STEP;
            }
        } else if (count < 0) {
            may.accept(read);
        }
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
