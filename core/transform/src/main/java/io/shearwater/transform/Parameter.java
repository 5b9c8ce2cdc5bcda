package io.shearwater.transform;

import io.shearwater.model.Names;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a built-in transformation.
 *
 * @param standard what it is where nothing is said; of one that is optional and has no such value, empty
 * @param isRequired whether it has to be given
 * @param choices the words that it may be; of any other kind none
 */
public record Parameter(
        String name, Kind kind, Optional<Object> standard, boolean isRequired, List<String> choices, String meaning) {
    /** What the value of a parameter is. */
    public enum Kind {
        NUMBER,
        WHOLE_NUMBER,
        TEXT,
        TRUTH,
        WORD,
        NUMBERS,
        TEXTS,
        VALUE,
        VALUES;

        /** As one says it. */
        public String words() {
            return switch (this) {
                case NUMBER -> "a number";
                case WHOLE_NUMBER -> "a whole number";
                case TEXT -> "a text";
                case TRUTH -> "true or false";
                case WORD -> "a word";
                case NUMBERS -> "a list of numbers";
                case TEXTS -> "a list of texts";
                case VALUE -> "a value as the column has";
                case VALUES -> "a list of values as the column has";
            };
        }
    }

    static Parameter number(String name, double standard, String meaning) {
        return new Parameter(name, Kind.NUMBER, Optional.of(standard), false, List.of(), meaning);
    }

    static Parameter whole(String name, long standard, String meaning) {
        return new Parameter(name, Kind.WHOLE_NUMBER, Optional.of(standard), false, List.of(), meaning);
    }

    static Parameter truth(String name, String meaning) {
        return new Parameter(name, Kind.TRUTH, Optional.of(false), false, List.of(), meaning);
    }

    static <E extends Enum<E>> Parameter word(String name, E standard, String meaning) {
        List<String> choices = Arrays.stream(standard.getDeclaringClass().getEnumConstants())
                .map(Parameter::word)
                .toList();
        return new Parameter(name, Kind.WORD, Optional.of(word(standard)), false, choices, meaning);
    }

    static <E extends Enum<E>> Parameter requiredWord(String name, Class<E> words, String meaning) {
        List<String> choices =
                Arrays.stream(words.getEnumConstants()).map(Parameter::word).toList();
        return new Parameter(name, Kind.WORD, Optional.empty(), true, choices, meaning);
    }

    static Parameter required(String name, Kind kind, String meaning) {
        return new Parameter(name, kind, Optional.empty(), true, List.of(), meaning);
    }

    static Parameter optional(String name, Kind kind, String meaning) {
        return new Parameter(name, kind, Optional.empty(), false, List.of(), meaning);
    }

    /** A constant as definitions write it. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The value as this parameter has it: a whole number as a double where that is wanted, a word in lower case.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_CALL for a value of another kind
     */
    public Object checked(String function, Object given) {
        Object value = converted(given);
        if (value == null) {
            String nearest = given instanceof String word ? Names.didYouMean(word, choices) : "";
            throw TransformError.BAD_CALL.because("The parameter '" + name + "' of '" + function + "' is "
                    + (choices.isEmpty() ? kind.words() : "one of " + choices) + ", not " + shown(given) + "."
                    + nearest);
        }
        return value;
    }

    private static String shown(Object given) {
        return given instanceof String ? "'" + given + "'" : String.valueOf(given);
    }

    private @Nullable Object converted(Object given) {
        return switch (kind) {
            case NUMBER -> number(given);
            case WHOLE_NUMBER -> given instanceof Long ? given : null;
            case TEXT -> given instanceof String ? given : null;
            case TRUTH -> given instanceof Boolean ? given : null;
            case WORD ->
                given instanceof String word && choices.contains(word.toLowerCase(Locale.ROOT))
                        ? word.toLowerCase(Locale.ROOT)
                        : null;
            case NUMBERS ->
                given instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)
                        ? list.stream().map(Parameter::number).toList()
                        : null;
            case TEXTS ->
                given instanceof List<?> list && list.stream().allMatch(String.class::isInstance) ? given : null;
            case VALUE -> given instanceof List<?> ? null : given;
            case VALUES -> given instanceof List<?> ? given : null;
        };
    }

    private static @Nullable Object number(Object given) {
        return given instanceof Number number ? (Object) number.doubleValue() : null;
    }
}
