package io.shearwater.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * Which function a {@link TransformationCall} calls, as data. Immutable.
 *
 * @param name as in {@code min_max_scaler}
 * @param version of its meaning; another body needs another version
 * @param code empty for what is built in; else the binary name of a class, followed by {@code #} and a method's name where
 *     the function is a static method
 * @param digest of the code, given when the function is registered; empty before, and for what is built in
 * @param parameters by name, sorted; each a String, Long, Double, Boolean or a list of Strings or Doubles
 */
public record FunctionRef(String name, int version, String code, String digest, Map<String, Object> parameters) {
    private static final int MOST_SHOWN = 20;

    public FunctionRef {
        Names.check("transformation", name);
        if (version < 1) {
            throw ModelError.BAD_DEFINITION.because(
                    "The transformation '" + name + "' has the version " + version + "; versions start at 1.");
        }
        Map<String, Object> sorted = new TreeMap<>();
        String function = name;
        parameters.forEach((parameter, value) -> sorted.put(parameter, canonical(function, parameter, value)));
        parameters = Collections.unmodifiableMap(sorted);
    }

    private static Object canonical(String function, String parameter, Object value) {
        return switch (value) {
            case String text -> text;
            case Boolean bool -> bool;
            case Enum<?> constant -> constant.name();
            case Integer number -> (Object) number.longValue();
            case Long number -> number;
            case Float number -> (Object) number.doubleValue();
            case Double number -> number;
            case List<?> list ->
                list.stream()
                        .map(element -> canonical(function, parameter, element))
                        .toList();
            default ->
                throw ModelError.BAD_DEFINITION.because("The parameter '" + parameter
                        + "' of the transformation '" + function + "' is a "
                        + value.getClass().getName()
                        + "; parameters are texts, numbers, truth values, enums and lists of these.");
        };
    }

    /** A function that is built in, at version 1. */
    public static FunctionRef builtIn(String name, Map<String, Object> parameters) {
        return new FunctionRef(name, 1, "", "", parameters);
    }

    public boolean isBuiltIn() {
        return code.isEmpty();
    }

    /** The same, registered with this digest. */
    public FunctionRef withDigest(String registered) {
        return new FunctionRef(name, version, code, registered, parameters);
    }

    /** The same function, whether it was registered yet or not. */
    public boolean sameAs(FunctionRef other) {
        boolean sameCode = digest.isEmpty() || other.digest.isEmpty() || digest.equals(other.digest);
        return sameCode && withDigest("").equals(other.withDigest(""));
    }

    @Override
    public String toString() {
        return name + (version == 1 ? "" : " version " + version) + (parameters.isEmpty() ? "" : shown(parameters));
    }

    /** The vocabulary of a tokenizer has thousands of words, of which a message needs none. */
    private static String shown(Map<String, Object> parameters) {
        StringJoiner all = new StringJoiner(", ", "{", "}");
        parameters.forEach((parameter, value) -> all.add(parameter + "="
                + (value instanceof List<?> list && list.size() > MOST_SHOWN
                        ? "[" + list.getFirst() + ", … " + (list.size() - 1) + " more]"
                        : value)));
        return all.toString();
    }
}
