package io.shearwater.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a group joins its parent. Always one right row for a left row: the latest that was known at the label's time.
 *
 * @param on the key; inferred when empty: the parent's foreign key to the group, else the parent's columns that have the
 *     names and types of the group's primary key
 * @param prefix put before the names of the joined columns
 * @param strict whether a row at exactly the label's time is too late
 * @param lookback the greatest age of a row at the label's time; can only narrow the group's TTL
 * @param required whether label rows without a row here are dropped (and counted) instead of kept with nulls
 */
public record Join(List<KeyPair> on, String prefix, boolean strict, Optional<Duration> lookback, boolean required) {
    public Join {
        on = List.copyOf(on);
        lookback.ifPresent(age -> {
            if (age.isNegative() || age.isZero()) {
                throw ModelError.BAD_JOIN.because("A lookback of " + age + " is not possible; it must be positive.");
            }
        });
        if (!prefix.isEmpty()) {
            Names.check("join prefix", prefix);
        }
    }

    /** A join on the inferred key. */
    public static Join inferred() {
        return new Join(List.of(), "", false, Optional.empty(), false);
    }

    /** A join on columns that have the same name on both sides. */
    public static Join on(String... columns) {
        List<KeyPair> pairs = new ArrayList<>();
        for (String column : columns) {
            pairs.add(new KeyPair(column, column));
        }
        return new Join(pairs, "", false, Optional.empty(), false);
    }

    /** Adds a pair of differently named columns to the key. */
    public Join and(String left, String right) {
        List<KeyPair> pairs = new ArrayList<>(on);
        pairs.add(new KeyPair(left, right));
        return new Join(pairs, prefix, strict, lookback, required);
    }

    /** A join of one pair of differently named columns. */
    public static Join onPair(String left, String right) {
        return inferred().and(left, right);
    }

    public Join withPrefix(String text) {
        return new Join(on, text, strict, lookback, required);
    }

    /** Rows at exactly the label's time do not count: an event does not see itself. */
    public Join strictlyBefore() {
        return new Join(on, prefix, true, lookback, required);
    }

    /** Rows older than this at the label's time do not count. */
    public Join within(Duration age) {
        return new Join(on, prefix, strict, Optional.of(age), required);
    }

    /** Label rows without a row here are dropped, and counted. */
    public Join requirePresent() {
        return new Join(on, prefix, strict, lookback, true);
    }

    Join withKeys(List<KeyPair> keys) {
        return new Join(keys, prefix, strict, lookback, required);
    }
}
