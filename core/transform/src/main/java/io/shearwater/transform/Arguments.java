package io.shearwater.transform;

import io.shearwater.model.Names;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values of a function's parameters: those given, checked, and for others what they are by themselves. */
final class Arguments {
    private final Map<String, Object> values = new HashMap<>();

    /**
     * Checks what is given.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_CALL naming a parameter that does not exist, is missing or is another
     *     kind of value
     */
    Arguments(String function, List<Parameter> parameters, Map<String, Object> given) {
        List<String> names = parameters.stream().map(Parameter::name).toList();
        for (String name : given.keySet()) {
            if (!names.contains(name)) {
                throw TransformError.BAD_CALL.because("'" + function + "' has no parameter '" + name + "'; "
                        + (names.isEmpty() ? "it has none." : "it has " + names + ".")
                        + Names.didYouMean(name, names));
            }
        }
        for (Parameter parameter : parameters) {
            Object value = given.get(parameter.name());
            if (value != null) {
                values.put(parameter.name(), parameter.checked(function, value));
            } else if (parameter.isRequired()) {
                throw TransformError.BAD_CALL.because("'" + function + "' needs the parameter '" + parameter.name()
                        + "': " + parameter.meaning() + "."
                        + (parameter.choices().isEmpty() ? "" : " It is one of " + parameter.choices() + "."));
            } else {
                parameter.standard().ifPresent(standard -> values.put(parameter.name(), standard));
            }
        }
    }

    double number(String name) {
        return (Double) value(name);
    }

    /** A whole number that an array may be as long as. */
    int whole(String name) {
        return Math.clamp((Long) value(name), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    boolean truth(String name) {
        return (Boolean) value(name);
    }

    String text(String name) {
        return (String) value(name);
    }

    <E extends Enum<E>> E word(String name, Class<E> words) {
        return Enum.valueOf(words, text(name).toUpperCase(Locale.ROOT));
    }

    /** A list of numbers; empty where it is not given. */
    List<Double> numbers(String name) {
        return list(name).stream().map(Double.class::cast).toList();
    }

    /** A list of texts; empty where it is not given. */
    List<String> texts(String name) {
        return list(name).stream().map(String.class::cast).toList();
    }

    /** A list of any values; empty where it is not given. */
    List<Object> list(String name) {
        return values.get(name) instanceof List<?> list ? List.<Object>copyOf(list) : List.of();
    }

    Optional<Object> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Those that have a value, by name. */
    Map<String, Object> all() {
        return Map.copyOf(values);
    }

    private Object value(String name) {
        @Nullable Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return value;
    }
}
