package io.shearwater.model;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Java records as rows. A component {@code cardPresent} is the column {@code card_present}; its Java type gives the
 * column's type: primitives and boxes as themselves, {@code String}, {@code Instant}, {@code LocalDate}, {@code byte[]},
 * {@code List<T>}, {@code Map<String, T>}, nested records as structs, {@code Optional<T>} as a nullable T, enums as text.
 * {@code BigDecimal} is decimal(38,9); give a schema for another.
 */
final class RecordFrames {
    private RecordFrames() {}

    static <R extends Record> Frame frame(Class<R> type, List<R> rows) {
        RecordComponent[] components = type.getRecordComponents();
        Schema schema = schema(type);
        FrameBuilder builder = new FrameBuilder(schema, rows.size());
        for (R row : rows) {
            builder.append(Arrays.stream(components)
                    .map(component -> plain(read(component, row)))
                    .toArray());
        }
        return builder.build();
    }

    static Schema schema(Class<? extends Record> type) {
        return Schema.of(Arrays.stream(type.getRecordComponents())
                .map(component -> new Field(columnName(component.getName()), dataType(component.getGenericType())))
                .toList());
    }

    static <R extends Record> List<R> records(Frame frame, Class<R> type) {
        RecordComponent[] components = type.getRecordComponents();
        Constructor<R> constructor = constructor(type, components);
        List<R> records = new ArrayList<>(frame.rows());
        for (int row = 0; row < frame.rows(); row++) {
            @Nullable Object[] arguments = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                arguments[i] = argument(components[i], frame.value(row, columnName(components[i].getName())));
            }
            records.add(instantiate(constructor, arguments));
        }
        return records;
    }

    /** {@code cardPresent} as {@code card_present}. */
    static String columnName(String component) {
        return component.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private static DataType dataType(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            Type last = parameterized.getActualTypeArguments()[parameterized.getActualTypeArguments().length - 1];
            Class<?> raw = (Class<?>) parameterized.getRawType();
            if (raw == Optional.class) {
                return dataType(last);
            }
            return Map.class.isAssignableFrom(raw) ? DataType.map(dataType(last)) : DataType.array(dataType(last));
        }
        return type instanceof Class<?> plain ? dataType(plain) : unsupported(type);
    }

    @SuppressWarnings("unchecked") // isRecord() is the check
    private static DataType dataType(Class<?> type) {
        if (type.isRecord()) {
            return new DataType.StructType(
                    schema((Class<? extends Record>) type).fields());
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
            case "java.math.BigDecimal" -> DataType.decimal(38, 9);
            case "[B" -> DataType.BINARY;
            default -> unsupported(type);
        };
    }

    private static DataType unsupported(Type type) {
        throw ModelError.BAD_TYPE.because("A record component of type " + type.getTypeName()
                + " has no column type. Use primitives, String, " + Instant.class.getSimpleName() + ", "
                + LocalDate.class.getSimpleName() + ", " + BigDecimal.class.getSimpleName()
                + ", byte[], List, Map with text keys, or a record.");
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Optional<?> optional -> plain(optional.orElse(null));
            case Record nested -> frameOf(nested).row(0);
            case List<?> list -> list.stream().map(RecordFrames::plain).toList();
            default -> value;
        };
    }

    @SuppressWarnings("unchecked") // a value's own class
    private static <R extends Record> Frame frameOf(R value) {
        return frame((Class<R>) value.getClass(), List.of(value));
    }

    private static @Nullable Object argument(RecordComponent component, @Nullable Object value) {
        if (component.getType() == Optional.class) {
            return Optional.ofNullable(value);
        }
        if (value == null && component.getType().isPrimitive()) {
            throw ModelError.WRONG_TYPE.because("The column '" + columnName(component.getName())
                    + "' has a null, which the record component '" + component.getName() + "' of type "
                    + component.getType() + " cannot hold. Use the boxed type.");
        }
        return value;
    }

    private static @Nullable Object read(RecordComponent component, Record row) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(row);
        } catch (ReflectiveOperationException unreadable) {
            throw new ShearwaterException(
                    ModelError.BAD_TYPE,
                    "The record component '" + component.getName() + "' cannot be read: " + unreadable.getMessage(),
                    unreadable);
        }
    }

    private static <R extends Record> Constructor<R> constructor(Class<R> type, RecordComponent[] components) {
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException("A record has a canonical constructor", impossible);
        }
    }

    private static <R extends Record> R instantiate(Constructor<R> constructor, @Nullable Object[] arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException | IllegalArgumentException unfit) {
            throw new ShearwaterException(
                    ModelError.WRONG_TYPE,
                    "A row " + Arrays.toString(arguments) + " does not fit the record "
                            + constructor.getDeclaringClass().getSimpleName() + ": " + unfit.getMessage(),
                    unfit);
        }
    }
}
