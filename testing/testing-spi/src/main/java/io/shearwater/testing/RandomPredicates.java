package io.shearwater.testing;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Conditions of chance over the columns of a schema. */
final class RandomPredicates {
    private static final List<String> PATTERNS =
            List.of("%", "", "a%", "%a", "_", "%0%", "a\\%", "\\_", "__", "%🐦", "e_", "\\");

    private final Schema schema;
    private final RandomRows rows;

    RandomPredicates(Schema schema, RandomRows rows) {
        this.schema = schema;
        this.rows = rows;
    }

    /** A condition of at most this depth. */
    Predicate any(int depth) {
        if (depth == 0 || rows.chance(40)) {
            return leaf();
        }
        return switch (rows.below(3)) {
            case 0 -> new Predicate.And(parts(depth));
            case 1 -> new Predicate.Or(parts(depth));
            default -> Predicate.not(any(depth - 1));
        };
    }

    private List<Predicate> parts(int depth) {
        List<Predicate> parts = new ArrayList<>();
        for (int i = rows.below(4); i > 0; i--) {
            parts.add(any(depth - 1));
        }
        return parts;
    }

    private Predicate leaf() {
        Field field = rows.pick(schema.fields());
        return switch (field.type()) {
            case DataType.BinaryType t -> Predicate.isNull(field.name());
            case DataType.ArrayType t -> Predicate.isNull(field.name());
            case DataType.MapType t -> Predicate.isNull(field.name());
            case DataType.StructType t -> Predicate.isNull(field.name());
            case DataType.EmbeddingType t -> Predicate.isNull(field.name());
            default -> scalar(field);
        };
    }

    private Predicate scalar(Field field) {
        return switch (rows.below(10)) {
            case 0 -> Predicate.isNull(field.name());
            case 1, 2 -> new Predicate.In(field.name(), constants(field));
            case 3 ->
                field.type() instanceof DataType.StringType
                        ? Predicate.like(field.name(), rows.pick(PATTERNS))
                        : compare(field);
            default -> compare(field);
        };
    }

    private Predicate compare(Field field) {
        return new Predicate.Compare(field.name(), rows.pick(List.of(Predicate.Operator.values())), constant(field));
    }

    private List<Object> constants(Field field) {
        List<Object> constants = new ArrayList<>();
        for (int i = rows.below(4); i > 0; i--) {
            constants.add(constant(field));
        }
        return constants;
    }

    /** A value as rows have it, or a number of another kind beside a column of numbers. */
    private Object constant(Field field) {
        boolean number = switch (field.type()) {
            case DataType.IntType t -> true;
            case DataType.LongType t -> true;
            case DataType.DoubleType t -> true;
            case DataType.DecimalType t -> true;
            default -> false;
        };
        if (number && rows.chance(20)) {
            return rows.pick(List.<Object>of(0, 1L, 1.5, -0.5, new BigDecimal("0.10"), 3_000_000_000L));
        }
        Object value = rows.value(field);
        return Objects.requireNonNullElseGet(value, () -> rows.value(field.type()));
    }
}
