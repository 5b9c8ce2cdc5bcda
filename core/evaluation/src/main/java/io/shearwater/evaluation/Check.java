package io.shearwater.evaluation;

import io.shearwater.model.Names;
import java.util.Arrays;
import java.util.Optional;

/**
 * What predictions have to fulfil before a model may be registered or go to production. Immutable.
 *
 * @param metric its name, as {@code f1}
 * @param rule what is compared with the bound
 * @param bound the least or the greatest value that passes
 * @param slice a column, where the rule is about its slices instead of all rows
 */
public record Check(String metric, Rule rule, double bound, Optional<String> slice) {
    /** What is compared. */
    public enum Rule {
        /** The value is the bound or more; of slices, each. */
        AT_LEAST("at least"),
        /** The value is the bound or less; of slices, each. */
        AT_MOST("at most"),
        /** The greatest value of a slice is no more than the bound above the least one. */
        WITHIN("within");

        private final String text;

        Rule(String text) {
            this.text = text;
        }
    }

    public Check {
        if (Metric.find(metric).isEmpty()) {
            throw EvaluationError.BAD_CHECK.because("There is no metric '" + metric + "'."
                    + Names.didYouMean(
                            metric,
                            Arrays.stream(Metric.values()).map(Metric::text).toList()));
        }
        if (!Double.isFinite(bound)) {
            throw EvaluationError.BAD_CHECK.because(
                    "The check of '" + metric + "' has the bound " + bound + "; a finite number is needed.");
        }
    }

    /** The metric is at least so much. */
    public static Check atLeast(Metric metric, double bound) {
        return new Check(metric.text(), Rule.AT_LEAST, bound, Optional.empty());
    }

    /** The metric is at most so much. */
    public static Check atMost(Metric metric, double bound) {
        return new Check(metric.text(), Rule.AT_MOST, bound, Optional.empty());
    }

    /** The metric differs by no more between slices of a column: nobody is served much worse. */
    public static Check within(Metric metric, double bound, String column) {
        return new Check(metric.text(), Rule.WITHIN, bound, Optional.of(column));
    }

    /** The same of every slice of a column. */
    public Check ofEach(String column) {
        return new Check(metric, rule, bound, Optional.of(column));
    }

    /** As {@code f1 at least 0.8 for each gender}. */
    @Override
    public String toString() {
        return metric + " " + rule.text + " " + bound
                + slice.map(column -> (rule == Rule.WITHIN ? " between slices of " : " for each ") + column)
                        .orElse("");
    }
}
