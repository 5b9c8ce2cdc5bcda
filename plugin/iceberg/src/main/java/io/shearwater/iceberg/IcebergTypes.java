package io.shearwater.iceberg;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.spi.SpiError;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Shearwater's types as Iceberg's and back. An embedding is a list of floats, a string has no greatest length there. */
final class IcebergTypes {
    private IcebergTypes() {}

    /** The Iceberg type; nested fields take their ids from {@code ids}. */
    static Type toIceberg(DataType type, AtomicInteger ids) {
        return switch (type) {
            case DataType.BooleanType t -> Types.BooleanType.get();
            case DataType.IntType t -> Types.IntegerType.get();
            case DataType.LongType t -> Types.LongType.get();
            case DataType.FloatType t -> Types.FloatType.get();
            case DataType.DoubleType t -> Types.DoubleType.get();
            case DataType.DecimalType decimal -> Types.DecimalType.of(decimal.precision(), decimal.scale());
            case DataType.StringType t -> Types.StringType.get();
            case DataType.BinaryType t -> Types.BinaryType.get();
            case DataType.DateType t -> Types.DateType.get();
            case DataType.TimestampType t -> Types.TimestampType.withZone();
            case DataType.ArrayType array ->
                Types.ListType.ofOptional(ids.incrementAndGet(), toIceberg(array.element(), ids));
            case DataType.EmbeddingType t -> Types.ListType.ofRequired(ids.incrementAndGet(), Types.FloatType.get());
            case DataType.MapType map -> {
                int key = ids.incrementAndGet();
                int value = ids.incrementAndGet();
                yield Types.MapType.ofOptional(key, value, Types.StringType.get(), toIceberg(map.value(), ids));
            }
            case DataType.StructType struct -> {
                List<Types.NestedField> fields = new ArrayList<>();
                for (Field field : struct.fields()) {
                    int id = ids.incrementAndGet();
                    fields.add(Types.NestedField.optional(id, field.name(), toIceberg(field.type(), ids)));
                }
                yield Types.StructType.of(fields);
            }
        };
    }

    /** The type that an Iceberg type stands for when nothing else is known of it. */
    static DataType fromIceberg(Type type, String column) {
        return switch (type.typeId()) {
            case BOOLEAN -> DataType.BOOLEAN;
            case INTEGER -> DataType.INT;
            case LONG -> DataType.LONG;
            case FLOAT -> DataType.FLOAT;
            case DOUBLE -> DataType.DOUBLE;
            case STRING -> DataType.STRING;
            case BINARY -> DataType.BINARY;
            case DATE -> DataType.DATE;
            case TIMESTAMP -> timestamp((Types.TimestampType) type, column);
            case DECIMAL -> {
                Types.DecimalType decimal = (Types.DecimalType) type;
                yield DataType.decimal(decimal.precision(), decimal.scale());
            }
            case LIST -> DataType.array(fromIceberg(type.asListType().elementType(), column));
            case MAP -> DataType.map(fromIceberg(type.asMapType().valueType(), column));
            case STRUCT ->
                DataType.struct(type.asStructType().fields().stream()
                        .map(field -> new Field(field.name(), fromIceberg(field.type(), column)))
                        .toArray(Field[]::new));
            default -> throw unknown(type, column);
        };
    }

    /** Whether Iceberg's type alone does not say what the column is. */
    static boolean needsNote(DataType type, String column) {
        return !fromIceberg(toIceberg(type, new AtomicInteger()), column).equals(type);
    }

    private static DataType timestamp(Types.TimestampType type, String column) {
        if (type.shouldAdjustToUTC()) {
            return DataType.TIMESTAMP;
        }
        throw unknown(type, column);
    }

    private static RuntimeException unknown(Type type, String column) {
        return SpiError.BAD_FILE.because("The column '" + column + "' has the Iceberg type " + type
                + ", which Shearwater does not know. It was added by another program.");
    }
}
