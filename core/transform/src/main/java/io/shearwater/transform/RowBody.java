package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts a method between the columns that it reads and those that it writes, as the body of a {@link RowLoop}. */
final class RowBody {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private RowBody() {}

    /**
     * A handle of the type {@code (Column[], int, ColumnBuilder[])void}.
     *
     * @param function whose parameters are the columns in order
     * @param types of the columns
     */
    static MethodHandle of(
            MethodHandle function,
            List<FunctionMethod.Parameter> parameters,
            List<DataType> types,
            List<FunctionMethod.Result> results) {
        MethodHandle read = function;
        for (int i = parameters.size() - 1; i >= 0; i--) {
            read = MethodHandles.collectArguments(read, i, cell(i, types.get(i), parameters.get(i)));
        }
        int[] same = new int[2 * parameters.size()];
        for (int i = 0; i < same.length; i++) {
            same[i] = i & 1;
        }
        Class<?> returned = read.type().returnType();
        read = MethodHandles.permuteArguments(read, MethodType.methodType(returned, Column[].class, int.class), same);
        MethodHandle write = MethodHandles.collectArguments(sink(returned, results), 1, read);
        return MethodHandles.permuteArguments(
                write, MethodType.methodType(void.class, Column[].class, int.class, ColumnBuilder[].class), 2, 0, 1);
    }

    /** Reads a cell of the column at a place: {@code (Column[], int)java}. */
    private static MethodHandle cell(int at, DataType type, FunctionMethod.Parameter parameter) {
        MethodHandle column = element(Column[].class, at);
        MethodHandle value = MethodHandles.filterArguments(Cells.reader(type, parameter.java()), 0, column);
        return parameter.isOptional()
                ? MethodHandles.filterReturnValue(
                        value.asType(value.type().changeReturnType(Object.class)),
                        find("optional", Optional.class, Object.class))
                : value;
    }

    /** Writes what the function gives: {@code (ColumnBuilder[], java)void}. */
    private static MethodHandle sink(Class<?> returned, List<FunctionMethod.Result> results) {
        if (results.getFirst().accessor().isEmpty()) {
            return cellSink(0, results.getFirst(), returned);
        }
        MethodHandle all = null;
        for (int i = 0; i < results.size(); i++) {
            FunctionMethod.Result result = results.get(i);
            MethodHandle one = part(result.accessor().orElseThrow(), i, result);
            all = all == null ? one : MethodHandles.foldArguments(one, all);
        }
        if (all == null) {
            throw new IllegalStateException("a record without components");
        }
        MethodHandle isNull =
                find("isNull", boolean.class, Object.class).asType(MethodType.methodType(boolean.class, returned));
        MethodHandle nulls =
                MethodHandles.dropArguments(find("appendNulls", void.class, ColumnBuilder[].class), 1, returned);
        return MethodHandles.guardWithTest(MethodHandles.dropArguments(isNull, 0, ColumnBuilder[].class), nulls, all);
    }

    private static MethodHandle part(Method accessor, int at, FunctionMethod.Result result) {
        try {
            MethodHandle read = MethodHandles.publicLookup().unreflect(accessor);
            return MethodHandles.filterArguments(
                    cellSink(at, result, read.type().returnType()), 1, read);
        } catch (IllegalAccessException closed) {
            throw TransformError.BAD_FUNCTION.because(
                    "The record " + accessor.getDeclaringClass().getName() + " is not public.", closed);
        }
    }

    private static MethodHandle cellSink(int at, FunctionMethod.Result result, Class<?> given) {
        MethodHandle writer = Cells.writer(result.java());
        if (result.isOptional()) {
            MethodHandle open = find("present", Object.class, Object.class)
                    .asType(MethodType.methodType(Object.class, Optional.class));
            writer = MethodHandles.filterArguments(
                    writer.asType(writer.type().changeParameterType(1, Object.class)), 1, open);
        }
        writer = writer.asType(writer.type().changeParameterType(1, given));
        return MethodHandles.filterArguments(writer, 0, element(ColumnBuilder[].class, at));
    }

    private static MethodHandle element(Class<?> array, int at) {
        return MethodHandles.insertArguments(MethodHandles.arrayElementGetter(array), 1, at);
    }

    private static MethodHandle find(String name, Class<?> result, Class<?> parameter) {
        try {
            return LOOKUP.findStatic(RowBody.class, name, MethodType.methodType(result, parameter));
        } catch (NoSuchMethodException | IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Optional<Object> optional(@Nullable Object value) {
        return Optional.ofNullable(value);
    }

    /** What is inside an Optional; a method that gives null instead of an empty one means the same. */
    static @Nullable Object present(@Nullable Object optional) {
        return optional instanceof Optional<?> value ? value.orElse(null) : null;
    }

    static boolean isNull(@Nullable Object value) {
        return value == null;
    }

    static void appendNulls(ColumnBuilder[] out) {
        for (ColumnBuilder column : out) {
            column.appendNull();
        }
    }
}
