package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnStatistics;
import io.shearwater.model.DataType;
import io.shearwater.model.ShearwaterException;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A static method that is annotated as a transformation: what it takes and gives. Immutable. */
final class FunctionMethod {
    /**
     * A parameter.
     *
     * @param java its type, or the type inside its Optional
     * @param type of the column; of statistics the type means nothing
     */
    record Parameter(
            String column, Class<?> java, DataType type, boolean takesNull, boolean isOptional, boolean isStatistics) {}

    /**
     * A column of the result.
     *
     * @param java its type, or the type inside its Optional
     * @param accessor of the record that is returned; absent where the result is the column itself
     */
    record Result(String name, Class<?> java, DataType type, boolean isOptional, Optional<Method> accessor) {}

    private final Method method;
    private final TransformationFunction annotation;
    private final List<Parameter> parameters;
    private final List<Result> outputs;

    private FunctionMethod(Method method, TransformationFunction annotation) {
        this.method = method;
        this.annotation = annotation;
        this.parameters =
                Arrays.stream(method.getParameters()).map(this::parameter).toList();
        this.outputs = results();
        if (parameters.stream().allMatch(Parameter::isStatistics)) {
            throw bad("has no parameter that is a column");
        }
    }

    /**
     * The annotated method of this name.
     *
     * @throws ShearwaterException BAD_FUNCTION saying what is wrong with it
     */
    static FunctionMethod of(Class<?> owner, String name) {
        List<Method> named = Arrays.stream(owner.getDeclaredMethods())
                .filter(method -> method.getName().equals(name) && !method.isSynthetic())
                .toList();
        List<Method> annotated = named.stream()
                .filter(method -> method.isAnnotationPresent(TransformationFunction.class))
                .toList();
        if (annotated.size() != 1) {
            String problem = named.isEmpty()
                    ? "there is no method of this name"
                    : annotated.isEmpty()
                            ? "the method is not annotated with @TransformationFunction"
                            : "several methods of this name are annotated; give them different names";
            throw TransformError.BAD_FUNCTION.because(
                    "'" + owner.getName() + "#" + name + "' is no transformation: " + problem + ".");
        }
        Method method = annotated.getFirst();
        if (!Modifier.isStatic(method.getModifiers())
                || !Modifier.isPublic(method.getModifiers())
                || !isPublic(owner)) {
            throw TransformError.BAD_FUNCTION.because("'" + owner.getName() + "#" + name
                    + "' is no transformation: it has to be a public static method of a public class, and "
                    + "the classes around that class have to be public too.");
        }
        return new FunctionMethod(method, method.getAnnotation(TransformationFunction.class));
    }

    static boolean isPublic(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return Modifier.isPublic(type.getModifiers()) && (outer == null || isPublic(outer));
    }

    // ---- parameters

    private Parameter parameter(java.lang.reflect.Parameter parameter) {
        FromColumn from = parameter.getAnnotation(FromColumn.class);
        if (from == null && !parameter.isNamePresent()) {
            throw bad("has parameters without names. Compile it with -parameters, or annotate each with @FromColumn");
        }
        String column = from == null ? snakeCase(parameter.getName()) : from.value();
        Class<?> declared = parameter.getType();
        if (declared == ColumnStatistics.class) {
            return new Parameter(column, declared, DataType.DOUBLE, true, false, true);
        }
        boolean optional = declared == Optional.class;
        Class<?> java = optional ? inside(parameter.getParameterizedType()) : declared;
        DataType type = Cells.type(java)
                .orElseThrow(() -> bad("has the parameter '" + parameter.getName() + "' of the type "
                        + java.getTypeName() + ", for which there is no column type"));
        boolean boxed = !java.isPrimitive() && Cells.isBoxed(java);
        boolean nullable = isNullable(parameter) || isNullable(parameter.getAnnotatedType());
        return new Parameter(column, java, type, optional || boxed || nullable, optional, false);
    }

    private static boolean isNullable(AnnotatedElement element) {
        return Arrays.stream(element.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(type -> type.getSimpleName().equals("Nullable"));
    }

    private static Class<?> inside(Type optional) {
        return optional instanceof ParameterizedType parameterized
                        && parameterized.getActualTypeArguments()[0] instanceof Class<?> inner
                ? inner
                : Object.class;
    }

    /** {@code cardExpiryDate} as {@code card_expiry_date}. */
    static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    // ---- results

    private List<Result> results() {
        Class<?> returned = method.getReturnType();
        List<Result> results = new ArrayList<>();
        if (returned.isRecord()) {
            for (RecordComponent component : returned.getRecordComponents()) {
                results.add(result(
                        snakeCase(component.getName()),
                        component.getGenericType(),
                        Optional.of(component.getAccessor())));
            }
        } else {
            results.add(result(name(), method.getGenericReturnType(), Optional.empty()));
        }
        String[] names = annotation.outputs();
        if (names.length > 0 && names.length != results.size()) {
            throw bad("names the outputs " + Arrays.toString(names) + " and gives " + results.size() + " columns");
        }
        for (int i = 0; i < names.length; i++) {
            Result old = results.get(i);
            results.set(i, new Result(names[i], old.java(), old.type(), old.isOptional(), old.accessor()));
        }
        return List.copyOf(results);
    }

    private Result result(String name, Type declared, Optional<Method> accessor) {
        boolean optional =
                declared instanceof ParameterizedType parameterized && parameterized.getRawType() == Optional.class;
        Class<?> java = optional ? inside(declared) : declared instanceof Class<?> plain ? plain : Object.class;
        DataType type = Cells.type(java)
                .orElseThrow(() -> bad(
                        "gives '" + name + "' as " + declared.getTypeName() + ", for which there is no column type"));
        return new Result(name, java, type, optional, accessor);
    }

    // ---- what it is

    String name() {
        return annotation.name().isEmpty() ? snakeCase(method.getName()) : annotation.name();
    }

    TransformationFunction annotation() {
        return annotation;
    }

    /** The class and the method, as a function's code is named. */
    String code() {
        return method.getDeclaringClass().getName() + "#" + method.getName();
    }

    List<Parameter> parameters() {
        return parameters;
    }

    List<Result> outputs() {
        return outputs;
    }

    /** The method as it is. */
    MethodHandle handle() {
        try {
            return MethodHandles.publicLookup().unreflect(method);
        } catch (IllegalAccessException closed) {
            throw TransformError.BAD_FUNCTION.because(
                    "'" + code() + "' cannot be called: its package is not exported by its module.", closed);
        }
    }

    /** What to say when the method threw an exception. */
    ShearwaterException failed(Column[] in, RowLoop.RowFailure failure) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        int column = 0;
        for (Parameter parameter : parameters) {
            if (!parameter.isStatistics()) {
                values.put(parameter.column(), in[column++].value(failure.row()));
            }
        }
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        String place = Stream.of(cause.getStackTrace())
                .filter(frame ->
                        frame.getClassName().equals(method.getDeclaringClass().getName()))
                .findFirst()
                .map(frame -> " at " + frame)
                .orElse("");
        return TransformError.BAD_VALUE.because(
                "row " + (failure.row() + 1) + " of the batch, " + values + ", made it throw " + cause + place + ".",
                cause);
    }

    private ShearwaterException bad(String problem) {
        return TransformError.BAD_FUNCTION.because("The transformation '" + code() + "' " + problem + ".");
    }
}
