package io.shearwater.testing;

import io.shearwater.model.KeyPair;
import io.shearwater.model.Schema;
import io.shearwater.plan.AsOfRule;
import io.shearwater.plan.TimeColumn;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The point-in-time rule, word for word: every feature row is looked at for every label. */
final class NaiveAsOf {
    private static final Duration MICRO = Duration.ofNanos(1_000);

    private final AsOfRule rule;
    private final NaiveTable labels;
    private final NaiveTable features;

    NaiveAsOf(AsOfRule rule, NaiveTable labels, NaiveTable features) {
        this.rule = rule;
        this.labels = labels;
        this.features = features;
    }

    NaiveTable join(Schema schema) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (List<@Nullable Object> label : labels.rows()) {
            Optional<List<@Nullable Object>> chosen = choose(label);
            List<@Nullable Object> row = new ArrayList<>(label);
            row.addAll(chosen.orElseGet(() -> NaiveTable.nulls(features.schema())));
            row.add(chosen.isPresent());
            rows.add(row);
        }
        return new NaiveTable(schema, rows);
    }

    private Optional<List<@Nullable Object>> choose(List<@Nullable Object> label) {
        List<@Nullable Object> best = null;
        for (List<@Nullable Object> feature : features.rows()) {
            if (isCandidate(label, feature) && (best == null || isLater(feature, best))) {
                best = feature;
            }
        }
        return Optional.ofNullable(best).filter(feature -> isKept(label, feature));
    }

    private boolean isCandidate(List<@Nullable Object> label, List<@Nullable Object> feature) {
        List<@Nullable Object> labelKeys =
                labels.values(label, rule.on().stream().map(KeyPair::left).toList());
        List<@Nullable Object> featureKeys =
                features.values(feature, rule.on().stream().map(KeyPair::right).toList());
        Object labelTime = labels.value(label, rule.labelTime().column());
        Object eventTime = features.value(feature, rule.eventTime().column());
        if (labelTime == null || eventTime == null || !NaiveOrder.equalKeys(labelKeys, featureKeys)) {
            return false;
        }
        Stretch l = stretch(labelTime, rule.labelTime());
        Stretch f = stretch(eventTime, rule.eventTime());
        return switch (rule.bound()) {
            case INCLUSIVE -> !f.low().plus(rule.knownAfter()).isAfter(l.high());
            case STRICTLY_BEFORE -> f.high().plus(rule.knownAfter()).isBefore(l.low());
        };
    }

    private boolean isLater(List<@Nullable Object> feature, List<@Nullable Object> other) {
        List<String> columns = new ArrayList<>();
        columns.add(rule.eventTime().column());
        columns.addAll(rule.tieBreak());
        return NaiveOrder.compareAll(features.values(feature, columns), features.values(other, columns)) > 0;
    }

    private boolean isKept(List<@Nullable Object> label, List<@Nullable Object> feature) {
        Object labelTime = labels.value(label, rule.labelTime().column());
        Object eventTime = features.value(feature, rule.eventTime().column());
        if (labelTime == null || eventTime == null) {
            return false;
        }
        Duration age = Duration.between(
                stretch(eventTime, rule.eventTime()).low(),
                stretch(labelTime, rule.labelTime()).low());
        return rule.ttl().map(ttl -> age.compareTo(ttl) <= 0).orElse(true)
                && NaiveCondition.passes(rule.keep(), column -> features.value(feature, column));
    }

    /** From the first to the last microsecond that a time means. */
    private record Stretch(Instant low, Instant high) {}

    private static Stretch stretch(Object time, TimeColumn column) {
        if (time instanceof Instant instant) {
            return new Stretch(instant, instant);
        }
        LocalDate day = (LocalDate) time;
        return new Stretch(
                day.atStartOfDay(column.zone()).toInstant(),
                day.plusDays(1).atStartOfDay(column.zone()).toInstant().minus(MICRO));
    }
}
