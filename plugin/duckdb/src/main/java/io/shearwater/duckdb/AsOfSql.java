package io.shearwater.duckdb;

import io.shearwater.model.Schema;
import io.shearwater.plan.AsOfRule;
import io.shearwater.plan.Plan;
import java.math.BigInteger;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The point-in-time join as DuckDB's ASOF join, which gives each left row the right row with the greatest key that is not
 * greater than the left row's. The key of a feature row is its event time, followed, where the rule settles ties, by the
 * columns that do; the key of a label is the latest event time that it may see, followed by something greater, or less, than
 * any of those. So both bounds are the same comparison and the chosen row is the one that the rule says.
 */
final class AsOfSql {
    private static final String KEY = Sql.own(2);
    private static final BigInteger MOST_MICROS = BigInteger.valueOf(Long.MAX_VALUE);

    private final Plan.AsOfJoin join;
    private final AsOfRule rule;
    private final PlanSql parts;
    private final boolean strict;
    private final boolean instants;
    private final TimeSql labelTime;
    private final TimeSql eventTime;

    AsOfSql(Plan.AsOfJoin join, PlanSql parts) {
        this.join = join;
        this.rule = join.rule();
        this.parts = parts;
        this.strict = rule.bound() == AsOfRule.Bound.STRICTLY_BEFORE;
        this.labelTime = new TimeSql(rule.labelTime(), join.labels().schema());
        this.eventTime = new TimeSql(rule.eventTime(), join.features().schema());
        this.instants = labelTime.isInstant()
                && eventTime.isInstant()
                && rule.knownAfter().isZero();
    }

    /** The join in any order; carries the labels' numbers unless no order is wanted. */
    String sql(PlanSql.Order order) {
        String found = "r." + KEY + " IS NOT NULL";
        boolean keepsAll = ttlMicros().isEmpty() && rule.keep().passesAll();
        String present = keepsAll ? found : "coalesce(" + found + youngEnough() + kept() + ", false)";
        String labels = "SELECT *, " + labelKey() + " AS " + KEY + "\nFROM "
                + parts.part(join.labels(), PlanSql.ofLeft(order), "t");
        String features = "SELECT *, " + featureKey() + " AS " + KEY + "\nFROM "
                + parts.part(join.features(), PlanSql.Order.FREE, "t") + "\nWHERE t."
                + Sql.name(rule.eventTime().column()) + " IS NOT NULL";
        String keys = rule.on().isEmpty() ? "" : PlanSql.equalKeys(rule.on()) + " AND ";
        // Of two keys of one value each the strict comparison can be said as one.
        String comparison = strict && rule.tieBreak().isEmpty() ? " > " : " >= ";
        return PlanSql.joined(
                        new PlanSql.Sides(join.labels(), join.features(), join.present()), order, keepsAll, present)
                + "\nFROM " + PlanSql.inner(labels) + " l\nASOF LEFT JOIN " + PlanSql.inner(features) + " r\nON " + keys
                + "l." + KEY + comparison + "r." + KEY;
    }

    /** What is compared: instants as they are where that is enough, else microseconds. */
    private String featureKey() {
        String time;
        if (instants) {
            time = eventTime.column("t");
        } else {
            time = strict ? eventTime.high("t") : eventTime.low("t");
        }
        if (rule.tieBreak().isEmpty()) {
            return time;
        }
        // DuckDB takes null for the greatest: whether there is a value is compared before the value.
        return rule.tieBreak().stream()
                .map(tie -> "t." + Sql.name(tie))
                .map(tie -> "CASE WHEN " + tie + " IS NULL THEN 0 ELSE 1 END, " + tie)
                .collect(Collectors.joining(", ", "row(" + time + ", ", ")"));
    }

    private String labelKey() {
        String column = labelTime.column("t");
        String bound = instants ? column : bound();
        if (rule.tieBreak().isEmpty()) {
            return bound;
        }
        Schema features = join.features().schema();
        // 2 is greater than every row of that time, -1 less: nothing behind it is ever looked at.
        int side = strict ? -1 : 2;
        String rest = rule.tieBreak().stream()
                .map(tie -> side + ", " + Sql.literal(features.field(tie).type(), null))
                .collect(Collectors.joining(", "));
        return "CASE WHEN " + column + " IS NOT NULL THEN row(" + bound + ", " + rest + ") END";
    }

    /** The greatest microsecond at which a row may have happened (inclusive), or before which it must (strictly). */
    private String bound() {
        BigInteger[] micros = TimeSql.micros(rule.knownAfter());
        // Inclusive: F + K <= L on whole microseconds is F <= L - ceil(K); strictly: F + K < L is F < L - floor(K).
        boolean up = !strict && micros[1].signum() > 0;
        BigInteger known = up ? micros[0].add(BigInteger.ONE) : micros[0];
        return TimeSql.moved(strict ? labelTime.low("t") : labelTime.high("t"), known.negate());
    }

    private String youngEnough() {
        Optional<BigInteger> ttl = ttlMicros();
        if (ttl.isEmpty()) {
            return "";
        }
        return " AND CAST(" + labelTime.low("l") + " AS HUGEINT) - " + eventTime.low("r") + " <= " + ttl.get();
    }

    private String kept() {
        return rule.keep().passesAll()
                ? ""
                : " AND " + PredicateSql.of(rule.keep(), join.features().schema(), "r");
    }

    /** The greatest age in whole microseconds, unless every age is within it. */
    private Optional<BigInteger> ttlMicros() {
        return rule.ttl()
                .map(ttl -> TimeSql.micros(ttl)[0])
                .filter(micros -> micros.compareTo(MOST_MICROS.shiftLeft(1)) < 0);
    }
}
