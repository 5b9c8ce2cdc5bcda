package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * A column of a file as DuckDB sees it.
 *
 * @param name as in the file
 * @param type the type that holds every value of the column
 * @param local whether it holds times without a zone
 */
record FileColumn(String name, DataType type, boolean local) {
    // duckdb_type; those that Shearwater's types are written as are in LogicalTypes.
    private static final int TINYINT = 2;
    private static final int SMALLINT = 3;
    private static final int UTINYINT = 6;
    private static final int USMALLINT = 7;
    private static final int UINTEGER = 8;
    private static final int UBIGINT = 9;
    private static final int TIMESTAMP = 12;
    private static final int HUGEINT = 16;
    private static final int DECIMAL = 19;
    private static final int TIMESTAMP_S = 20;
    private static final int TIMESTAMP_MS = 21;
    private static final int TIMESTAMP_NS = 22;
    private static final int LIST = 24;
    private static final int STRUCT = 25;
    private static final int MAP = 26;
    private static final int ARRAY = 33;

    /** The columns of a table of SQL. */
    static List<FileColumn> of(Session session, String table) {
        try (ChunkStream rows = session.query("SELECT * FROM " + table + " LIMIT 0")) {
            return rows.columns();
        }
    }

    /** Columns by name and type. */
    static List<Field> fields(List<FileColumn> columns) {
        return columns.stream()
                .map(column -> new Field(column.name(), column.type()))
                .toList();
    }

    /** A column of a {@code duckdb_logical_type}, which is freed. */
    static FileColumn of(String name, MemorySegment type) {
        return freed(
                type,
                t -> new FileColumn(
                        name,
                        type(t),
                        switch (VectorApi.getTypeId.call(t)) {
                            case TIMESTAMP, TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP_NS -> true;
                            default -> false;
                        }));
    }

    private static <T> T freed(MemorySegment type, Function<MemorySegment, T> use) {
        try (Arena arena = Arena.ofConfined()) {
            T result = use.apply(type);
            VectorApi.destroyLogicalType.call(arena.allocateFrom(ValueLayout.ADDRESS, type));
            return result;
        }
    }

    private static DataType child(MemorySegment type) {
        return freed(type, FileColumn::type);
    }

    private static DataType type(MemorySegment type) {
        return switch (VectorApi.getTypeId.call(type)) {
            case LogicalTypes.BOOLEAN -> DataType.BOOLEAN;
            case TINYINT, SMALLINT, LogicalTypes.INTEGER, UTINYINT, USMALLINT -> DataType.INT;
            case LogicalTypes.BIGINT, UINTEGER -> DataType.LONG;
            case UBIGINT -> DataType.decimal(20, 0);
            case HUGEINT -> DataType.decimal(38, 0);
            case LogicalTypes.FLOAT -> DataType.FLOAT;
            case LogicalTypes.DOUBLE -> DataType.DOUBLE;
            case DECIMAL -> DataType.decimal(VectorApi.decimalWidth.call(type), VectorApi.decimalScale.call(type));
            case LogicalTypes.BLOB -> DataType.BINARY;
            case LogicalTypes.DATE -> DataType.DATE;
            case TIMESTAMP, TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP_NS, LogicalTypes.TIMESTAMP_TZ -> DataType.TIMESTAMP;
            case LIST -> DataType.array(child(VectorApi.listTypeChildType.call(type)));
            case ARRAY -> array(type);
            case STRUCT -> struct(type);
            case MAP -> map(type).orElse(DataType.STRING);
            // Times of day, intervals, enumerations, UUIDs and the like are read as texts.
            default -> DataType.STRING;
        };
    }

    private static DataType array(MemorySegment type) {
        DataType element = child(VectorApi.arrayTypeChildType.call(type));
        return element.equals(DataType.FLOAT)
                ? DataType.embedding((int) VectorApi.arrayTypeArraySize.call(type))
                : DataType.array(element);
    }

    private static DataType struct(MemorySegment type) {
        return DataType.struct(LongStream.range(0, VectorApi.structTypeChildCount.call(type))
                .mapToObj(i -> {
                    MemorySegment name = VectorApi.structTypeChildName.call(type, i);
                    String text = NativeLibrary.text(name).orElseThrow();
                    QueryApi.free.call(name);
                    return new Field(text, child(VectorApi.structTypeChildType.call(type, i)));
                })
                .toArray(Field[]::new));
    }

    private static Optional<DataType> map(MemorySegment type) {
        return child(VectorApi.mapTypeKeyType.call(type)).equals(DataType.STRING)
                ? Optional.of(DataType.map(child(VectorApi.mapTypeValueType.call(type))))
                : Optional.empty();
    }
}
