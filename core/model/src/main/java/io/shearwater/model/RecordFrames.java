package io.shearwater.model;

import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Java records as rows and rows as Java records; {@link RecordTypes} says which column a component is. */
final class RecordFrames {
    /** Records within records are taken apart once a row: their shapes are kept as long as their classes. */
    private static final ClassValue<Shape<?>> NESTED = new ClassValue<>() {
        @Override
        protected Shape<?> computeValue(Class<?> type) {
            return new Shape<>(type.asSubclass(Record.class));
        }
    };

    private RecordFrames() {}

    static Schema schema(Class<? extends Record> type) {
        return RecordTypes.schema(type);
    }

    static <R extends Record> Frame frame(Class<R> type, Schema schema, List<R> rows) {
        Shape<R> shape = new Shape<>(type);
        shape.columns.forEach(schema::index);
        return BadRows.build(schema, rows, (builder, row) -> builder.append(shape.map(row)));
    }

    static <R extends Record> List<R> records(Frame frame, Class<R> type) {
        Shape<R> shape = new Shape<>(type);
        List<Column> columns = shape.columns.stream().map(frame::column).toList();
        List<R> records = new ArrayList<>(frame.rows());
        for (int row = 0; row < frame.rows(); row++) {
            @Nullable Object[] values = new Object[columns.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = columns.get(i).value(row);
            }
            records.add(shape.record(values));
        }
        return records;
    }

    /** How to take one record class apart and to put it together. */
    private static final class Shape<R extends Record> {
        private final Class<R> type;
        private final RecordComponent[] components;
        private final List<String> columns;
        private final Constructor<R> constructor;

        Shape(Class<R> type) {
            this.type = type;
            components = type.getRecordComponents();
            columns = Arrays.stream(components)
                    .map(component -> RecordTypes.columnName(component.getName()))
                    .toList();
            try {
                constructor = type.getDeclaredConstructor(
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
                constructor.setAccessible(true);
                for (RecordComponent component : components) {
                    component.getAccessor().setAccessible(true);
                }
            } catch (NoSuchMethodException impossible) {
                throw new IllegalStateException("A record has a canonical constructor", impossible);
            } catch (InaccessibleObjectException closed) {
                throw new ShearwaterException(
                        ModelError.BAD_TYPE,
                        "The record " + type.getTypeName() + " cannot be reached: open its package to io.shearwater ("
                                + closed.getMessage() + ").",
                        closed);
            }
        }

        Map<String, @Nullable Object> map(Record row) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            for (int i = 0; i < components.length; i++) {
                map.put(columns.get(i), plain(read(components[i], row)));
            }
            return map;
        }

        R record(@Nullable Object[] values) {
            @Nullable Object[] arguments = new Object[values.length];
            for (int i = 0; i < values.length; i++) {
                arguments[i] = argument(components[i].getGenericType(), values[i], columns.get(i));
            }
            try {
                return constructor.newInstance(arguments);
            } catch (InvocationTargetException refused) {
                throw unfit(arguments, refused.getCause() == null ? refused : refused.getCause());
            } catch (ReflectiveOperationException | IllegalArgumentException unfit) {
                throw unfit(arguments, unfit);
            }
        }

        private ShearwaterException unfit(@Nullable Object[] arguments, Throwable cause) {
            return new ShearwaterException(
                    ModelError.WRONG_TYPE,
                    "A row " + Arrays.toString(arguments) + " does not fit the record " + type.getSimpleName() + ": "
                            + cause.getMessage(),
                    cause);
        }
    }

    /** A component's value as a builder takes it. */
    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Optional<?> optional -> plain(optional.orElse(null));
            case Record nested -> NESTED.get(nested.getClass()).map(nested);
            case Collection<?> list -> {
                List<@Nullable Object> plain = new ArrayList<>(list.size());
                list.forEach(element -> plain.add(plain(element)));
                yield plain;
            }
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> plain = new LinkedHashMap<>();
                map.forEach((key, element) -> plain.put(key, plain(element)));
                yield plain;
            }
            default -> value;
        };
    }

    /** A column's value as a component of this type takes it. */
    private static @Nullable Object argument(Type type, @Nullable Object value, String column) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            Type last = arguments[arguments.length - 1];
            if (generic.getRawType() == Optional.class) {
                return Optional.ofNullable(argument(last, value, column));
            }
            return switch (value) {
                case null -> null;
                case List<?> list -> collection(generic, list, column);
                case Map<?, ?> map -> {
                    Map<Object, @Nullable Object> converted = new LinkedHashMap<>();
                    map.forEach((key, element) -> converted.put(key, argument(last, element, column)));
                    yield Collections.unmodifiableMap(converted);
                }
                default -> throw mismatch(type, value, column);
            };
        }
        return type instanceof Class<?> plain ? plainArgument(plain, value, column) : value;
    }

    private static Object collection(ParameterizedType type, List<?> list, String column) {
        Type element = type.getActualTypeArguments()[0];
        Collection<@Nullable Object> converted =
                type.getRawType() == Set.class ? new LinkedHashSet<>() : new ArrayList<>(list.size());
        list.forEach(value -> converted.add(argument(element, value, column)));
        return converted instanceof Set<@Nullable Object> set
                ? Collections.unmodifiableSet(set)
                : Collections.unmodifiableList((List<@Nullable Object>) converted);
    }

    private static @Nullable Object plainArgument(Class<?> type, @Nullable Object value, String column) {
        if (value == null) {
            if (type.isPrimitive()) {
                throw ModelError.WRONG_TYPE.because(
                        "The column '" + column + "' has a null, which the record component of " + "type " + type
                                + " cannot hold. Use the boxed type.");
            }
            return null;
        }
        Object converted = type.isEnum()
                ? constant(type, value, column)
                : type.isRecord() && value instanceof Map<?, ?> struct
                        ? nested(type, struct, column)
                        : widened(type, value);
        if (!boxed(type).isInstance(converted)) {
            throw mismatch(type, value, column);
        }
        return converted;
    }

    private static Object constant(Class<?> type, Object value, String column) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(value)) {
                return constant;
            }
        }
        throw mismatch(type, value, column);
    }

    private static Record nested(Class<?> type, Map<?, ?> struct, String column) {
        Shape<?> shape = NESTED.get(type);
        @Nullable Object[] values = new Object[shape.columns.size()];
        for (int i = 0; i < values.length; i++) {
            if (!struct.containsKey(shape.columns.get(i))) {
                throw ModelError.UNKNOWN_COLUMN.because("The struct column '" + column + "' has no field '"
                        + shape.columns.get(i) + "' for the record " + type.getSimpleName() + "; it has "
                        + struct.keySet() + ".");
            }
            values[i] = struct.get(shape.columns.get(i));
        }
        return shape.record(values);
    }

    /** Numbers of a narrower column in a wider component, and back for the types that have no column of their own. */
    private static Object widened(Class<?> type, Object value) {
        Class<?> wanted = boxed(type);
        if (value instanceof Integer number) {
            if (wanted == Long.class) {
                return number.longValue();
            }
            if (wanted == Double.class) {
                return number.doubleValue();
            }
            if (wanted == Short.class && number == number.shortValue()) {
                return number.shortValue();
            }
            if (wanted == Byte.class && number == number.byteValue()) {
                return number.byteValue();
            }
        }
        return value instanceof Float number && wanted == Double.class ? (Object) number.doubleValue() : value;
    }

    private static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    private static ShearwaterException mismatch(Type type, Object value, String column) {
        return ModelError.WRONG_TYPE.because("The column '" + column + "' holds " + ColumnBuilder.shown(value) + " ("
                + value.getClass().getSimpleName() + "), which the record component of type " + type.getTypeName()
                + " cannot hold.");
    }

    private static @Nullable Object read(RecordComponent component, Record row) {
        try {
            return component.getAccessor().invoke(row);
        } catch (ReflectiveOperationException unreadable) {
            Throwable cause = unreadable.getCause() == null ? unreadable : unreadable.getCause();
            throw new ShearwaterException(
                    ModelError.BAD_TYPE,
                    "The record component '" + component.getName() + "' of " + row + " cannot be read: "
                            + cause.getMessage(),
                    cause);
        }
    }
}
