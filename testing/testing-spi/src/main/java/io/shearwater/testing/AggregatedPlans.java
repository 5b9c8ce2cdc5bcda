package io.shearwater.testing;

import io.shearwater.model.Aggregate;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Predicate;
import io.shearwater.plan.AggregateRule;
import io.shearwater.plan.AsOfRule;
import io.shearwater.plan.Plan;
import io.shearwater.plan.TimeColumn;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Aggregates in the place of the rows that random joins find. */
final class AggregatedPlans {
    private AggregatedPlans() {}

    /** A row for each key and time of the features. */
    static Plan atEvents(ComputeEngineProperties.AsOf join, List<Aggregate> aggregates) {
        AsOfRule rule = join.rule();
        List<KeyPair> on = rule.on().stream()
                .map(pair -> new KeyPair("r_" + pair.right(), pair.right()))
                .toList();
        Field time = new Field("r_time", DataType.TIMESTAMP);
        Field last = new Field(
                aggregates.getLast().name(),
                aggregates.getLast().resultType(join.features().schema()));
        Field beside = join.labels().rows() % 2 == 0
                ? time
                : new Field("f_id", join.features().schema().field("f_id").type());
        return new Plan.AggregatedEvents(
                GivenSources.rows("features", join.features()),
                new AggregateRule(
                        on,
                        new TimeColumn(time.name(), ZoneId.of("UTC")),
                        rule.eventTime(),
                        rule.knownAfter(),
                        AsOfRule.Bound.INCLUSIVE,
                        List.of("f_seq", "f_id"),
                        aggregates,
                        Predicate.all(),
                        Optional.of(new AggregateRule.Derived(
                                new SideBySide(beside, last, "derived"), List.of(beside.name(), last.name())))),
                join.labels().rows() % 3 == 0
                        ? Predicate.all()
                        : Predicate.atLeast(time.name(), Instant.parse("2024-03-10T00:00:00Z")));
    }

    /** The last aggregate beside a column of the question, as text. */
    static AggregateRule.Derived derived(
            Plan questions, ComputeEngineProperties.AsOf join, List<Aggregate> aggregates, String present) {
        String last = aggregates.getLast().name();
        Field asked = questions.schema().fields().getFirst();
        DataType type = aggregates.getLast().resultType(join.features().schema());
        return new AggregateRule.Derived(
                new SideBySide(asked, new Field(last, type), "derived_" + present), List.of(asked.name(), last));
    }

    static Plan aggregated(
            Plan questions,
            ComputeEngineProperties.AsOf join,
            List<Aggregate> aggregates,
            Predicate keep,
            String present) {
        AsOfRule rule = join.rule();
        return new Plan.Aggregated(
                questions,
                GivenSources.rows("features", join.features()),
                new AggregateRule(
                        rule.on(),
                        rule.labelTime(),
                        rule.eventTime(),
                        rule.knownAfter(),
                        rule.bound(),
                        List.of("f_seq", "f_id"),
                        aggregates,
                        keep,
                        keep.passesAll()
                                ? Optional.of(derived(questions, join, aggregates, present))
                                : Optional.empty()),
                present);
    }
}
