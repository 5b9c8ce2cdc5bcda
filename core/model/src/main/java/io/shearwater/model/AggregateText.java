package io.shearwater.model;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How aggregates are written: {@link AggregateParser} reads it back. */
final class AggregateText {
    private static final List<Unit> UNITS = List.of(
            new Unit("d", Duration.ofDays(1)),
            new Unit("h", Duration.ofHours(1)),
            new Unit("m", Duration.ofMinutes(1)),
            new Unit("s", Duration.ofSeconds(1)),
            new Unit("ms", Duration.ofMillis(1)),
            new Unit("us", AggregationWindow.MICROSECOND));

    /** A unit of time. */
    record Unit(String symbol, Duration length) {}

    private AggregateText() {}

    static List<Unit> units() {
        return UNITS;
    }

    static String call(String function, List<String> columns, Object... arguments) {
        return Stream.concat(
                        columns.stream().map(AggregateText::column),
                        Arrays.stream(arguments).map(String::valueOf))
                .collect(Collectors.joining(", ", function + "(", ")"));
    }

    /** A column's name, in double quotes where it is not a plain word. */
    static String column(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A duration in the largest units that it has: {@code 1h30m}; parts of a microsecond are cut. */
    static String duration(Duration duration) {
        StringBuilder text = new StringBuilder();
        Duration rest = duration;
        for (Unit unit : UNITS) {
            long count = rest.dividedBy(unit.length());
            if (count > 0) {
                text.append(count).append(unit.symbol());
                rest = rest.minus(unit.length().multipliedBy(count));
            }
        }
        return text.isEmpty() ? "0s" : text.toString();
    }

    /** A duration that need not be one that aggregates take: negative, or with parts of a microsecond. */
    static String anyDuration(Duration duration) {
        if (duration.isNegative()) {
            return "-" + anyDuration(duration.negated());
        }
        long nanos = duration.minus(duration.truncatedTo(ChronoUnit.MICROS)).toNanos();
        return nanos == 0 ? duration(duration) : duration(duration) + " and " + nanos + " ns";
    }

    /** A name for an aggregate that has none: {@code amount_sum_10m}. */
    static String name(AggregateFunction function, AggregationWindow window) {
        List<String> parts = new ArrayList<>();
        if (function instanceof AggregateFunction.Ratio) {
            parts.add("ratio");
        } else {
            parts.addAll(function.columns());
            String text = function.toString();
            parts.add(text.substring(0, text.indexOf('(')));
        }
        parts.add(
                switch (window) {
                    case AggregationWindow.Rolling rolling -> duration(rolling.length());
                    case AggregationWindow.Hopping hopping ->
                        window.toString().split(" ", 2)[0] + "_" + duration(hopping.length());
                    case AggregationWindow.Lifetime lifetime -> "lifetime";
                    case AggregationWindow.Session session -> "session_" + duration(session.gap());
                    case AggregationWindow.LatestEvents latest -> "latest_" + latest.events();
                });
        return Names.proposal(String.join("_", parts).toLowerCase(Locale.ROOT));
    }
}
