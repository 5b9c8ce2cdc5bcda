package io.shearwater.transform;

import io.shearwater.model.FunctionRef;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is built in, and classes of a class loader. Thread-safe. */
public final class ClassFunctions implements Functions {
    private final @Nullable ClassLoader loader;

    /** Classes of a loader; of the system's where it is null. */
    public ClassFunctions(@Nullable ClassLoader loader) {
        this.loader = loader;
    }

    @Override
    public Transformation find(FunctionRef function) {
        if (function.isBuiltIn()) {
            return BuiltInFunctions.find(function);
        }
        String[] code = function.code().split("#", 2);
        Class<?> type = load(function, code[0]);
        if (code.length == 1) {
            return record(function, type);
        }
        FunctionMethod method = FunctionMethod.of(type, code[1]);
        TransformationFunction annotation = method.annotation();
        MethodTransformation rowwise = new MethodTransformation(method);
        return annotation.vectorised() == Transformation.class
                ? rowwise
                : Agreement.required(rowwise, method, instance(function, annotation.vectorised()));
    }

    private Class<?> load(FunctionRef function, String name) {
        try {
            return Class.forName(name, true, loader);
        } catch (ClassNotFoundException missing) {
            throw TransformError.BAD_FUNCTION.because(
                    "The class '" + name + "' of the transformation '" + function.name()
                            + "' is not on the class path.",
                    missing);
        }
    }

    private static Transformation record(FunctionRef function, Class<?> type) {
        if (!type.isRecord() || !Transformation.class.isAssignableFrom(type)) {
            throw TransformError.BAD_FUNCTION.because(
                    "'" + type.getName() + "' is no record that implements Transformation.");
        }
        return instance(function, type.asSubclass(Transformation.class));
    }

    private static Transformation instance(FunctionRef function, Class<? extends Transformation> type) {
        RecordComponent[] components = type.getRecordComponents();
        RecordComponent[] all = components == null ? new RecordComponent[0] : components;
        Class<?>[] types = Arrays.stream(all).map(RecordComponent::getType).toArray(Class<?>[]::new);
        @Nullable
        Object[] values =
                Arrays.stream(all).map(component -> value(function, component)).toArray();
        try {
            Constructor<? extends Transformation> constructor = type.getConstructor(types);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw TransformError.BAD_FUNCTION.because(
                    "The transformation '" + type.getName() + "' cannot be made with " + function.parameters() + ": "
                            + cause.getMessage(),
                    cause);
        }
    }

    private static @Nullable Object value(FunctionRef function, RecordComponent component) {
        Object value = function.parameters().get(component.getName());
        Class<?> type = component.getType();
        if (value == null) {
            return null;
        }
        if (value instanceof Long number) {
            return type == int.class || type == Integer.class ? (Object) Math.toIntExact(number) : number;
        }
        if (value instanceof Double number) {
            return type == float.class || type == Float.class ? (Object) number.floatValue() : number;
        }
        if (type.isEnum() && value instanceof String name) {
            return constant(function, component, name, type);
        }
        return value instanceof List<?> list ? List.copyOf(list) : value;
    }

    private static Object constant(FunctionRef function, RecordComponent component, String name, Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant).name().equals(name))
                .findFirst()
                .orElseThrow(() -> TransformError.BAD_FUNCTION.because("The parameter '" + component.getName()
                        + "' of '" + function.name() + "' is '" + name + "', not one of "
                        + Arrays.toString(type.getEnumConstants()) + "."));
    }
}
