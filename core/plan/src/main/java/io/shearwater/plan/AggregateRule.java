package io.shearwater.plan;

import io.shearwater.model.Aggregate;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Predicate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which events the aggregates of a question are made of, the same on every engine (docs/manual/aggregates.md).
 *
 * <p>With [low, high] as the stretch of a time column (see {@link TimeColumn}), Q the question's time, E an event's and K =
 * {@code knownAfter}: the question is asked at q = Q.high, an event happened at t = E.low. The question sees the events of its
 * key (null equals nothing) that were known, {@code E.low + K <= Q.high}; with {@code STRICTLY_BEFORE}, or where the aggregate
 * excludes the current event, {@code E.high + K < Q.low}. Of these, each window takes its own by t and q. Events without a time
 * are never seen; a question without one sees none.
 *
 * @param on the question's key beside the events'
 * @param order columns of the events that order those of equal key and time: the write sequence, then what identifies a row
 * @param aggregates over columns of the events
 * @param keep a condition on the aggregates: where it is not true, they are null and {@code present} is false
 * @param derived what is computed of the aggregates; not together with a condition {@code keep}
 */
public record AggregateRule(
        List<KeyPair> on,
        TimeColumn questionTime,
        TimeColumn eventTime,
        Duration knownAfter,
        AsOfRule.Bound bound,
        List<String> order,
        List<Aggregate> aggregates,
        Predicate keep,
        Optional<Derived> derived) {
    /**
     * Columns computed of an answer.
     *
     * @param inputs for each input of the function the aggregate, or the column of the question, that it is
     */
    public record Derived(RowFunction function, List<String> inputs) {
        public Derived {
            inputs = List.copyOf(inputs);
        }
    }

    public AggregateRule {
        on = List.copyOf(on);
        order = List.copyOf(order);
        aggregates = List.copyOf(aggregates);
    }
}
