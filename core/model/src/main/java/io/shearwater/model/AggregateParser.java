package io.shearwater.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A recursive-descent reader of {@link AggregateText}. */
final class AggregateParser {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:(?<duration>(?:[0-9]+(?:d|h|ms|m|us|s))+(?![A-Za-z0-9_]))"
                    + "|(?<word>[A-Za-z_][A-Za-z0-9_]*)"
                    + "|(?<column>\"[^\"]*+(?:\"\"[^\"]*+)*+\")"
                    + "|(?<number>[-+]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?)"
                    + "|(?<sign>[(),]))");
    private static final Pattern PART = Pattern.compile("([0-9]+)(d|h|ms|m|us|s)");
    private static final List<String> FUNCTIONS = List.of(
            "count",
            "sum",
            "avg",
            "min",
            "max",
            "var_pop",
            "var_samp",
            "stddev_pop",
            "stddev_samp",
            "first",
            "last",
            "first_n",
            "last_n",
            "lag",
            "count_distinct",
            "approx_count_distinct",
            "approx_quantile",
            "histogram",
            "top_values",
            "top_n",
            "arg_min",
            "arg_max",
            "decayed_sum",
            "ratio");
    private static final List<String> WINDOWS =
            List.of("rolling", "tumbling", "hopping", "lifetime", "session", "latest");

    private final String text;
    private final Matcher tokens;
    private int at;

    AggregateParser(String text) {
        this.text = text;
        this.tokens = TOKEN.matcher(text);
    }

    AggregateFunction function() {
        return whole(this::call);
    }

    AggregationWindow window() {
        return whole(this::windowed);
    }

    private <T> T whole(Supplier<T> part) {
        T value = part.get();
        if (!text.substring(at).isBlank()) {
            throw error("nothing more is expected");
        }
        return value;
    }

    private AggregateFunction call() {
        String name = word().toLowerCase(Locale.ROOT);
        if (!FUNCTIONS.contains(name)) {
            throw ModelError.BAD_DEFINITION.because("There is no aggregate function '" + name + "' (in \"" + text
                    + "\"); there are " + FUNCTIONS + "." + Names.didYouMean(name, FUNCTIONS));
        }
        sign("(");
        AggregateFunction function = switch (name) {
            case "count" -> new AggregateFunction.Count(peeks(")") ? Optional.empty() : Optional.of(column()));
            case "first_n", "last_n" -> listed(name);
            case "ratio" -> ratio();
            case "approx_quantile" -> new AggregateFunction.Quantiles(column(), numbers());
            case "histogram" -> new AggregateFunction.Histogram(column(), numbers());
            case "arg_min" -> new AggregateFunction.ArgMin(column(), second(this::column));
            case "arg_max" -> new AggregateFunction.ArgMax(column(), second(this::column));
            case "decayed_sum" -> new AggregateFunction.DecayedSum(column(), second(this::duration));
            case "lag" -> new AggregateFunction.Lag(column(), second(this::integer));
            case "top_values" -> new AggregateFunction.TopValues(column(), second(this::integer));
            case "top_n" -> new AggregateFunction.Greatest(column(), second(this::integer));
            default -> simple(name, column());
        };
        sign(")");
        return function;
    }

    private static AggregateFunction simple(String name, String column) {
        return switch (name) {
            case "sum" -> AggregateFunction.sum(column);
            case "avg" -> AggregateFunction.avg(column);
            case "min" -> AggregateFunction.min(column);
            case "max" -> AggregateFunction.max(column);
            case "var_pop" -> AggregateFunction.varPop(column);
            case "var_samp" -> AggregateFunction.varSamp(column);
            case "stddev_pop" -> AggregateFunction.stddevPop(column);
            case "stddev_samp" -> AggregateFunction.stddevSamp(column);
            case "first" -> AggregateFunction.first(column);
            case "last" -> AggregateFunction.last(column);
            case "count_distinct" -> AggregateFunction.countDistinct(column);
            case "approx_count_distinct" -> AggregateFunction.approxCountDistinct(column);
            default -> throw new IllegalStateException(name);
        };
    }

    private AggregateFunction listed(String name) {
        List<String> columns = new ArrayList<>(List.of(column()));
        while (accept("sign", ",") != null) {
            String number = accept("number", null);
            if (number != null) {
                int most = parsed(number);
                return name.equals("first_n")
                        ? new AggregateFunction.FirstEvents(columns, most)
                        : new AggregateFunction.LastEvents(columns, most);
            }
            columns.add(column());
        }
        throw error("a number of events is expected");
    }

    private AggregateFunction ratio() {
        AggregateFunction numerator = call();
        sign(",");
        return AggregateFunction.ratio(numerator, call());
    }

    private AggregationWindow windowed() {
        String kind = word().toLowerCase(Locale.ROOT);
        return switch (kind) {
            case "rolling" -> rolling();
            case "tumbling" -> offset(AggregationWindow.tumbling(duration()));
            case "hopping" -> {
                Duration length = duration();
                word("every");
                yield offset(AggregationWindow.hopping(length, duration()));
            }
            case "lifetime" -> AggregationWindow.lifetime();
            case "session" -> AggregationWindow.session(duration());
            case "latest" -> {
                int events = integer();
                accept("word", "events");
                yield AggregationWindow.latest(events);
            }
            default ->
                throw ModelError.BAD_DEFINITION.because("There is no window '" + kind + "' (in \"" + text
                        + "\"); there are " + WINDOWS + "." + Names.didYouMean(kind, WINDOWS));
        };
    }

    private AggregationWindow rolling() {
        AggregationWindow.Rolling window = AggregationWindow.rolling(duration());
        if (accept("word", "exact") != null) {
            return window.exact();
        }
        return accept("word", "resolution") == null ? window : window.resolution(duration());
    }

    private AggregationWindow offset(AggregationWindow.Hopping window) {
        return accept("word", "offset") == null ? window : window.offset(duration());
    }

    private <T> T second(Supplier<T> part) {
        sign(",");
        return part.get();
    }

    private List<Double> numbers() {
        List<Double> numbers = new ArrayList<>();
        while (accept("sign", ",") != null) {
            numbers.add(Double.valueOf(required("number", null, "a number")));
        }
        return numbers;
    }

    private Duration duration() {
        String found = required("duration", null, "a duration such as 10m, 1h or 7d");
        Matcher parts = PART.matcher(found);
        Duration sum = Duration.ZERO;
        try {
            while (parts.find()) {
                String symbol = parts.group(2);
                Duration unit = AggregateText.units().stream()
                        .filter(one -> one.symbol().equals(symbol))
                        .findFirst()
                        .orElseThrow()
                        .length();
                sum = sum.plus(unit.multipliedBy(Long.parseLong(parts.group(1))));
            }
        } catch (ArithmeticException | NumberFormatException tooLong) {
            throw new ShearwaterException(
                    ModelError.BAD_DEFINITION,
                    "The duration " + found + " (in \"" + text + "\") is too long; 100 years are the most.",
                    tooLong);
        }
        return sum;
    }

    private int integer() {
        return parsed(required("number", null, "a whole number"));
    }

    private int parsed(String number) {
        try {
            return Integer.parseInt(number);
        } catch (NumberFormatException notWhole) {
            throw new ShearwaterException(
                    ModelError.BAD_DEFINITION,
                    "The number " + number + " (in \"" + text + "\") is not a whole number of 32 bits.",
                    notWhole);
        }
    }

    private String column() {
        String quoted = accept("column", null);
        if (quoted != null) {
            return quoted.substring(1, quoted.length() - 1).replace("\"\"", "\"");
        }
        return required("word", null, "a column");
    }

    private String word() {
        return required("word", null, "a name");
    }

    private void word(String wanted) {
        required("word", wanted, "'" + wanted + "'");
    }

    private void sign(String wanted) {
        required("sign", wanted, "'" + wanted + "'");
    }

    private boolean peeks(String sign) {
        int before = at;
        boolean found = accept("sign", sign) != null;
        at = before;
        return found;
    }

    private String required(String kind, @Nullable String wanted, String expected) {
        String found = accept(kind, wanted);
        if (found == null) {
            throw error(expected + " is expected");
        }
        return found;
    }

    /** The next token where it is of this kind, and this one if one is wanted; else null. */
    private @Nullable String accept(String kind, @Nullable String wanted) {
        tokens.region(at, text.length());
        if (!tokens.lookingAt()) {
            return null;
        }
        String found = tokens.group(kind);
        if (found == null || (wanted != null && !wanted.equalsIgnoreCase(found))) {
            return null;
        }
        at = tokens.end();
        return found;
    }

    private ShearwaterException error(String expected) {
        String rest = text.substring(at).strip();
        return ModelError.BAD_DEFINITION.because("The aggregate \"" + text + "\" cannot be read: " + expected
                + (rest.isEmpty() ? " at its end." : " at \"" + rest + "\"."));
    }
}
