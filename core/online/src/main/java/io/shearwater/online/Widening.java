package io.shearwater.online;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gives values of the type that a row was written with the type that its column has now. */
final class Widening {
    private Widening() {}

    /** Whether every value of one type is a value of the other. */
    static boolean possible(DataType from, DataType to) {
        if (from.equals(to)) {
            return true;
        }
        return switch (to) {
            case DataType.LongType t -> from instanceof DataType.IntType;
            case DataType.DoubleType t -> from instanceof DataType.FloatType || from instanceof DataType.IntType;
            case DataType.StringType t -> from instanceof DataType.StringType;
            case DataType.DecimalType t ->
                from instanceof DataType.DecimalType old
                        && t.scale() >= old.scale()
                        && t.precision() - t.scale() >= old.precision() - old.scale();
            case DataType.ArrayType t -> from instanceof DataType.ArrayType old && possible(old.element(), t.element());
            case DataType.MapType t -> from instanceof DataType.MapType old && possible(old.value(), t.value());
            case DataType.StructType t -> from instanceof DataType.StructType old && possible(old.fields(), t.fields());
            default -> false;
        };
    }

    private static boolean possible(List<Field> from, List<Field> to) {
        Map<String, DataType> wide = new HashMap<>();
        to.forEach(field -> wide.put(field.name(), field.type()));
        return from.stream()
                .allMatch(field -> wide.containsKey(field.name()) && possible(field.type(), wide.get(field.name())));
    }

    /** A value as a value of the wider type. */
    static Object widen(Object value, DataType to) {
        return switch (to) {
            case DataType.LongType t -> ((Number) value).longValue();
            case DataType.DoubleType t -> ((Number) value).doubleValue();
            case DataType.DecimalType t -> ((BigDecimal) value).setScale(t.scale());
            case DataType.ArrayType t -> {
                List<@Nullable Object> list = new ArrayList<>();
                ((List<?>) value).forEach(element -> list.add(widenNullable(element, t.element())));
                yield Collections.unmodifiableList(list);
            }
            case DataType.MapType t -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                ((Map<?, ?>) value).forEach((key, part) -> map.put((String) key, widenNullable(part, t.value())));
                yield Collections.unmodifiableMap(map);
            }
            case DataType.StructType t -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                t.fields()
                        .forEach(field -> map.put(
                                field.name(), widenNullable(((Map<?, ?>) value).get(field.name()), field.type())));
                yield Collections.unmodifiableMap(map);
            }
            default -> Objects.requireNonNull(value);
        };
    }

    private static @Nullable Object widenNullable(@Nullable Object value, DataType to) {
        return value == null ? null : widen(value, to);
    }
}
