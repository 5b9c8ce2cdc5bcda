package io.shearwater.spi;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream in a thread of its own, a few frames ahead of who reads this one, so that making rows and using them take
 * turns on no one's account. What the stream throws comes out of {@link #next} in its place. Read by one thread.
 */
public final class ReadAhead implements FrameReader {
    /** How many frames wait at most. */
    private static final int FRAMES = 2;

    /** How long to wait for a frame before looking whether there is still somebody who makes them. */
    private static final int ALIVE_SECONDS = 1;

    private final FrameReader rows;
    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(FRAMES);
    private final Thread thread;
    private boolean ended;

    /** What the thread ended with when it could not even pass it on, as where memory is short. */
    private volatile @Nullable Throwable last;

    /** A frame, the end, or what went wrong. */
    private record Item(Optional<Frame> frame, @Nullable Throwable failure) {}

    /** Takes over a stream and begins to read it. */
    public ReadAhead(FrameReader rows) {
        this.rows = rows;
        this.thread = Thread.ofPlatform().daemon().name("shearwater-read-ahead").start(this::fill);
    }

    private void fill() {
        try {
            Item item;
            do {
                item = read();
                queue.put(item);
            } while (item.frame().isPresent());
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (Throwable failure) { // whatever it is, it belongs to who reads, who would wait for ever
            last = failure;
        }
    }

    private Item read() {
        try {
            return new Item(rows.next(), null);
        } catch (RuntimeException | Error failure) {
            return new Item(Optional.empty(), failure);
        }
    }

    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public Optional<Frame> next() {
        if (ended) {
            return Optional.empty();
        }
        Item item = take();
        ended = item.frame().isEmpty();
        return switch (item.failure()) {
            case null -> item.frame();
            case RuntimeException failure -> throw failure;
            case Error failure -> throw failure;
            case Throwable other -> throw SpiError.INTERNAL.because("Reading ahead ended: " + other + ".", other);
        };
    }

    private Item take() {
        try {
            while (true) {
                boolean isFilling = thread.isAlive();
                Item item = queue.poll(ALIVE_SECONDS, TimeUnit.SECONDS);
                if (item != null) {
                    return item;
                }
                if (!isFilling) {
                    return new Item(
                            Optional.empty(),
                            last == null ? SpiError.INTERNAL.because("Reading ahead stopped before the end.") : last);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw SpiError.CANCELLED.because("Reading was interrupted.", stopped);
        }
    }

    @Override
    public void close() {
        ended = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        rows.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
