package io.shearwater.duckdb;

import java.lang.foreign.Linker;

/** The functions of DuckDB's C API about types, chunks and vectors, named as there without {@code duckdb_}. */
final class VectorApi {
    // Calls that only read a field need no transition of the thread's state.
    private static final Linker.Option TRIVIAL = Linker.Option.critical(false);
    // Calls that only copy what they are given may be given memory of the heap.
    private static final Linker.Option FROM_HEAP = Linker.Option.critical(true);

    /** Rows of a full vector. */
    static final int VECTOR_ROWS =
            (int) NativeLibrary.bind(Shapes.LongOf.class, "duckdb_vector_size").call();

    static final Shapes.LongOfP dataChunkGetSize =
            NativeLibrary.bind(Shapes.LongOfP.class, "duckdb_data_chunk_get_size", TRIVIAL);
    static final Shapes.PointerOfPL dataChunkGetVector =
            NativeLibrary.bind(Shapes.PointerOfPL.class, "duckdb_data_chunk_get_vector", TRIVIAL);
    static final Shapes.VoidOfPL dataChunkSetSize =
            NativeLibrary.bind(Shapes.VoidOfPL.class, "duckdb_data_chunk_set_size");
    static final Shapes.VoidOfP destroyDataChunk =
            NativeLibrary.bind(Shapes.VoidOfP.class, "duckdb_destroy_data_chunk");

    static final Shapes.PointerOfP vectorGetData =
            NativeLibrary.bind(Shapes.PointerOfP.class, "duckdb_vector_get_data", TRIVIAL);
    static final Shapes.PointerOfP vectorGetValidity =
            NativeLibrary.bind(Shapes.PointerOfP.class, "duckdb_vector_get_validity", TRIVIAL);
    static final Shapes.VoidOfP vectorEnsureValidityWritable =
            NativeLibrary.bind(Shapes.VoidOfP.class, "duckdb_vector_ensure_validity_writable");
    static final Shapes.VoidOfPLPL vectorAssignStringElementLen =
            NativeLibrary.bind(Shapes.VoidOfPLPL.class, "duckdb_vector_assign_string_element_len", FROM_HEAP);
    static final Shapes.PointerOfP listVectorGetChild =
            NativeLibrary.bind(Shapes.PointerOfP.class, "duckdb_list_vector_get_child", TRIVIAL);
    static final Shapes.LongOfP listVectorGetSize =
            NativeLibrary.bind(Shapes.LongOfP.class, "duckdb_list_vector_get_size", TRIVIAL);
    static final Shapes.IntOfPL listVectorSetSize =
            NativeLibrary.bind(Shapes.IntOfPL.class, "duckdb_list_vector_set_size");
    static final Shapes.IntOfPL listVectorReserve =
            NativeLibrary.bind(Shapes.IntOfPL.class, "duckdb_list_vector_reserve");
    static final Shapes.PointerOfPL structVectorGetChild =
            NativeLibrary.bind(Shapes.PointerOfPL.class, "duckdb_struct_vector_get_child", TRIVIAL);

    static final Shapes.PointerOfI createLogicalType =
            NativeLibrary.bind(Shapes.PointerOfI.class, "duckdb_create_logical_type");
    static final Shapes.PointerOfBB createDecimalType =
            NativeLibrary.bind(Shapes.PointerOfBB.class, "duckdb_create_decimal_type");
    static final Shapes.PointerOfP createListType =
            NativeLibrary.bind(Shapes.PointerOfP.class, "duckdb_create_list_type");
    static final Shapes.PointerOfPP createMapType =
            NativeLibrary.bind(Shapes.PointerOfPP.class, "duckdb_create_map_type");
    static final Shapes.PointerOfPPL createStructType =
            NativeLibrary.bind(Shapes.PointerOfPPL.class, "duckdb_create_struct_type");
    static final Shapes.VoidOfP destroyLogicalType =
            NativeLibrary.bind(Shapes.VoidOfP.class, "duckdb_destroy_logical_type");

    static final Shapes.IntOfP getTypeId = NativeLibrary.bind(Shapes.IntOfP.class, "duckdb_get_type_id");
    static final Shapes.ByteOfP decimalWidth = NativeLibrary.bind(Shapes.ByteOfP.class, "duckdb_decimal_width");
    static final Shapes.ByteOfP decimalScale = NativeLibrary.bind(Shapes.ByteOfP.class, "duckdb_decimal_scale");
    static final Shapes.PointerOfP listTypeChildType =
            NativeLibrary.bind(Shapes.PointerOfP.class, "duckdb_list_type_child_type");
    static final Shapes.PointerOfP arrayTypeChildType =
            NativeLibrary.bind(Shapes.PointerOfP.class, "duckdb_array_type_child_type");
    static final Shapes.LongOfP arrayTypeArraySize =
            NativeLibrary.bind(Shapes.LongOfP.class, "duckdb_array_type_array_size");
    static final Shapes.PointerOfP mapTypeKeyType =
            NativeLibrary.bind(Shapes.PointerOfP.class, "duckdb_map_type_key_type");
    static final Shapes.PointerOfP mapTypeValueType =
            NativeLibrary.bind(Shapes.PointerOfP.class, "duckdb_map_type_value_type");
    static final Shapes.LongOfP structTypeChildCount =
            NativeLibrary.bind(Shapes.LongOfP.class, "duckdb_struct_type_child_count");
    static final Shapes.PointerOfPL structTypeChildName =
            NativeLibrary.bind(Shapes.PointerOfPL.class, "duckdb_struct_type_child_name");
    static final Shapes.PointerOfPL structTypeChildType =
            NativeLibrary.bind(Shapes.PointerOfPL.class, "duckdb_struct_type_child_type");

    private VectorApi() {}
}
