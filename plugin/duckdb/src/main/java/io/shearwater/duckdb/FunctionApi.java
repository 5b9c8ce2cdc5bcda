package io.shearwater.duckdb;

/** The functions of DuckDB's C API that let SQL call Java, named as there without {@code duckdb_}. */
final class FunctionApi {
    static final Shapes.PointerOf createTableFunction =
            NativeLibrary.bind(Shapes.PointerOf.class, "duckdb_create_table_function");
    static final Shapes.VoidOfP destroyTableFunction =
            NativeLibrary.bind(Shapes.VoidOfP.class, "duckdb_destroy_table_function");
    static final Shapes.VoidOfPP tableFunctionSetName =
            NativeLibrary.bind(Shapes.VoidOfPP.class, "duckdb_table_function_set_name");
    static final Shapes.VoidOfPP tableFunctionAddParameter =
            NativeLibrary.bind(Shapes.VoidOfPP.class, "duckdb_table_function_add_parameter");
    static final Shapes.VoidOfPP tableFunctionSetBind =
            NativeLibrary.bind(Shapes.VoidOfPP.class, "duckdb_table_function_set_bind");
    static final Shapes.VoidOfPP tableFunctionSetInit =
            NativeLibrary.bind(Shapes.VoidOfPP.class, "duckdb_table_function_set_init");
    static final Shapes.VoidOfPP tableFunctionSetFunction =
            NativeLibrary.bind(Shapes.VoidOfPP.class, "duckdb_table_function_set_function");
    static final Shapes.VoidOfPZ tableFunctionSupportsProjectionPushdown =
            NativeLibrary.bind(Shapes.VoidOfPZ.class, "duckdb_table_function_supports_projection_pushdown");
    static final Shapes.IntOfPP registerTableFunction =
            NativeLibrary.bind(Shapes.IntOfPP.class, "duckdb_register_table_function");

    static final Shapes.PointerOfPL bindGetParameter =
            NativeLibrary.bind(Shapes.PointerOfPL.class, "duckdb_bind_get_parameter");
    static final Shapes.LongOfP getInt64 = NativeLibrary.bind(Shapes.LongOfP.class, "duckdb_get_int64");
    static final Shapes.VoidOfP destroyValue = NativeLibrary.bind(Shapes.VoidOfP.class, "duckdb_destroy_value");
    static final Shapes.VoidOfPPP bindAddResultColumn =
            NativeLibrary.bind(Shapes.VoidOfPPP.class, "duckdb_bind_add_result_column");
    static final Shapes.VoidOfPPP bindSetBindData =
            NativeLibrary.bind(Shapes.VoidOfPPP.class, "duckdb_bind_set_bind_data");
    static final Shapes.VoidOfPP bindSetError = NativeLibrary.bind(Shapes.VoidOfPP.class, "duckdb_bind_set_error");
    static final Shapes.PointerOfP initGetBindData =
            NativeLibrary.bind(Shapes.PointerOfP.class, "duckdb_init_get_bind_data");
    static final Shapes.LongOfP initGetColumnCount =
            NativeLibrary.bind(Shapes.LongOfP.class, "duckdb_init_get_column_count");
    static final Shapes.LongOfPL initGetColumnIndex =
            NativeLibrary.bind(Shapes.LongOfPL.class, "duckdb_init_get_column_index");
    static final Shapes.VoidOfPL initSetMaxThreads =
            NativeLibrary.bind(Shapes.VoidOfPL.class, "duckdb_init_set_max_threads");
    static final Shapes.VoidOfPP initSetError = NativeLibrary.bind(Shapes.VoidOfPP.class, "duckdb_init_set_error");
    static final Shapes.PointerOfP functionGetBindData =
            NativeLibrary.bind(Shapes.PointerOfP.class, "duckdb_function_get_bind_data");
    static final Shapes.VoidOfPP functionSetError =
            NativeLibrary.bind(Shapes.VoidOfPP.class, "duckdb_function_set_error");

    static final Shapes.PointerOf createScalarFunction =
            NativeLibrary.bind(Shapes.PointerOf.class, "duckdb_create_scalar_function");
    static final Shapes.VoidOfP destroyScalarFunction =
            NativeLibrary.bind(Shapes.VoidOfP.class, "duckdb_destroy_scalar_function");
    static final Shapes.VoidOfPP scalarFunctionSetName =
            NativeLibrary.bind(Shapes.VoidOfPP.class, "duckdb_scalar_function_set_name");
    static final Shapes.VoidOfPP scalarFunctionAddParameter =
            NativeLibrary.bind(Shapes.VoidOfPP.class, "duckdb_scalar_function_add_parameter");
    static final Shapes.VoidOfPP scalarFunctionSetReturnType =
            NativeLibrary.bind(Shapes.VoidOfPP.class, "duckdb_scalar_function_set_return_type");
    static final Shapes.VoidOfPP scalarFunctionSetFunction =
            NativeLibrary.bind(Shapes.VoidOfPP.class, "duckdb_scalar_function_set_function");
    static final Shapes.IntOfPP registerScalarFunction =
            NativeLibrary.bind(Shapes.IntOfPP.class, "duckdb_register_scalar_function");
    static final Shapes.VoidOfPP scalarFunctionSetError =
            NativeLibrary.bind(Shapes.VoidOfPP.class, "duckdb_scalar_function_set_error");

    private FunctionApi() {}
}
