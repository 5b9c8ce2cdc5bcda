package io.shearwater.rest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** A body that is neither larger nor slower than it may be. For one thread. */
final class BoundedBody extends FilterInputStream {
    private static final long GRACE_SECONDS = 10;

    private final long most;
    private final long leastBytesPerSecond;
    private final long started = System.nanoTime();
    private long read;

    BoundedBody(InputStream in, long most, long leastBytesPerSecond) {
        super(in);
        this.most = most;
        this.leastBytesPerSecond = leastBytesPerSecond;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count;
        try {
            count = super.read(bytes, offset, length);
        } catch (InterruptedIOException silent) {
            throw RestError.TOO_SLOW.because("The body stopped after " + read + " bytes.", silent);
        }
        if (count > 0) {
            read += count;
            check();
        }
        return count;
    }

    private void check() {
        if (read > most) {
            throw RestError.TOO_LARGE.because(
                    "The body is larger than " + most + " bytes, which is the most here. Send it in parts.");
        }
        long seconds = (System.nanoTime() - started) / 1_000_000_000L;
        if (seconds > GRACE_SECONDS && read / seconds < leastBytesPerSecond) {
            throw RestError.TOO_SLOW.because("The body comes with " + read / seconds + " bytes a second; "
                    + leastBytesPerSecond + " are the least.");
        }
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
