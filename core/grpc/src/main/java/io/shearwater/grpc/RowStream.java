package io.shearwater.grpc;

import io.shearwater.arrow.ArrowFrames;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import java.time.Duration;
import java.util.Optional;
import org.apache.arrow.flight.BackpressureStrategy.CallbackBackpressureStrategy;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Rows on their way to a caller of Flight, no faster than it reads them: a batch is made when the ones before have left, and is no
 * larger than a few MiB however wide the rows are. For one stream.
 */
final class RowStream {
    /** About how large a batch is. */
    private static final long BATCH = 1 << 20;

    private static final int LEAST_ROWS = 16;

    private final ServerStreamListener listener;
    private final BufferAllocator memory;
    private final Duration patience;
    private final CallbackBackpressureStrategy reading = new CallbackBackpressureStrategy();

    /** Made on the thread of the call, before it returns. */
    RowStream(ServerStreamListener listener, BufferAllocator memory, Duration patience) {
        this.listener = listener;
        this.memory = memory;
        this.patience = patience;
        reading.register(listener);
    }

    /**
     * Sends all rows and closes their reader, but does not end the stream.
     *
     * @throws io.shearwater.model.ShearwaterException TOO_SLOW, BROKEN_OFF, TOO_LARGE, and what the reader throws
     */
    void send(FrameReader rows) {
        try (rows;
                VectorSchemaRoot root = VectorSchemaRoot.create(ArrowFrames.arrowSchema(rows.schema()), memory)) {
            listener.start(root);
            for (Optional<Frame> next = rows.next(); next.isPresent(); next = rows.next()) {
                send(root, next.get());
            }
        } catch (OutOfMemoryException full) {
            throw RpcError.TOO_LARGE.because(
                    "The rows that are on their way take as much memory as they may together. Ask again in a moment, with"
                            + " fewer streams at a time.",
                    full);
        }
    }

    private void send(VectorSchemaRoot root, Frame frame) {
        int begin = 0;
        int rows = Math.min(frame.rows(), LEAST_ROWS);
        while (begin < frame.rows()) {
            int end = Math.min(frame.rows(), begin + rows);
            awaitReader();
            ArrowFrames.fill(root, frame, begin, end);
            listener.putNext();
            long size = Math.max(1, bytes(root));
            rows = Math.clamp(BATCH * (end - begin) / size, LEAST_ROWS, FrameReader.MAX_ROWS);
            begin = end;
        }
    }

    private static long bytes(VectorSchemaRoot root) {
        long bytes = 0;
        for (var vector : root.getFieldVectors()) {
            bytes += vector.getBufferSize();
        }
        return bytes;
    }

    private void awaitReader() {
        switch (reading.waitForListener(patience.toMillis())) {
            case READY -> {}
            case TIMEOUT ->
                throw RpcError.TOO_SLOW.because("Nothing of the rows was read for " + patience.toSeconds()
                        + " seconds, so the stream was given up. Ask for less at a time, or read faster.");
            case CANCELLED, OTHER -> throw RpcError.BROKEN_OFF.because("The caller broke the stream off.");
        }
    }
}
