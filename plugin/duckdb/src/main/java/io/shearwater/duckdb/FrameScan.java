package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rows of Java that SQL reads through the table function {@value #FUNCTION}: the reader is opened when the first row is
 * asked for and pulled frame by frame, so rows are never collected. Its columns are the schema's, named by
 * {@link Sql#name}, and the row's number in {@link Sql#ORDER}. DuckDB pulls from one thread at a time.
 */
final class FrameScan implements AutoCloseable {
    static final String FUNCTION = "shearwater_frame";

    // SQL names a scan by a number; a pointer that DuckDB carries for us is that number too.
    private static final Map<Long, FrameScan> OPEN = new ConcurrentHashMap<>();
    private static final AtomicLong LAST = new AtomicLong();

    private final long id = LAST.incrementAndGet();
    private final Schema schema;
    private final Supplier<FrameReader> source;
    private boolean isOnce;
    private boolean begun;
    private final Object guard = new Object();
    private int[] columns = new int[0];
    private @Nullable FrameReader reader;
    private @Nullable Frame frame;
    private int position;
    private long row;
    private boolean closed;
    private volatile @Nullable Throwable failure;

    FrameScan(Schema schema, Supplier<FrameReader> source) {
        this.schema = schema;
        this.source = source;
        OPEN.put(id, this);
    }

    /** Rows of which a second scan is refused, instead of going on where the first one ended. */
    static FrameScan once(Schema schema, Supplier<FrameReader> source) {
        FrameScan scan = new FrameScan(schema, source);
        scan.isOnce = true;
        return scan;
    }

    /** The rows as a table in SQL. */
    String sql() {
        return FUNCTION + "(" + id + ")";
    }

    /** What went wrong in Java while SQL read. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() {
        OPEN.remove(id);
        synchronized (guard) {
            closed = true;
            frame = null;
            if (reader != null) {
                reader.close();
                reader = null;
            }
        }
    }

    /** Makes the table function known to a database. */
    static void register(MemorySegment connection) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment function = FunctionApi.createTableFunction.call();
            FunctionApi.tableFunctionSetName.call(function, arena.allocateFrom(FUNCTION));
            LogicalTypes.with(LogicalTypes.BIGINT, type -> FunctionApi.tableFunctionAddParameter.call(function, type));
            FunctionApi.tableFunctionSetBind.call(function, Callbacks.BIND);
            FunctionApi.tableFunctionSetInit.call(function, Callbacks.INIT);
            FunctionApi.tableFunctionSetFunction.call(function, Callbacks.FILL);
            FunctionApi.tableFunctionSupportsProjectionPushdown.call(function, true);
            int state = FunctionApi.registerTableFunction.call(connection, function);
            FunctionApi.destroyTableFunction.call(arena.allocateFrom(ValueLayout.ADDRESS, function));
            if (state != QueryApi.SUCCESS) {
                throw new IllegalStateException("DuckDB refused the table function " + FUNCTION);
            }
        }
    }

    private void bind(MemorySegment info) {
        try (Arena arena = Arena.ofConfined()) {
            for (Field field : schema.fields()) {
                MemorySegment name = arena.allocateFrom(Sql.plainName(field.name()));
                LogicalTypes.with(field.type(), type -> FunctionApi.bindAddResultColumn.call(info, name, type));
            }
            MemorySegment order = arena.allocateFrom(Sql.PLAIN_ORDER);
            LogicalTypes.with(DataType.LONG, type -> FunctionApi.bindAddResultColumn.call(info, order, type));
            FunctionApi.bindSetBindData.call(info, MemorySegment.ofAddress(id), MemorySegment.NULL);
        }
    }

    private void init(MemorySegment info) {
        if (isOnce && begun) {
            throw new IllegalStateException("rows that can be read once are read again");
        }
        begun = true;
        columns = new int[(int) FunctionApi.initGetColumnCount.call(info)];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = (int) FunctionApi.initGetColumnIndex.call(info, i);
        }
        // One thread, so that rows keep their order.
        FunctionApi.initSetMaxThreads.call(info, 1);
    }

    private void fill(MemorySegment chunk) {
        synchronized (guard) {
            Frame current = current();
            if (current == null) {
                VectorApi.dataChunkSetSize.call(chunk, 0);
                return;
            }
            int count = Math.min(VectorApi.VECTOR_ROWS, current.rows() - position);
            for (int i = 0; i < columns.length; i++) {
                MemorySegment vector = VectorApi.dataChunkGetVector.call(chunk, i);
                if (columns[i] < schema.size()) {
                    VectorWriter.write(current.column(columns[i]), position, count, vector);
                } else {
                    VectorWriter.writeNumbers(row, count, vector);
                }
            }
            VectorApi.dataChunkSetSize.call(chunk, count);
            position += count;
            row += count;
        }
    }

    /** The frame with the next rows, or null at the end. */
    private @Nullable Frame current() {
        if (closed) {
            return null;
        }
        if (reader == null) {
            reader = source.get();
        }
        while (frame == null || position >= frame.rows()) {
            Optional<Frame> next = reader.next();
            if (next.isEmpty()) {
                frame = null;
                return null;
            }
            frame = next.get();
            position = 0;
        }
        return frame;
    }

    /** What DuckDB calls. Nothing may be thrown through native code: failures are kept and reported by name. */
    private static final class Callbacks {
        static final MemorySegment BIND = NativeLibrary.callback(Shapes.VoidOfP.class, Callbacks::bind);
        static final MemorySegment INIT = NativeLibrary.callback(Shapes.VoidOfP.class, Callbacks::init);
        static final MemorySegment FILL = NativeLibrary.callback(Shapes.VoidOfPP.class, Callbacks::fill);

        private static void bind(MemorySegment info) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment value =
                        arena.allocateFrom(ValueLayout.ADDRESS, FunctionApi.bindGetParameter.call(info, 0));
                long id = FunctionApi.getInt64.call(value.get(ValueLayout.ADDRESS, 0));
                FunctionApi.destroyValue.call(value);
                FrameScan scan = OPEN.get(id);
                if (scan == null) {
                    FunctionApi.bindSetError.call(info, arena.allocateFrom("there are no rows " + id));
                } else {
                    scan.bind(info);
                }
            } catch (RuntimeException | Error failure) {
                report(failure, FunctionApi.bindSetError, info);
            }
        }

        private static void init(MemorySegment info) {
            try {
                open(FunctionApi.initGetBindData.call(info)).init(info);
            } catch (RuntimeException | Error failure) {
                report(failure, FunctionApi.initSetError, info);
            }
        }

        private static void fill(MemorySegment info, MemorySegment chunk) {
            FrameScan scan = null;
            try {
                scan = open(FunctionApi.functionGetBindData.call(info));
                scan.fill(chunk);
            } catch (RuntimeException | Error failure) {
                if (scan != null) {
                    scan.failure = failure;
                }
                report(failure, FunctionApi.functionSetError, info);
            }
        }

        private static FrameScan open(MemorySegment id) {
            FrameScan scan = OPEN.get(id.address());
            if (scan == null) {
                throw new IllegalStateException("the rows were closed while they were read");
            }
            return scan;
        }

        private static void report(Throwable failure, Shapes.VoidOfPP setError, MemorySegment info) {
            try (Arena arena = Arena.ofConfined()) {
                setError.call(info, arena.allocateFrom(String.valueOf(failure.getMessage())));
            }
        }
    }
}
