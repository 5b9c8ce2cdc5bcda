package io.shearwater.models;

import io.shearwater.learning.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Conditions on runs, joined by {@code and}. Immutable. */
final class RunFilter {
    private static final List<String> SIGNS = List.of("=", "!=", "<=", ">=", "<", ">");

    private final List<Predicate<Run>> conditions;

    private RunFilter(List<Predicate<Run>> conditions) {
        this.conditions = List.copyOf(conditions);
    }

    /**
     * Reads conditions.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_DEFINITION saying where it cannot be read
     */
    static RunFilter parse(String text) {
        List<Predicate<Run>> conditions = new ArrayList<>();
        if (!text.isBlank()) {
            RunWords words = new RunWords(text);
            do {
                conditions.add(condition(words));
            } while (words.tryWord("AND"));
            if (!words.isAtEnd()) {
                throw words.bad("'and'");
            }
        }
        return new RunFilter(conditions);
    }

    /** A run that lacks what a condition looks at does not meet it. */
    boolean accepts(Run run) {
        return conditions.stream().allMatch(condition -> condition.test(run));
    }

    private static Predicate<Run> condition(RunWords words) {
        RunValue value = words.value();
        for (String sign : SIGNS) {
            if (words.tryWord(sign)) {
                return value.isNumber() ? numbers(value, sign, words) : texts(value, sign, words);
            }
        }
        if (value.isNumber()) {
            throw words.bad("one of " + SIGNS);
        }
        return matches(value, words);
    }

    private static Predicate<Run> numbers(RunValue value, String sign, RunWords words) {
        double bound = words.number();
        return run -> {
            Double number = value.number(run);
            return number != null
                    && switch (sign) {
                        case "=" -> number == bound;
                        case "!=" -> number != bound;
                        case "<=" -> number <= bound;
                        case ">=" -> number >= bound;
                        case "<" -> number < bound;
                        default -> number > bound;
                    };
        };
    }

    private static Predicate<Run> texts(RunValue value, String sign, RunWords words) {
        if (!sign.equals("=") && !sign.equals("!=")) {
            throw words.bad("= or !=, since it is a text, before its value");
        }
        String wanted = words.text();
        return run -> {
            String text = value.text(run);
            return text != null && text.equals(wanted) == sign.equals("=");
        };
    }

    private static Predicate<Run> matches(RunValue value, RunWords words) {
        boolean isNegated = words.tryWord("NOT");
        if (words.tryWord("IN")) {
            List<String> wanted = words.texts();
            return run -> {
                String text = value.text(run);
                return text != null && wanted.contains(text) != isNegated;
            };
        }
        boolean ignoresCase = words.tryWord("ILIKE");
        if (isNegated || !(ignoresCase || words.tryWord("LIKE"))) {
            throw words.bad("one of " + SIGNS + ", LIKE, ILIKE, IN, NOT IN");
        }
        Pattern pattern = like(words.text(), ignoresCase);
        return run -> {
            String text = value.text(run);
            return text != null && pattern.matcher(text).matches();
        };
    }

    private static Pattern like(String wanted, boolean ignoresCase) {
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < wanted.length(); i++) {
            char c = wanted.charAt(i);
            pattern.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
        }
        int flags = ignoresCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
        return Pattern.compile(pattern.toString(), Pattern.DOTALL | flags);
    }
}
