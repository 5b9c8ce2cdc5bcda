package io.shearwater.plan;

import io.shearwater.model.KeyPair;
import io.shearwater.model.Predicate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which row of a feature table belongs to a label: <em>the</em> point-in-time rule, the same on every engine.
 *
 * <p>With [low, high] as the stretch of a time column (see {@link TimeColumn}), L the label's time, F a feature row's time
 * and K = {@code knownAfter}:
 *
 * <ol>
 *   <li>A row is a candidate if its keys equal the label's (null equals nothing) and it was known:
 *       {@code F.low + K <= L.high}; with {@code strictlyBefore}: {@code F.high + K < L.low}. Rows whose event time is null
 *       and labels whose time is null never match.
 *   <li>Of the candidates the one with the greatest (event time, then {@code tieBreak} columns in order) is chosen; in
 *       {@code tieBreak} a null is smallest.
 *   <li>The chosen row counts as absent if it is too old, {@code L.low - F.low > ttl}, or if {@code keep} is not true for
 *       it. No older row takes its place.
 * </ol>
 *
 * @param tieBreak columns of the feature side that order rows of equal key and event time: the write sequence, then what the
 *     join does not cover of the primary key. Empty where no two rows can be equal in both
 * @param keep a condition on columns of the feature side
 */
public record AsOfRule(
        List<KeyPair> on,
        TimeColumn labelTime,
        TimeColumn eventTime,
        Duration knownAfter,
        Bound bound,
        Optional<Duration> ttl,
        List<String> tieBreak,
        Predicate keep) {
    /** Whether a row at exactly the label's time is a candidate. */
    public enum Bound {
        INCLUSIVE,
        STRICTLY_BEFORE
    }

    public AsOfRule {
        on = List.copyOf(on);
        tieBreak = List.copyOf(tieBreak);
    }
}
