package io.shearwater.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way: a thread of its own writes it, the connection reads it, and no more than a few pieces are in between.
 */
final class Upload extends InputStream {
    private static final int PIECE = 64 << 10;
    private static final int WAITING = 4;
    private static final byte[] END = new byte[0];

    private final BlockingQueue<byte[]> pieces = new ArrayBlockingQueue<>(WAITING);
    private final Duration silence;
    private final Thread writer;
    private byte[] piece = END;
    private int at;
    private boolean ended;
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;
    private volatile long movedAt = System.nanoTime();

    Upload(Body.Writer body, Duration silence) {
        this.silence = silence;
        this.writer = Thread.ofVirtual().name("shearwater-upload").start(() -> write(body));
    }

    private void write(Body.Writer body) {
        try (OutputStream out = new Pieces()) {
            body.write(out);
        } catch (IOException | RuntimeException | Error failed) {
            // What the caller's rows failed with is the failure of the call, not that nobody takes the rest any more.
            if (!closed) {
                failure = failed;
            }
        } finally {
            put(END);
        }
    }

    private boolean put(byte[] next) {
        try {
            while (!closed) {
                if (pieces.offer(next, 100, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** What writing it failed with; null where it did not. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** When a piece was taken last, by {@link System#nanoTime}. */
    long movedAt() {
        return movedAt;
    }

    private final class Pieces extends OutputStream {
        private final ByteArrayOutputStream next = new ByteArrayOutputStream(PIECE);

        @Override
        public void write(int one) throws IOException {
            next.write(one);
            sendIfFull();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            next.write(bytes, offset, length);
            sendIfFull();
        }

        private void sendIfFull() throws IOException {
            if (next.size() >= PIECE) {
                send();
            }
        }

        private void send() throws IOException {
            if (next.size() > 0) {
                if (!put(next.toByteArray())) {
                    throw new IOException("nobody reads what is sent any more");
                }
                next.reset();
            }
        }

        @Override
        public void close() throws IOException {
            send();
        }
    }

    @Override
    public int read() throws IOException {
        return await() ? piece[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!await()) {
            return -1;
        }
        int count = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, into, offset, count);
        at += count;
        return count;
    }

    private boolean await() throws IOException {
        if (at < piece.length) {
            return true;
        }
        if (ended) {
            return false;
        }
        try {
            byte[] next = pieces.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                throw new IOException("what is to be sent did not come within " + silence);
            }
            movedAt = System.nanoTime();
            piece = next;
            at = 0;
            ended = next.length == 0;
            return !ended;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    /** Nobody reads it any more: the writer ends. */
    @Override
    public void close() {
        closed = true;
        pieces.clear();
    }

    /** Waits until the writer has let go of what it reads from. */
    void finish() {
        close();
        try {
            writer.join(silence);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
