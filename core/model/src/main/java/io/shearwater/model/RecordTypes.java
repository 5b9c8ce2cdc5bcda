package io.shearwater.model;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The columns that a Java record stands for. */
final class RecordTypes {
    private final Set<Class<?>> open = new HashSet<>();

    private RecordTypes() {}

    static Schema schema(Class<? extends Record> type) {
        return Schema.of(new RecordTypes().fields(type));
    }

    /** {@code cardPresent} as {@code card_present}. */
    static String columnName(String component) {
        return component.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private List<Field> fields(Class<?> record) {
        if (!open.add(record)) {
            throw ModelError.BAD_TYPE.because("The record " + record.getTypeName()
                    + " contains itself; a column cannot be endless. Keep the key of the other row instead.");
        }
        List<Field> fields = Arrays.stream(record.getRecordComponents())
                .map(component ->
                        new Field(columnName(component.getName()), dataType(component.getGenericType(), component)))
                .toList();
        open.remove(record);
        return fields;
    }

    private DataType dataType(Type type, RecordComponent where) {
        return switch (type) {
            case ParameterizedType parameterized -> generic(parameterized, where);
            case Class<?> plain -> plain(plain, where);
            default -> throw unsupported(type, where);
        };
    }

    private DataType generic(ParameterizedType type, RecordComponent where) {
        Type[] arguments = type.getActualTypeArguments();
        Type last = arguments[arguments.length - 1];
        Type raw = type.getRawType();
        if (raw == Optional.class) {
            return dataType(last, where);
        }
        if (raw == Map.class && arguments[0] == String.class) {
            return DataType.map(dataType(last, where));
        }
        if (raw == List.class || raw == Set.class || raw == Collection.class || raw == Iterable.class) {
            return DataType.array(dataType(last, where));
        }
        throw unsupported(type, where);
    }

    private DataType plain(Class<?> type, RecordComponent where) {
        if (type.isRecord()) {
            return new DataType.StructType(fields(type));
        }
        if (type.isEnum()) {
            return DataType.STRING;
        }
        return switch (type.getName()) {
            case "boolean", "java.lang.Boolean" -> DataType.BOOLEAN;
            case "int", "short", "byte", "java.lang.Integer", "java.lang.Short", "java.lang.Byte" -> DataType.INT;
            case "long", "java.lang.Long" -> DataType.LONG;
            case "float", "java.lang.Float" -> DataType.FLOAT;
            case "double", "java.lang.Double" -> DataType.DOUBLE;
            case "java.lang.String" -> DataType.STRING;
            case "java.time.Instant" -> DataType.TIMESTAMP;
            case "java.time.LocalDate" -> DataType.DATE;
            case "java.math.BigDecimal" -> DataType.decimal(DataType.DecimalType.MAX_PRECISION, 9);
            case "[B" -> DataType.BINARY;
            default -> throw unsupported(type, where);
        };
    }

    private static ShearwaterException unsupported(Type type, RecordComponent where) {
        return ModelError.BAD_TYPE.because("The record component '" + where.getName() + "' of "
                + where.getDeclaringRecord().getTypeName() + " has the type " + type.getTypeName()
                + ", for which there is no column type. Use primitives, String, Instant, LocalDate, BigDecimal, byte[], "
                + "an enum, a record, List, Set, Map with String keys or Optional, or give the schema.");
    }
}
