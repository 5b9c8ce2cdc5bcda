package io.shearwater.testing;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Schema;
import io.shearwater.model.Times;
import io.shearwater.plan.AggregateRule;
import io.shearwater.plan.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The aggregates at the times of events, word for word: each key and time of an event is a question. */
final class NaiveAskingEvents {
    private final Plan.AggregatedEvents node;
    private final AggregateRule rule;
    private final NaiveTable events;

    NaiveAskingEvents(Plan.AggregatedEvents node, NaiveTable events) {
        this.node = node;
        this.rule = node.rule();
        this.events = events;
    }

    NaiveTable answered() {
        Schema asks = Schema.of(fields());
        NaiveTable questions = new NaiveTable(asks, questions(asks));
        List<Field> fields = new ArrayList<>(asks.fields());
        Schema result = node.schema();
        fields.addAll(result.fields().subList(rule.on().size() + 1, result.size()));
        fields.add(new Field("present", DataType.BOOLEAN));
        NaiveTable answers = new NaiveAggregated(rule, questions, events).answered(Schema.of(fields));
        return new NaiveTable(
                result,
                answers.rows().stream()
                        .map(row -> answers.values(row, result.names()))
                        .toList());
    }

    /** Key and time, then the columns of events that something is computed with. */
    private List<Field> fields() {
        List<Field> fields =
                new ArrayList<>(node.schema().fields().subList(0, rule.on().size() + 1));
        given().forEach(name -> fields.add(events.schema().field(name)));
        return fields;
    }

    private List<String> given() {
        return rule.derived().stream()
                .flatMap(derived -> derived.inputs().stream())
                .filter(events.schema()::contains)
                .distinct()
                .toList();
    }

    private List<List<@Nullable Object>> questions(Schema asks) {
        List<String> order = new ArrayList<>(List.of(rule.eventTime().column()));
        order.addAll(rule.order());
        List<String> keys = rule.on().stream().map(KeyPair::right).toList();
        Map<List<@Nullable Object>, List<@Nullable Object>> last = new LinkedHashMap<>();
        events.rows().stream()
                .filter(event -> events.value(event, rule.eventTime().column()) != null)
                .filter(event -> events.values(event, keys).stream().allMatch(Objects::nonNull))
                .sorted((left, right) -> NaiveOrder.compareAll(events.values(left, order), events.values(right, order)))
                .forEach(event -> {
                    List<@Nullable Object> row = new ArrayList<>(events.values(event, keys));
                    row.add(time(Objects.requireNonNull(
                            events.value(event, rule.eventTime().column()))));
                    List<@Nullable Object> identity = List.copyOf(row);
                    row.addAll(events.values(event, given()));
                    last.put(identity, row);
                });
        return last.values().stream()
                .filter(row -> NaiveCondition.passes(node.asking(), column -> row.get(asks.index(column))))
                .toList();
    }

    private Instant time(Object value) {
        return Times.instant(NaiveTime.of(value, rule.eventTime().zone()).low());
    }
}
