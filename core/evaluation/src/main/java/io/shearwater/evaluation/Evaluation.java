package io.shearwater.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How good predictions are. Immutable.
 *
 * @param rows over how many
 * @param metrics by name, see {@link Metric}
 * @param undefined by name, metrics that these rows do not have, and why: a curve of one class alone
 * @param confusion of predicted classes
 */
public record Evaluation(
        long rows, Map<String, Double> metrics, Map<String, String> undefined, Optional<ConfusionMatrix> confusion) {
    public Evaluation {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        undefined = Collections.unmodifiableMap(new LinkedHashMap<>(undefined));
    }

    /** The value of a metric, if these rows have it. */
    public OptionalDouble find(String metric) {
        Double value = metrics.get(metric);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** The value of a metric, if these rows have it. */
    public OptionalDouble find(Metric metric) {
        return find(metric.text());
    }

    /** A line for each metric, for people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        metrics.forEach((name, value) -> text.append(String.format(Locale.ROOT, "%-18s %.6g%n", name, value)));
        undefined.forEach((name, why) -> text.append(String.format(Locale.ROOT, "%-18s none: %s%n", name, why)));
        confusion.ifPresent(text::append);
        return text.append(rows).append(" rows").toString();
    }

    /** Collects metrics in order. Not thread-safe. */
    static final class Builder {
        private final long rows;
        private final Map<String, Double> metrics = new LinkedHashMap<>();
        private final Map<String, String> undefined = new LinkedHashMap<>();

        Builder(long rows) {
            this.rows = rows;
        }

        Builder put(Metric metric, double value) {
            return put(metric.text(), value);
        }

        Builder put(String metric, double value) {
            metrics.put(metric, value);
            return this;
        }

        Builder none(String why, Metric... of) {
            for (Metric metric : of) {
                undefined.put(metric.text(), why);
            }
            return this;
        }

        Builder none(String metric, String why) {
            undefined.put(metric, why);
            return this;
        }

        /** A share of whole numbers, or none where there is nothing to share. */
        Builder share(Metric metric, long part, long whole, String why) {
            return whole == 0 ? none(why, metric) : put(metric, (double) part / whole);
        }

        Evaluation build() {
            return new Evaluation(rows, metrics, undefined, Optional.empty());
        }

        Evaluation build(ConfusionMatrix confusion) {
            return new Evaluation(rows, metrics, undefined, Optional.of(confusion));
        }
    }
}
