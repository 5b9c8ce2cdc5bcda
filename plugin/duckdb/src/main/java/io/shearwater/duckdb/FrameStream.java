package io.shearwater.duckdb;

import io.shearwater.model.Column;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.spi.Progress;
import io.shearwater.spi.SpiError;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The result of a running query, frame by frame. Closing it stops the query; that may also be done by another thread, when the
 * engine is closed.
 */
final class FrameStream implements FrameReader {
    // Frames of long texts end early, so that one frame never fills the heap.
    private static final long FRAME_BYTES = 64L << 20;

    private final Schema schema;
    private final Execution execution;
    private final ChunkStream chunks;
    private final Progress progress;
    private final Set<FrameReader> open;
    private final List<ColumnReader> columns;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean ended;
    private boolean closed;

    /**
     * Takes over an execution and its running query.
     *
     * @param open where the stream is noted until it is closed
     */
    FrameStream(Schema schema, Execution execution, ChunkStream chunks, Progress progress, Set<FrameReader> open) {
        this.schema = schema;
        this.execution = execution;
        this.chunks = chunks;
        this.progress = progress;
        this.open = open;
        this.columns =
                schema.fields().stream().map(Field::type).map(ColumnReader::of).toList();
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Optional<Frame> next() {
        lock.lock();
        try {
            if (ended) {
                return Optional.empty();
            }
            if (closed) {
                // Not the end: a caller would take half of the rows for all of them.
                throw SpiError.CLOSED.because(
                        "The rows were not read to their end: their reader was closed, or the store"
                                + " that they come from. Read them while the store is open.");
            }
            int rows = 0;
            long bytes = 0;
            while (rows + VectorApi.VECTOR_ROWS <= MAX_ROWS && bytes < FRAME_BYTES) {
                if (!chunks.advance()) {
                    ended = true;
                    break;
                }
                int more = chunks.rows();
                for (int i = 0; i < columns.size(); i++) {
                    columns.get(i).read(chunks.vector(i), 0, more);
                }
                rows += more;
                bytes = columns.stream().mapToLong(ColumnReader::bytes).sum();
            }
            if (rows == 0) {
                return Optional.empty();
            }
            progress.advanced("read", rows);
            List<Column> taken = columns.stream().map(ColumnReader::take).toList();
            return Optional.of(new Frame(schema, taken, rows));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        if (!lock.isHeldByCurrentThread()) {
            // What runs now ends at once instead of when it is done; what is not running is not harmed.
            execution.session().interrupt();
        }
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                chunks.close();
                execution.close();
                open.remove(this);
            }
        } finally {
            lock.unlock();
        }
    }
}
