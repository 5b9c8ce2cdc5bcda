package io.shearwater.duckdb;

import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.Cancellation;
import io.shearwater.spi.SpiError;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A connection to a database, used for one execution of a plan, with what SQL calls back for it. Used by one thread at a
 * time; {@link #interrupt()} may come from any.
 */
final class Session implements AutoCloseable {
    private final MemorySegment database;
    private final Path scratch;
    private final Cancellation cancellation;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment connection = arena.allocate(ValueLayout.ADDRESS);
    private final List<FrameScan> frames = new ArrayList<>();
    private final List<LiveRows> deletions = new ArrayList<>();
    private final List<Explanation> explanations = new ArrayList<>();
    private final List<Session> children = new CopyOnWriteArrayList<>();
    private final List<String> tables = new ArrayList<>();
    private final Object guard = new Object();
    private boolean closed;

    Session(MemorySegment database, Path scratch, Cancellation cancellation) {
        this.database = database;
        this.scratch = scratch;
        this.cancellation = cancellation;
        if (QueryApi.connect.call(database, connection) != QueryApi.SUCCESS) {
            arena.close();
            throw SpiError.INTERNAL.because("DuckDB gave no connection.");
        }
    }

    /** A second connection to the same database, for a statement beside this session's; closed with it. */
    Session child() {
        Session child = new Session(database, scratch, cancellation);
        children.add(child);
        return child;
    }

    /** Notes a table that other connections see too; dropped with the session. */
    void owns(String table) {
        tables.add(table);
    }

    /** A directory for files on their way, emptied with the database. */
    Path scratch() {
        return scratch;
    }

    /** Goes on unless the caller cancelled. */
    void checkCancelled() {
        cancellation.check();
    }

    MemorySegment pointer() {
        return connection.get(ValueLayout.ADDRESS, 0);
    }

    /** Lets the session's SQL read rows from Java; released with the session. */
    FrameScan register(FrameScan scan) {
        frames.add(scan);
        return scan;
    }

    /** Lets the session's SQL leave out deleted rows; released with the session. */
    LiveRows register(LiveRows rows) {
        deletions.add(rows);
        return rows;
    }

    /** Lets failures be told in other words. */
    void register(Explanation explanation) {
        explanations.add(explanation);
    }

    /** All rows of a small result. */
    Frame rows(String sql, Schema schema) {
        List<ColumnReader> columns =
                schema.fields().stream().map(Field::type).map(ColumnReader::of).toList();
        int rows = 0;
        try (ChunkStream chunks = query(sql)) {
            while (chunks.advance()) {
                for (int i = 0; i < columns.size(); i++) {
                    columns.get(i).read(chunks.vector(i), 0, chunks.rows());
                }
                rows += chunks.rows();
            }
        }
        return new Frame(schema, columns.stream().map(ColumnReader::take).toList(), rows);
    }

    /** Runs a statement to its end. */
    void execute(String sql) {
        try (ChunkStream stream = query(sql)) {
            while (stream.advance()) {
                cancellation.check();
            }
        }
    }

    /** Starts a statement. */
    ChunkStream query(String sql) {
        return new ChunkStream(this, sql, cancellation);
    }

    /** Stops the running statement, if there is one. */
    void interrupt() {
        synchronized (guard) {
            if (!closed) {
                QueryApi.interrupt.call(pointer());
            }
        }
        children.forEach(Session::interrupt);
    }

    /** What to throw for a failed statement: what a reader of rows threw, else what DuckDB says. */
    ShearwaterException failure(int type, String message) {
        for (FrameScan scan : frames) {
            Optional<Throwable> cause = scan.failure();
            if (cause.isPresent()) {
                return cause.get() instanceof ShearwaterException known
                        ? known
                        : SpiError.INTERNAL.because("The rows to read failed: " + cause.get(), cause.get());
            }
        }
        if (Failures.isInterruptOrMemory(type)) {
            return Failures.of(type, message);
        }
        List<Explanation> known = List.copyOf(explanations);
        // Looking for the fault may fail too, and must not look again.
        explanations.clear();
        return known.stream()
                .map(explanation -> explanation.explain(message, this))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> Failures.of(type, message));
    }

    @Override
    public void close() {
        children.forEach(Session::close);
        synchronized (guard) {
            if (closed) {
                return;
            }
            closed = true;
            QueryApi.disconnect.call(connection);
            arena.close();
        }
        frames.forEach(FrameScan::close);
        deletions.forEach(LiveRows::close);
        if (!tables.isEmpty()) {
            drop();
        }
    }

    private void drop() {
        // This connection may have been interrupted: its tables are dropped through another one.
        try (Session last = new Session(database, scratch, new Cancellation())) {
            tables.forEach(table -> last.execute("DROP TABLE IF EXISTS " + table));
        }
    }
}
