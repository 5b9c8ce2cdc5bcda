package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.Consumer;

/** Shearwater's types as DuckDB's {@code duckdb_logical_type}. */
final class LogicalTypes {
    static final int BOOLEAN = 1;
    static final int INTEGER = 4;
    static final int BIGINT = 5;
    static final int FLOAT = 10;
    static final int DOUBLE = 11;
    static final int DATE = 13;
    static final int VARCHAR = 17;
    static final int BLOB = 18;
    static final int TIMESTAMP_TZ = 31;

    private LogicalTypes() {}

    /** Gives a type to an action and frees it. */
    static void with(DataType type, Consumer<MemorySegment> action) {
        freed(create(type), action);
    }

    /** Gives the type of an id without parameters to an action and frees it. */
    static void with(int id, Consumer<MemorySegment> action) {
        freed(VectorApi.createLogicalType.call(id), action);
    }

    /** The bytes of one value in a vector of a type without parameters. */
    static int bytes(int id) {
        return switch (id) {
            case BOOLEAN -> 1;
            case INTEGER, FLOAT, DATE -> 4;
            case VARCHAR, BLOB -> StringLayout.BYTES;
            default -> 8;
        };
    }

    private static void freed(MemorySegment type, Consumer<MemorySegment> action) {
        try {
            action.accept(type);
        } finally {
            free(type);
        }
    }

    private static void free(MemorySegment type) {
        try (Arena arena = Arena.ofConfined()) {
            VectorApi.destroyLogicalType.call(arena.allocateFrom(ValueLayout.ADDRESS, type));
        }
    }

    private static MemorySegment create(DataType type) {
        return switch (type) {
            case DataType.BooleanType t -> VectorApi.createLogicalType.call(BOOLEAN);
            case DataType.IntType t -> VectorApi.createLogicalType.call(INTEGER);
            case DataType.LongType t -> VectorApi.createLogicalType.call(BIGINT);
            case DataType.FloatType t -> VectorApi.createLogicalType.call(FLOAT);
            case DataType.DoubleType t -> VectorApi.createLogicalType.call(DOUBLE);
            case DataType.DecimalType t -> VectorApi.createDecimalType.call((byte) t.precision(), (byte) t.scale());
            case DataType.StringType t -> VectorApi.createLogicalType.call(VARCHAR);
            case DataType.BinaryType t -> VectorApi.createLogicalType.call(BLOB);
            case DataType.DateType t -> VectorApi.createLogicalType.call(DATE);
            case DataType.TimestampType t -> VectorApi.createLogicalType.call(TIMESTAMP_TZ);
            case DataType.ArrayType t -> list(t.element());
            case DataType.EmbeddingType t -> list(DataType.FLOAT);
            case DataType.MapType t -> map(t.value());
            case DataType.StructType t -> struct(t.fields());
        };
    }

    private static MemorySegment list(DataType element) {
        MemorySegment child = create(element);
        try {
            return VectorApi.createListType.call(child);
        } finally {
            free(child);
        }
    }

    private static MemorySegment map(DataType value) {
        MemorySegment key = create(DataType.STRING);
        MemorySegment child = create(value);
        try {
            return VectorApi.createMapType.call(key, child);
        } finally {
            free(key);
            free(child);
        }
    }

    private static MemorySegment struct(List<Field> fields) {
        List<MemorySegment> children =
                fields.stream().map(field -> create(field.type())).toList();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment types = arena.allocate(ValueLayout.ADDRESS, fields.size());
            MemorySegment names = arena.allocate(ValueLayout.ADDRESS, fields.size());
            for (int i = 0; i < fields.size(); i++) {
                types.setAtIndex(ValueLayout.ADDRESS, i, children.get(i));
                names.setAtIndex(
                        ValueLayout.ADDRESS, i, arena.allocateFrom(fields.get(i).name()));
            }
            return VectorApi.createStructType.call(types, names, fields.size());
        } finally {
            children.forEach(LogicalTypes::free);
        }
    }
}
