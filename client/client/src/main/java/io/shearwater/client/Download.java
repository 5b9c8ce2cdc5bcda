package io.shearwater.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it comes, no more than a few pieces ahead of who reads it; one that stays silent for too long fails. Closed early,
 * it gives up the connection. Read by one thread.
 */
final class Download extends InputStream implements HttpResponse.BodySubscriber<InputStream> {
    private static final Duration LAST_MOMENT = Duration.ofMillis(20);

    private final Duration silence;
    private final CompletableFuture<InputStream> body = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Deque<ByteBuffer> pieces = new ArrayDeque<>();
    private Flow.@Nullable Subscription subscription;
    private @Nullable Throwable failure;
    private boolean ended;
    private boolean closed;

    Download(Duration silence) {
        this.silence = silence;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription feed) {
        lock.lock();
        try {
            subscription = feed;
            if (closed) {
                feed.cancel();
                return;
            }
        } finally {
            lock.unlock();
        }
        body.complete(this);
        feed.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> next) {
        change(() -> {
            if (!closed) {
                pieces.addAll(next);
            }
        });
    }

    @Override
    public void onError(Throwable failed) {
        change(() -> failure = failed);
        body.complete(this);
    }

    @Override
    public void onComplete() {
        change(() -> ended = true);
        body.complete(this);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        Flow.Subscription wanting = null;
        int count;
        lock.lock();
        try {
            if (!await()) {
                return -1;
            }
            ByteBuffer piece = pieces.getFirst();
            count = Math.min(length, piece.remaining());
            piece.get(into, offset, count);
            if (!piece.hasRemaining()) {
                pieces.removeFirst();
            }
            if (pieces.isEmpty() && !ended) {
                wanting = subscription;
            }
        } finally {
            lock.unlock();
        }
        if (wanting != null) {
            wanting.request(1);
        }
        return count;
    }

    /** Whether there is something to read; waits for it. */
    private boolean await() throws IOException {
        long left = silence.toNanos();
        while (true) {
            while (!pieces.isEmpty() && !pieces.getFirst().hasRemaining()) {
                pieces.removeFirst();
                if (pieces.isEmpty() && !ended && subscription != null) {
                    subscription.request(1);
                }
            }
            if (closed) {
                throw new IOException("it was closed");
            }
            if (!pieces.isEmpty()) {
                return true;
            }
            if (failure != null) {
                throw new IOException(String.valueOf(failure.getMessage()), failure);
            }
            if (ended) {
                return false;
            }
            if (left <= 0) {
                throw new IOException("the server was silent for " + silence);
            }
            try {
                left = moved.awaitNanos(left);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", stopped);
            }
        }
    }

    @Override
    public int available() {
        lock.lock();
        try {
            return pieces.isEmpty() ? 0 : pieces.getFirst().remaining();
        } finally {
            lock.unlock();
        }
    }

    /** The end of an answer that was read so far is waited for, as the connection is of use then. */
    private void awaitEnd() {
        long left = LAST_MOMENT.toNanos();
        try {
            while (pieces.isEmpty() && !ended && failure == null && left > 0) {
                left = moved.awaitNanos(left);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        Flow.Subscription feed = null;
        lock.lock();
        try {
            if (!closed) {
                awaitEnd();
            }
            if (!closed && !ended) {
                feed = subscription;
            }
            closed = true;
            pieces.clear();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        if (feed != null) {
            feed.cancel();
        }
    }
}
