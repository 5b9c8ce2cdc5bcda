package io.shearwater.models;

import io.shearwater.learning.Run;
import java.util.Comparator;
import java.util.List;

/** The order of runs that were searched. */
final class RunOrder {
    private RunOrder() {}

    /** Runs without the value come last; of equal ones the newest is first. */
    static Comparator<Run> parse(List<String> keys) {
        Comparator<Run> byStart = Comparator.comparing(run -> run.info().startTime());
        Comparator<Run> newest = byStart.reversed().thenComparing(Run::runId);
        return keys.stream()
                .map(key -> key(new RunWords(key)))
                .reduce(Comparator::thenComparing)
                .map(order -> order.thenComparing(newest))
                .orElse(newest);
    }

    private static Comparator<Run> key(RunWords words) {
        RunValue value = words.value();
        boolean isDescending = words.tryWord("DESC");
        if (!isDescending) {
            words.tryWord("ASC");
        }
        if (!words.isAtEnd()) {
            throw words.bad("ASC or DESC");
        }
        return value.isNumber()
                ? Comparator.comparing(value::number, nullsLast(Comparator.<Double>naturalOrder(), isDescending))
                : Comparator.comparing(value::text, nullsLast(Comparator.<String>naturalOrder(), isDescending));
    }

    private static <T> Comparator<T> nullsLast(Comparator<T> order, boolean isDescending) {
        return Comparator.nullsLast(isDescending ? order.reversed() : order);
    }
}
