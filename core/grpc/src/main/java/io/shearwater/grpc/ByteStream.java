package io.shearwater.grpc;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Messages as one stream of bytes: some thread adds them, another reads and waits for them. */
final class ByteStream extends InputStream {
    private enum State {
        OPEN,
        ENDED,
        BROKEN_OFF,
        CLOSED
    }

    private final Deque<ByteString> waiting = new ArrayDeque<>();
    private final Runnable taken;
    private State state = State.OPEN;
    private @Nullable InputStream current;

    /** @param taken is run whenever a message was taken, so that the next may come */
    ByteStream(Runnable taken) {
        this.taken = taken;
    }

    synchronized void add(ByteString message) {
        if (state == State.OPEN) {
            waiting.add(message);
            notifyAll();
        }
    }

    synchronized void end() {
        if (state == State.OPEN) {
            state = State.ENDED;
            notifyAll();
        }
    }

    /** Whoever reads fails from now on. */
    synchronized void breakOff() {
        if (state != State.CLOSED) {
            state = State.BROKEN_OFF;
            waiting.clear();
            notifyAll();
        }
    }

    @Override
    public synchronized void close() {
        state = State.CLOSED;
        waiting.clear();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        while (true) {
            if (current != null) {
                int read = current.read(bytes, offset, length);
                if (read > 0) {
                    return read;
                }
            }
            ByteString next = take();
            if (next == null) {
                return -1;
            }
            current = next.newInput();
            taken.run();
        }
    }

    private synchronized @Nullable ByteString take() throws IOException {
        while (waiting.isEmpty() && state == State.OPEN) {
            try {
                wait();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                throw new IOException("the server ends", ended);
            }
        }
        if (state == State.BROKEN_OFF || state == State.CLOSED) {
            throw new IOException("the caller broke the stream off");
        }
        return waiting.poll();
    }
}
