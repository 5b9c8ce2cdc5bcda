package io.shearwater.online;

import io.shearwater.model.DataType;

/** How a value lies in a row. */
enum RowKind {
    BOOLEAN(1),
    INT(4),
    DATE(4),
    FLOAT(4),
    LONG(8),
    TIMESTAMP(8),
    DOUBLE(8),
    SHORT_DECIMAL(8),
    LONG_DECIMAL(16),
    TEXT(0),
    BINARY(0),
    EMBEDDING(0),
    NESTED(0);

    private final int fixed;

    RowKind(int fixed) {
        this.fixed = fixed;
    }

    static RowKind of(DataType type) {
        return switch (type) {
            case DataType.BooleanType t -> BOOLEAN;
            case DataType.IntType t -> INT;
            case DataType.DateType t -> DATE;
            case DataType.FloatType t -> FLOAT;
            case DataType.LongType t -> LONG;
            case DataType.TimestampType t -> TIMESTAMP;
            case DataType.DoubleType t -> DOUBLE;
            case DataType.DecimalType t -> t.fitsLong() ? SHORT_DECIMAL : LONG_DECIMAL;
            case DataType.StringType t -> TEXT;
            case DataType.BinaryType t -> BINARY;
            case DataType.EmbeddingType t -> EMBEDDING;
            case DataType.ArrayType t -> NESTED;
            case DataType.StructType t -> NESTED;
            case DataType.MapType t -> NESTED;
        };
    }

    /** Whether the slot holds where the value's bytes end instead of the value. */
    boolean varies() {
        return fixed == 0;
    }

    /** Bytes of the slot. */
    int width() {
        return fixed == 0 ? Integer.BYTES : fixed;
    }
}
