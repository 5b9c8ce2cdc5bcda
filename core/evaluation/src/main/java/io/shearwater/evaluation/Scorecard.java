package io.shearwater.evaluation;

import io.shearwater.model.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How predictions did in checks. A metric that the rows do not have does not pass: nothing is known of it. Immutable.
 *
 * @param findings one for each check, in order
 */
public record Scorecard(List<Finding> findings) {
    public Scorecard {
        findings = List.copyOf(findings);
    }

    /**
     * One check.
     *
     * @param why what was found, and where
     */
    public record Finding(Check check, boolean isPassed, String why) {}

    /**
     * Judges predictions.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_CHECK for slices of a column that was not evaluated
     */
    public static Scorecard of(Slices evaluated, List<Check> checks) {
        return new Scorecard(
                checks.stream().map(check -> finding(evaluated, check)).toList());
    }

    /** Whether all checks passed. */
    public boolean isPassed() {
        return findings.stream().allMatch(Finding::isPassed);
    }

    /** Those that did not pass. */
    public List<Finding> failed() {
        return findings.stream().filter(finding -> !finding.isPassed()).toList();
    }

    private static Finding finding(Slices evaluated, Check check) {
        if (check.slice().isEmpty()) {
            return single(check, "all rows", evaluated.all());
        }
        String column = check.slice().get();
        Map<String, Evaluation> slices = evaluated.slices().get(column);
        if (slices == null) {
            throw EvaluationError.BAD_CHECK.because("The check '" + check + "' is about slices of '" + column
                    + "', and there are slices of " + evaluated.slices().keySet() + "."
                    + Names.didYouMean(column, evaluated.slices().keySet()));
        }
        if (check.rule() == Check.Rule.WITHIN) {
            return spread(check, slices);
        }
        List<Finding> each = new ArrayList<>();
        slices.forEach((value, evaluation) -> each.add(single(check, column + " " + value, evaluation)));
        List<Finding> failed =
                each.stream().filter(finding -> !finding.isPassed()).toList();
        return failed.isEmpty()
                ? new Finding(check, true, "in each of " + each.size() + " slices")
                : new Finding(
                        check,
                        false,
                        String.join("; ", failed.stream().map(Finding::why).toList()));
    }

    private static Finding single(Check check, String where, Evaluation evaluation) {
        OptionalDouble value = evaluation.find(check.metric());
        if (value.isEmpty()) {
            return new Finding(check, false, where + ": no " + check.metric() + ", " + why(check, evaluation));
        }
        boolean isPassed = check.rule() == Check.Rule.AT_LEAST
                ? value.getAsDouble() >= check.bound()
                : value.getAsDouble() <= check.bound();
        return new Finding(check, isPassed, where + ": " + text(value.getAsDouble()));
    }

    private static Finding spread(Check check, Map<String, Evaluation> slices) {
        String least = "";
        String greatest = "";
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Map.Entry<String, Evaluation> slice : slices.entrySet()) {
            OptionalDouble value = slice.getValue().find(check.metric());
            if (value.isEmpty()) {
                return new Finding(
                        check, false, slice.getKey() + ": no " + check.metric() + ", " + why(check, slice.getValue()));
            }
            if (value.getAsDouble() < low) {
                low = value.getAsDouble();
                least = slice.getKey();
            }
            if (value.getAsDouble() > high) {
                high = value.getAsDouble();
                greatest = slice.getKey();
            }
        }
        return new Finding(
                check, high - low <= check.bound(), least + ": " + text(low) + ", " + greatest + ": " + text(high));
    }

    private static String why(Check check, Evaluation evaluation) {
        String why = evaluation.undefined().get(check.metric());
        return why == null ? "there are " + evaluation.metrics().keySet() : why;
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }

    /** A line for each check, for people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            text.append(finding.isPassed() ? "passed  " : "FAILED  ")
                    .append(finding.check())
                    .append(" (")
                    .append(finding.why())
                    .append(")")
                    .append(System.lineSeparator());
        }
        return text.toString();
    }
}
