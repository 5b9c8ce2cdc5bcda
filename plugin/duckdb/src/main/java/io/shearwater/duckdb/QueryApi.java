package io.shearwater.duckdb;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The functions of DuckDB's C API that open databases and run statements, named as there without {@code duckdb_}. */
final class QueryApi {
    /** {@code duckdb_result}; its members are private to DuckDB. */
    static final StructLayout RESULT = MemoryLayout.structLayout(
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.ADDRESS,
            ValueLayout.ADDRESS,
            ValueLayout.ADDRESS);

    /** {@code DuckDBSuccess}. */
    static final int SUCCESS = 0;

    static final Shapes.IntOfP createConfig = NativeLibrary.bind(Shapes.IntOfP.class, "duckdb_create_config");
    static final Shapes.IntOfPPP setConfig = NativeLibrary.bind(Shapes.IntOfPPP.class, "duckdb_set_config");
    static final Shapes.VoidOfP destroyConfig = NativeLibrary.bind(Shapes.VoidOfP.class, "duckdb_destroy_config");
    static final Shapes.IntOfPPPP open = NativeLibrary.bind(Shapes.IntOfPPPP.class, "duckdb_open_ext");
    static final Shapes.VoidOfP close = NativeLibrary.bind(Shapes.VoidOfP.class, "duckdb_close");
    static final Shapes.IntOfPP connect = NativeLibrary.bind(Shapes.IntOfPP.class, "duckdb_connect");
    static final Shapes.VoidOfP disconnect = NativeLibrary.bind(Shapes.VoidOfP.class, "duckdb_disconnect");
    static final Shapes.VoidOfP interrupt = NativeLibrary.bind(Shapes.VoidOfP.class, "duckdb_interrupt");
    static final Shapes.VoidOfP free = NativeLibrary.bind(Shapes.VoidOfP.class, "duckdb_free");

    static final Shapes.IntOfPPP prepare = NativeLibrary.bind(Shapes.IntOfPPP.class, "duckdb_prepare");
    static final Shapes.PointerOfP prepareError = NativeLibrary.bind(Shapes.PointerOfP.class, "duckdb_prepare_error");
    static final Shapes.VoidOfP destroyPrepare = NativeLibrary.bind(Shapes.VoidOfP.class, "duckdb_destroy_prepare");
    static final Shapes.IntOfPP pendingPreparedStreaming =
            NativeLibrary.bind(Shapes.IntOfPP.class, "duckdb_pending_prepared_streaming");
    static final Shapes.PointerOfP pendingError = NativeLibrary.bind(Shapes.PointerOfP.class, "duckdb_pending_error");
    static final Shapes.IntOfPP executePending = NativeLibrary.bind(Shapes.IntOfPP.class, "duckdb_execute_pending");
    static final Shapes.VoidOfP destroyPending = NativeLibrary.bind(Shapes.VoidOfP.class, "duckdb_destroy_pending");

    static final Shapes.PointerOfP resultError = NativeLibrary.bind(Shapes.PointerOfP.class, "duckdb_result_error");
    static final Shapes.IntOfP resultErrorType = NativeLibrary.bind(Shapes.IntOfP.class, "duckdb_result_error_type");
    static final Shapes.LongOfP columnCount = NativeLibrary.bind(Shapes.LongOfP.class, "duckdb_column_count");
    static final Shapes.PointerOfPL columnName = NativeLibrary.bind(Shapes.PointerOfPL.class, "duckdb_column_name");
    static final Shapes.PointerOfPL columnLogicalType =
            NativeLibrary.bind(Shapes.PointerOfPL.class, "duckdb_column_logical_type");
    static final Shapes.VoidOfP destroyResult = NativeLibrary.bind(Shapes.VoidOfP.class, "duckdb_destroy_result");

    private static final MethodHandle FETCH_CHUNK =
            NativeLibrary.handle("duckdb_fetch_chunk", FunctionDescriptor.of(ValueLayout.ADDRESS, RESULT));

    private QueryApi() {}

    /** The next chunk of a streamed result, or a null pointer at its end or after a failure. */
    static MemorySegment fetchChunk(MemorySegment result) {
        try {
            return (MemorySegment) FETCH_CHUNK.invokeExact(result);
        } catch (Throwable impossible) {
            throw new AssertionError("a C function does not throw", impossible);
        }
    }
}
