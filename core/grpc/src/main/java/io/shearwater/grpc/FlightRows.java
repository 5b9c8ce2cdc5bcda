package io.shearwater.grpc;

import io.shearwater.arrow.ArrowFrames;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.time.DateTimeException;
import java.util.Optional;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.VectorSchemaRoot;

/** What a caller of Flight sends, as frames. What does not hold what it promises is refused. For one thread. */
final class FlightRows implements FrameReader {
    private final FlightStream stream;
    private final Schema schema;
    private int at;
    private int rows;

    private FlightRows(FlightStream stream, boolean begun) {
        this.stream = stream;
        this.schema = ArrowFrames.schema(stream.getSchema());
        this.rows = begun ? sound(stream.getRoot()) : 0;
    }

    /**
     * Waits for the first rows, or the end. Only then a stream can be asked for its columns and its descriptor, for which it would
     * wait without an end where neither came.
     *
     * @throws ShearwaterException BAD_REQUEST for a stream without columns
     */
    static FlightRows of(FlightStream stream) {
        return guarded(() -> {
            boolean begun = stream.next();
            if (!stream.hasRoot()) {
                throw RpcError.BAD_REQUEST.because("The stream ended before it said which columns its rows have.");
            }
            return new FlightRows(stream, begun);
        });
    }

    /** What the stream is about. */
    byte[] command() {
        FlightDescriptor descriptor = stream.getDescriptor();
        if (descriptor == null) {
            throw RpcError.BAD_REQUEST.because("The stream has no descriptor, which says what its rows are for.");
        }
        return FlightTables.command(descriptor);
    }

    /** How many rows a root has, if its buffers hold them. */
    private static int sound(VectorSchemaRoot root) {
        ArrowFrames.requireSound(root);
        return root.getRowCount();
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Optional<Frame> next() {
        return guarded(() -> {
            while (at == rows) {
                if (!stream.next()) {
                    return Optional.empty();
                }
                at = 0;
                rows = sound(stream.getRoot());
            }
            int end = Math.min(rows, at + MAX_ROWS);
            Frame frame = ArrowFrames.read(schema, stream.getRoot(), at, end);
            at = end;
            return Optional.of(frame);
        });
    }

    /** Work on bytes of others. */
    private interface Work<T> {
        T run();
    }

    private static <T> T guarded(Work<T> work) {
        try {
            return work.run();
        } catch (ShearwaterException known) {
            throw known;
        } catch (OutOfMemoryException large) {
            throw RpcError.TOO_LARGE.because(
                    "The rows take more memory than rows on their way may take together. Send smaller batches, or again in a"
                            + " moment.",
                    large);
        } catch (FlightRuntimeException broken) {
            throw RpcError.BROKEN_OFF.because("The stream of rows broke off: " + broken.getMessage(), broken);
        } catch (IndexOutOfBoundsException
                | IllegalArgumentException
                | IllegalStateException
                | UnsupportedOperationException
                | NegativeArraySizeException
                | ClassCastException
                | NullPointerException
                | ArithmeticException
                | DateTimeException damaged) {
            // Arrow has no exception of its own for data that is none.
            throw RpcError.BAD_REQUEST.because(
                    "The rows are no Arrow data as it should be: " + damaged.getMessage() + ".", damaged);
        }
    }

    @Override
    public void close() {
        rows = at;
    }
}
