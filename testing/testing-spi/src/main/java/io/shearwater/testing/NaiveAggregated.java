package io.shearwater.testing;

import io.shearwater.model.Aggregate;
import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.Field;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Schema;
import io.shearwater.plan.AggregateRule;
import io.shearwater.plan.AsOfRule;
import io.shearwater.plan.TimeColumn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The aggregates of questions, word for word: every event is looked at for every question. */
final class NaiveAggregated {
    private final AggregateRule rule;
    private final NaiveTable questions;
    private final NaiveTable events;

    NaiveAggregated(AggregateRule rule, NaiveTable questions, NaiveTable events) {
        this.rule = rule;
        this.questions = questions;
        this.events = events;
    }

    NaiveTable answered(Schema schema) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (List<@Nullable Object> question : questions.rows()) {
            List<NaiveAggregates.Event> known = known(question);
            Object asked = questions.value(question, rule.questionTime().column());
            NaiveTime time = asked == null
                    ? new NaiveTime(Long.MIN_VALUE, Long.MIN_VALUE)
                    : NaiveTime.of(asked, rule.questionTime().zone());
            List<NaiveAggregates.Event> seen =
                    known.stream().filter(event -> sees(event, time)).toList();
            List<@Nullable Object> row = new ArrayList<>(question);
            for (Aggregate aggregate : rule.aggregates()) {
                List<NaiveAggregates.Event> counted = aggregate.current() == Aggregate.Current.EXCLUDED
                        ? seen.stream().filter(event -> before(event, time)).toList()
                        : seen;
                row.add(NaiveAggregates.value(aggregate, events.schema(), counted, time.high()));
            }
            rule.derived().ifPresent(derived -> row.addAll(derived(derived, row)));
            row.add(!seen.isEmpty());
            rows.add(
                    NaiveCondition.passes(rule.keep(), column -> row.get(schema.index(column)))
                            ? row
                            : absent(question, schema));
        }
        return new NaiveTable(schema, rows);
    }

    /** Computed for this question alone. */
    private List<@Nullable Object> derived(AggregateRule.Derived derived, List<@Nullable Object> row) {
        List<Column> inputs = new ArrayList<>();
        for (int i = 0; i < derived.inputs().size(); i++) {
            Field input = derived.function().inputs().get(i);
            ColumnBuilder column = ColumnBuilder.of(input.name(), input.type(), 1);
            column.append(row.get(place(derived.inputs().get(i))));
            inputs.add(column.build());
        }
        List<@Nullable Object> values = new ArrayList<>();
        derived.function().apply(inputs, 1).forEach(column -> values.add(column.value(0)));
        return values;
    }

    /** Where a column of the questions, or an aggregate, is in a row. */
    private int place(String name) {
        Schema asked = questions.schema();
        return asked.contains(name)
                ? asked.index(name)
                : asked.size()
                        + rule.aggregates().stream()
                                .map(Aggregate::name)
                                .toList()
                                .indexOf(name);
    }

    private static List<@Nullable Object> absent(List<@Nullable Object> question, Schema schema) {
        List<@Nullable Object> row = new ArrayList<>(question);
        while (row.size() < schema.size() - 1) {
            row.add(null);
        }
        row.add(false);
        return row;
    }

    private boolean sees(NaiveAggregates.Event event, NaiveTime time) {
        return rule.bound() == AsOfRule.Bound.INCLUSIVE
                ? nanos(event.time().low()) + rule.knownAfter().toNanos() <= nanos(time.high())
                : before(event, time);
    }

    private boolean before(NaiveAggregates.Event event, NaiveTime time) {
        return nanos(event.time().high()) + rule.knownAfter().toNanos() < nanos(time.low());
    }

    /** Within the range of tests nothing overflows. */
    private static long nanos(long micros) {
        return micros == Long.MIN_VALUE ? Long.MIN_VALUE : micros * 1_000;
    }

    /** The events of the question's key, in order. */
    private List<NaiveAggregates.Event> known(List<@Nullable Object> question) {
        List<@Nullable Object> key =
                questions.values(question, rule.on().stream().map(KeyPair::left).toList());
        List<String> right = rule.on().stream().map(KeyPair::right).toList();
        TimeColumn time = rule.eventTime();
        List<String> order = new ArrayList<>(List.of(time.column()));
        order.addAll(rule.order());
        return events.rows().stream()
                .filter(event -> NaiveOrder.equalKeys(key, events.values(event, right)))
                .filter(event -> events.value(event, time.column()) != null)
                .sorted(Comparator.comparing(event -> events.values(event, order), NaiveOrder::compareAll))
                .map(event -> new NaiveAggregates.Event(
                        NaiveTime.of(Objects.requireNonNull(events.value(event, time.column())), time.zone()),
                        row(event)))
                .toList();
    }

    private Map<String, @Nullable Object> row(List<@Nullable Object> event) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        events.schema().names().forEach(name -> row.put(name, events.value(event, name)));
        return row;
    }
}
