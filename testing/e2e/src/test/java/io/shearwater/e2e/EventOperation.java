package io.shearwater.e2e;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.Join;
import io.shearwater.model.Predicate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One operation on events over which aggregates are kept online: the same for the same seed and number, whoever carries it out.
 *
 * @param kind INSERT, DELETE or REBUILD
 * @param rows that are inserted: events that are new, late, or correct one of the same number
 * @param amount whose events are deleted
 */
record EventOperation(Kind kind, List<Row> rows, double amount) {
    static final Instant MIDNIGHT = Instant.parse("2026-03-29T00:00:00Z");
    static final List<String> CARDS = List.of("hot", "a", "b", "c");
    private static final AggregationWindow DAY = AggregationWindow.rolling(Duration.ofDays(1));
    /** More than a stretch of events that is kept as one. */
    private static final int LARGE = 700;

    static final FeatureGroupSpec EVENTS = FeatureGroupSpec.builder("events", 1)
            .feature("id", DataType.LONG)
            .feature("at", DataType.TIMESTAMP)
            .feature("card", DataType.STRING)
            .feature("amount", DataType.DOUBLE)
            .primaryKey("id")
            .eventTime("at")
            .build();

    private static final FeatureGroupSpec ACTIVITY = FeatureGroupSpec.builder("activity", 1)
            .primaryKey("card")
            .eventTime("at")
            .online()
            .aggregating(Aggregation.over(
                    EVENTS.ref(),
                    AggregateFunction.count().over(DAY).as("count_1d"),
                    AggregateFunction.sum("amount").over(DAY).as("sum_1d"),
                    AggregateFunction.count().over(AggregationWindow.lifetime()).as("count_ever"),
                    AggregateFunction.sum("amount")
                            .over(AggregationWindow.lifetime())
                            .as("sum_ever"),
                    AggregateFunction.stddevSamp("amount")
                            .over(AggregationWindow.rolling(Duration.ofDays(7)).resolution(Duration.ofHours(1)))
                            .as("dev_7d"),
                    AggregateFunction.max("amount")
                            .over(AggregationWindow.tumbling(Duration.ofDays(1)))
                            .as("max_yesterday"),
                    AggregateFunction.lastN(3, "id", "amount")
                            .over(AggregationWindow.latest(40))
                            .as("last_3"),
                    AggregateFunction.countDistinct("amount")
                            .over(AggregationWindow.session(Duration.ofMinutes(30)))
                            .as("session_amounts")))
            .build();

    private static final FeatureGroupSpec ASKED = FeatureGroupSpec.builder("asked", 1)
            .feature("card", DataType.STRING)
            .feature("at", DataType.TIMESTAMP)
            .feature("label", DataType.BOOLEAN)
            .primaryKey("card")
            .eventTime("at")
            .build();

    enum Kind {
        INSERT,
        DELETE,
        REBUILD
    }

    /** An event. Its time follows from its number: one of the same number is a correction of it. */
    record Row(long id, Instant at, String card, double amount) {}

    static EventOperation of(long seed, int number) {
        Random random = new Random(seed * 1_000_003 + number);
        return switch (random.nextInt(10)) {
            case 0 -> new EventOperation(Kind.REBUILD, List.of(), 0);
            case 1 -> new EventOperation(Kind.DELETE, List.of(), random.nextInt(50));
            case 2 -> new EventOperation(Kind.INSERT, rows(random, number, LARGE), 0);
            default -> new EventOperation(Kind.INSERT, rows(random, number, 1 + random.nextInt(30)), 0);
        };
    }

    private static List<Row> rows(Random random, int number, int count) {
        Map<Long, Row> rows = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            long id = random.nextInt(4) == 0 ? random.nextInt(1 + 40 * number) : 40L * number + i;
            String card = CARDS.get(random.nextInt(10) < 3 ? 0 : 1 + random.nextInt(CARDS.size() - 1));
            rows.put(id, new Row(id, time(id), card, random.nextInt(50)));
        }
        return List.copyOf(rows.values());
    }

    /** Within some days around a midnight on which clocks change, in no order, often at one time. */
    private static Instant time(long id) {
        long quarter = (id * 7_919) % 700 - 350;
        return MIDNIGHT.plusSeconds(900 * quarter).plusNanos(1_000 * (id % 2));
    }

    /** Carries it out in a store. */
    void run(FeatureStore store) {
        FeatureGroup events = store.featureGroup(EVENTS.name());
        switch (kind) {
            case INSERT ->
                events.insert(Frame.of(
                        EVENTS.schema(),
                        rows.stream()
                                .map(row -> Map.<String, Object>of(
                                        "id", row.id, "at", row.at, "card", row.card, "amount", row.amount))
                                .toList()));
            case DELETE -> events.deleteWhere(Predicate.equalTo("amount", amount));
            case REBUILD -> store.featureGroup(ACTIVITY.name()).rebuildOnline();
        }
    }

    /** Carries it out on a ledger of events by their numbers. */
    void run(Map<Long, Row> ledger) {
        switch (kind) {
            case INSERT -> rows.forEach(row -> ledger.put(row.id, row));
            case DELETE -> ledger.values().removeIf(row -> row.amount == amount);
            case REBUILD -> {}
        }
    }

    /** The view of the aggregates, in a store that has it or gets it. */
    static FeatureView view(FeatureStore store) {
        store.getOrCreateFeatureGroup(EVENTS);
        FeatureGroup activity = store.getOrCreateFeatureGroup(ACTIVITY);
        FeatureGroup asked = store.getOrCreateFeatureGroup(ASKED);
        return store.getOrCreateFeatureView(FeatureViewSpec.builder(
                        "cards", 1, asked.select("label").join(activity.selectFeatures(), Join.on("card")))
                .labels("label")
                .build());
    }

    /** What is asked of cards at times. */
    static Frame spine(List<Map<String, Object>> questions) {
        return Frame.of(ASKED.schema().select(List.of("card", "at")), questions);
    }
}
