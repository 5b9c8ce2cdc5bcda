package io.shearwater.duckdb;

import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.Cancellation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.LongStream;

/**
 * One running statement: its result arrives in chunks of at most {@link VectorApi#VECTOR_ROWS} rows, computed as they are
 * asked for. For one thread.
 */
final class ChunkStream implements AutoCloseable {
    private final Session session;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment statement = arena.allocate(ValueLayout.ADDRESS);
    private final MemorySegment result = arena.allocate(QueryApi.RESULT);
    private final MemorySegment chunk = arena.allocate(ValueLayout.ADDRESS);
    private final Cancellation.Registration cancelling;
    private boolean closed;

    ChunkStream(Session session, String sql, Cancellation cancellation) {
        this.session = session;
        try {
            if (QueryApi.prepare.call(session.pointer(), arena.allocateFrom(sql), statement) != QueryApi.SUCCESS) {
                // What fails before it runs has no type; only a file that is not there or not allowed gets here.
                throw session.failure(
                        Failures.UNTYPED, message(QueryApi.prepareError.call(statement.get(ValueLayout.ADDRESS, 0))));
            }
            cancelling = execute(cancellation);
        } catch (ShearwaterException failure) {
            release();
            throw failure;
        }
    }

    private Cancellation.Registration execute(Cancellation cancellation) {
        MemorySegment pending = arena.allocate(ValueLayout.ADDRESS);
        Cancellation.Registration registration = Cancellation.Registration.NONE;
        try {
            if (QueryApi.pendingPreparedStreaming.call(statement.get(ValueLayout.ADDRESS, 0), pending)
                    != QueryApi.SUCCESS) {
                throw session.failure(
                        Failures.UNTYPED, message(QueryApi.pendingError.call(pending.get(ValueLayout.ADDRESS, 0))));
            }
            // Only from here on does an interrupt stick: starting a statement clears it.
            registration = cancellation.whenRequested(session::interrupt);
            cancellation.check();
            if (QueryApi.executePending.call(pending.get(ValueLayout.ADDRESS, 0), result) != QueryApi.SUCCESS) {
                throw failure();
            }
            return registration;
        } catch (ShearwaterException failure) {
            registration.close();
            throw failure;
        } finally {
            QueryApi.destroyPending.call(pending);
        }
    }

    /** Goes to the next chunk; false at the end. */
    boolean advance() {
        dropChunk();
        MemorySegment next = QueryApi.fetchChunk(result);
        chunk.set(ValueLayout.ADDRESS, 0, next);
        if (next.address() == 0) {
            if (QueryApi.resultError.call(result).address() != 0) {
                throw failure();
            }
            return false;
        }
        return true;
    }

    /** The rows of the current chunk. */
    int rows() {
        return (int) VectorApi.dataChunkGetSize.call(chunk.get(ValueLayout.ADDRESS, 0));
    }

    /** A column of the current chunk. */
    MemorySegment vector(int column) {
        return VectorApi.dataChunkGetVector.call(chunk.get(ValueLayout.ADDRESS, 0), column);
    }

    /** The columns of the result. */
    List<FileColumn> columns() {
        return LongStream.range(0, QueryApi.columnCount.call(result))
                .mapToObj(i -> FileColumn.of(
                        message(QueryApi.columnName.call(result, i)), QueryApi.columnLogicalType.call(result, i)))
                .toList();
    }

    private ShearwaterException failure() {
        return session.failure(QueryApi.resultErrorType.call(result), message(QueryApi.resultError.call(result)));
    }

    private static String message(MemorySegment text) {
        return NativeLibrary.text(text).orElse("no reason given");
    }

    private void dropChunk() {
        if (chunk.get(ValueLayout.ADDRESS, 0).address() != 0) {
            VectorApi.destroyDataChunk.call(chunk);
            chunk.set(ValueLayout.ADDRESS, 0, MemorySegment.NULL);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            cancelling.close();
            release();
        }
    }

    private void release() {
        closed = true;
        dropChunk();
        QueryApi.destroyResult.call(result);
        QueryApi.destroyPrepare.call(statement);
        arena.close();
    }
}
