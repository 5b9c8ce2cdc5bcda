package io.shearwater.transform;

import io.shearwater.model.Frame;
import io.shearwater.model.FunctionRef;
import io.shearwater.model.TransformationCall;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Calls of transformations that users write. */
public final class Transformations {
    private Transformations() {}

    /**
     * A call of a method that is annotated with {@link TransformationFunction}, over the columns that its parameters name; other
     * columns by {@link TransformationCall#on}.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_FUNCTION saying what is wrong with the method
     */
    public static TransformationCall method(Class<?> owner, String method) {
        FunctionMethod function = FunctionMethod.of(requireNamed(owner), method);
        TransformationFunction annotation = function.annotation();
        return new TransformationCall(
                new FunctionRef(function.name(), annotation.version(), function.code(), "", Map.of()),
                function.parameters().stream()
                        .map(FunctionMethod.Parameter::column)
                        .toList(),
                function.outputs().stream().map(FunctionMethod.Result::name).toList(),
                Arrays.asList(annotation.drops()));
    }

    /**
     * A call of a transformation that is a public record of its own, whose components are its parameters.
     *
     * @param name under which it is registered
     * @param version of its meaning
     * @param columns that it reads; its output has the name of the transformation, unless another is given with
     *     {@link TransformationCall#as}
     * @throws io.shearwater.model.ShearwaterException BAD_FUNCTION for a lambda or a class without a name: those cannot be
     *     found again by another process
     */
    public static TransformationCall of(Transformation transformation, String name, int version, String... columns) {
        Class<?> type = requireNamed(transformation.getClass());
        if (!type.isRecord() || !FunctionMethod.isPublic(type)) {
            throw TransformError.BAD_FUNCTION.because("The transformation '" + type.getName()
                    + "' cannot be registered: it has to be a public record whose components are its parameters.");
        }
        FunctionRef function = new FunctionRef(name, version, type.getName(), "", parameters(transformation));
        return new TransformationCall(function, List.of(columns), List.of(name), List.of());
    }

    private static Class<?> requireNamed(Class<?> type) {
        if (type.isHidden() || type.isSynthetic() || type.isAnonymousClass() || type.isLocalClass()) {
            throw TransformError.BAD_FUNCTION.because("'" + type.getName()
                    + "' is a lambda, or a class that is local or has no name: fine to try something with apply(…), but "
                    + "another process cannot find it. Make it a public class of its own.");
        }
        return type;
    }

    private static Map<String, Object> parameters(Transformation transformation) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        for (RecordComponent component : transformation.getClass().getRecordComponents()) {
            try {
                Object value = component.getAccessor().invoke(transformation);
                if (value != null) {
                    parameters.put(component.getName(), value);
                }
            } catch (ReflectiveOperationException closed) {
                throw TransformError.BAD_FUNCTION.because(
                        "The component '" + component.getName() + "' of '"
                                + transformation.getClass().getName() + "' cannot be read.",
                        closed);
            }
        }
        return parameters;
    }

    /** Rows after calls, for trying them and for tests; what has to be fitted learns from these rows. */
    public static Frame apply(Frame rows, TransformationCall... calls) {
        return apply(rows, new ClassFunctions(Thread.currentThread().getContextClassLoader()), List.of(calls));
    }

    /**
     * Rows after any transformation, a lambda too, for trying it.
     *
     * @param outputs the names of what it gives
     */
    public static Frame apply(Frame rows, Transformation draft, List<String> inputs, List<String> outputs) {
        TransformationCall call =
                new TransformationCall(FunctionRef.builtIn("draft", Map.of()), inputs, outputs, List.of());
        return apply(rows, function -> draft, List.of(call));
    }

    private static Frame apply(Frame rows, Functions functions, List<TransformationCall> calls) {
        List<Input> inputs = rows.schema().fields().stream()
                .map(field -> Input.of(field.name(), field.type()))
                .toList();
        TransformationChain chain =
                new TransformationChain("the draft", inputs, rows.schema().names(), List.of(), calls, functions);
        ColumnBatch batch = new ColumnBatch(rows.columns(), rows.rows());
        FittedStates states = chain.fit(consumer -> consumer.accept(batch));
        BoundChain bound = chain.bind(states, Use.INFERENCE);
        BoundChain.Transformed transformed = bound.apply(batch);
        return new Frame(bound.features(), transformed.features(), transformed.rows());
    }
}
