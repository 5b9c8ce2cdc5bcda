package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Single cells of columns as Java values, without boxing what is primitive: what stands between columns and a method. */
final class Cells {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private static final Map<Class<?>, DataType> TYPES = Map.ofEntries(
            Map.entry(boolean.class, DataType.BOOLEAN),
            Map.entry(Boolean.class, DataType.BOOLEAN),
            Map.entry(int.class, DataType.INT),
            Map.entry(Integer.class, DataType.INT),
            Map.entry(long.class, DataType.LONG),
            Map.entry(Long.class, DataType.LONG),
            Map.entry(float.class, DataType.FLOAT),
            Map.entry(Float.class, DataType.FLOAT),
            Map.entry(double.class, DataType.DOUBLE),
            Map.entry(Double.class, DataType.DOUBLE),
            Map.entry(String.class, DataType.STRING),
            Map.entry(LocalDate.class, DataType.DATE),
            Map.entry(Instant.class, DataType.TIMESTAMP),
            Map.entry(byte[].class, DataType.BINARY),
            Map.entry(BigDecimal.class, DataType.decimal(DataType.DecimalType.MAX_PRECISION, 9)));

    private Cells() {}

    /** The column type of a Java type, if it has one. */
    static Optional<DataType> type(Class<?> java) {
        return Optional.ofNullable(TYPES.get(java));
    }

    /** Whether a Java type is the box of a primitive. */
    static boolean isBoxed(Class<?> java) {
        return MethodType.methodType(java).unwrap().returnType() != java;
    }

    /** Whether a column can be read as a Java type without losing anything. */
    static boolean fits(DataType column, DataType wanted) {
        if (column.equals(wanted)) {
            return true;
        }
        return switch (wanted) {
            case DataType.StringType t -> column instanceof DataType.StringType;
            case DataType.LongType t -> column instanceof DataType.IntType;
            case DataType.FloatType t -> false;
            case DataType.DoubleType t -> column instanceof DataType.FloatType || column instanceof DataType.IntType;
            case DataType.DecimalType t -> column instanceof DataType.DecimalType;
            default -> false;
        };
    }

    // ---- reading

    /** A handle of the type {@code (Column, int)java} that reads a cell of such a column; a null becomes a null. */
    static MethodHandle reader(DataType column, Class<?> java) {
        String name = switch (column) {
            case DataType.BooleanType t -> "booleanAt";
            case DataType.IntType t ->
                java == long.class || java == Long.class
                        ? "longOfInt"
                        : java == double.class || java == Double.class ? "doubleOfInt" : "intAt";
            case DataType.LongType t -> "longAt";
            case DataType.FloatType t -> java == double.class || java == Double.class ? "doubleOfFloat" : "floatAt";
            case DataType.DoubleType t -> "doubleAt";
            default -> "";
        };
        if (name.isEmpty()) {
            return find("valueAt", Object.class).asType(MethodType.methodType(java, Column.class, int.class));
        }
        Class<?> primitive = MethodType.methodType(java).unwrap().returnType();
        MethodHandle reader = find(name, primitive);
        return java.isPrimitive() ? reader : boxed(reader, java);
    }

    private static MethodHandle boxed(MethodHandle reader, Class<?> java) {
        MethodHandle present = reader.asType(reader.type().changeReturnType(java));
        MethodHandle absent =
                MethodHandles.dropArguments(MethodHandles.constant(java, null), 0, Column.class, int.class);
        return MethodHandles.guardWithTest(find("isNull", boolean.class), absent, present);
    }

    private static MethodHandle find(String name, Class<?> result) {
        try {
            return LOOKUP.findStatic(Cells.class, name, MethodType.methodType(result, Column.class, int.class));
        } catch (NoSuchMethodException | IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static boolean isNull(Column column, int row) {
        return column.isNull(row);
    }

    static boolean booleanAt(Column column, int row) {
        return ((Column.Booleans) column).values()[row];
    }

    static int intAt(Column column, int row) {
        return ((Column.Ints) column).values()[row];
    }

    static long longOfInt(Column column, int row) {
        return ((Column.Ints) column).values()[row];
    }

    static double doubleOfInt(Column column, int row) {
        return ((Column.Ints) column).values()[row];
    }

    static long longAt(Column column, int row) {
        return ((Column.Longs) column).values()[row];
    }

    static float floatAt(Column column, int row) {
        return ((Column.Floats) column).values()[row];
    }

    static double doubleOfFloat(Column column, int row) {
        return ((Column.Floats) column).values()[row];
    }

    static double doubleAt(Column column, int row) {
        return ((Column.Doubles) column).values()[row];
    }

    static @Nullable Object valueAt(Column column, int row) {
        return column.value(row);
    }

    // ---- writing

    /** A handle of the type {@code (ColumnBuilder, java)void} that appends a value; a null is appended as null. */
    static MethodHandle writer(Class<?> java) {
        String name = switch (java.getName()) {
            case "boolean" -> "appendBoolean";
            case "int" -> "appendInt";
            case "long" -> "appendLong";
            case "float" -> "appendFloat";
            case "double" -> "appendDouble";
            default -> "";
        };
        try {
            return name.isEmpty()
                    ? LOOKUP.findVirtual(ColumnBuilder.class, "append", MethodType.methodType(void.class, Object.class))
                            .asType(MethodType.methodType(void.class, ColumnBuilder.class, java))
                    : LOOKUP.findVirtual(ColumnBuilder.class, name, MethodType.methodType(void.class, java));
        } catch (NoSuchMethodException | IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
