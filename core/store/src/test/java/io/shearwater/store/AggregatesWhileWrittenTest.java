package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.Join;
import io.shearwater.model.Predicate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Law L2 of aggregates, beside writes: whoever asks while events are inserted, corrected and deleted, and while all of them are loaded
 * anew from history, is answered from the events of a number of whole commits, which never falls, and never from fewer than
 * had returned before it asked.
 */
class AggregatesWhileWrittenTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z");
    private static final AggregationWindow DAY = AggregationWindow.rolling(Duration.ofDays(1));
    private static final List<String> CARDS = List.of("a", "b");
    private static final int WRITES = 36;
    /** More than a stretch of events that is kept as one. */
    private static final int LARGE = 600;

    /** The common pool may have a single thread. */
    private static final Executor EXECUTOR = task -> Thread.ofPlatform().start(task);

    @TempDir
    private Path directory;

    private static final FeatureGroupSpec EVENTS = FeatureGroupSpec.builder("events", 1)
            .feature("id", DataType.LONG)
            .feature("at", DataType.TIMESTAMP)
            .feature("card", DataType.STRING)
            .feature("amount", DataType.LONG)
            .primaryKey("id")
            .eventTime("at")
            .build();

    private static final FeatureGroupSpec ACTIVITY = FeatureGroupSpec.builder("activity", 1)
            .primaryKey("card")
            .eventTime("at")
            .online()
            .aggregating(Aggregation.over(
                    EVENTS.ref(),
                    AggregateFunction.count().over(DAY).as("count"),
                    AggregateFunction.sum("amount").over(DAY).as("sum"),
                    AggregateFunction.max("amount").over(DAY).as("max"),
                    AggregateFunction.sum("id")
                            .over(AggregationWindow.lifetime())
                            .as("ids")))
            .build();

    private static final FeatureGroupSpec ASKED = FeatureGroupSpec.builder("asked", 1)
            .feature("card", DataType.STRING)
            .feature("at", DataType.TIMESTAMP)
            .feature("label", DataType.BOOLEAN)
            .primaryKey("card")
            .eventTime("at")
            .build();

    /** What a vector of a card says. */
    private record Answer(
            @Nullable Object count,
            @Nullable Object sum,
            @Nullable Object max,
            @Nullable Object ids) {
        static Answer of(FeatureVector vector) {
            return new Answer(vector.value("count"), vector.value("sum"), vector.value("max"), vector.value("ids"));
        }

        static Answer of(List<Event> events) {
            LongSummaryStatistics amounts =
                    events.stream().mapToLong(Event::amount).summaryStatistics();
            return events.isEmpty()
                    ? new Answer(0L, null, null, null)
                    : new Answer(
                            amounts.getCount(),
                            amounts.getSum(),
                            amounts.getMax(),
                            events.stream().mapToLong(Event::id).sum());
        }
    }

    /** One of a number has one time, so that another one of that number corrects it. */
    private record Event(long id, String card, long amount) {
        Map<String, Object> row() {
            return Map.of("id", id, "at", MIDNIGHT.plusSeconds(id * 7_919 % 70_000), "card", card, "amount", amount);
        }
    }

    /** Inserts events, or deletes those of an amount where there are none to insert. */
    private record Write(List<Event> events, long amount) {
        static Write of(int number) {
            Random random = new Random(number);
            if (number % 6 == 5) {
                return new Write(List.of(), random.nextInt(20));
            }
            Map<Long, Event> events = new TreeMap<>();
            int count = number % 10 == 3 ? LARGE : 1 + random.nextInt(20);
            for (int i = 0; i < count; i++) {
                long id = random.nextInt(3) == 0 ? random.nextInt(1_000 * (number + 1)) : 1_000L * number + i;
                events.put(id, new Event(id, CARDS.get(random.nextInt(CARDS.size())), random.nextInt(20)));
            }
            return new Write(List.copyOf(events.values()), 0);
        }

        void to(FeatureGroup group) {
            if (events.isEmpty()) {
                group.deleteWhere(Predicate.equalTo("amount", amount));
            } else {
                group.insert(Frame.of(
                        EVENTS.schema(), events.stream().map(Event::row).toList()));
            }
        }

        void to(Map<Long, Event> ledger) {
            events.forEach(event -> ledger.put(event.id, event));
            if (events.isEmpty()) {
                ledger.values().removeIf(event -> event.amount == amount);
            }
        }
    }

    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger returned = new AtomicInteger();
    private final AtomicBoolean written = new AtomicBoolean();

    @Test
    void everyVectorIsThatOfAPrefixOfTheCommits() {
        try (FeatureStore store = Shearwater.open(
                directory, StoreOptions.defaults().withClock(() -> MIDNIGHT.plus(Duration.ofHours(20))))) {
            FeatureGroup events = store.createFeatureGroup(EVENTS);
            FeatureGroup activity = store.createFeatureGroup(ACTIVITY);
            FeatureView view = store.createFeatureView(FeatureViewSpec.builder(
                            "cards",
                            1,
                            store.createFeatureGroup(ASKED)
                                    .select("label")
                                    .join(activity.selectFeatures(), Join.on("card")))
                    .labels("label")
                    .build());
            List<Map<String, Answer>> answers = answers();
            List<CompletableFuture<Integer>> beside = new ArrayList<>();
            CARDS.forEach(card -> beside.add(CompletableFuture.supplyAsync(() -> read(view, card, answers), EXECUTOR)));
            beside.add(CompletableFuture.supplyAsync(() -> load(activity), EXECUTOR));
            for (int number = 0; number < WRITES; number++) {
                begun.incrementAndGet();
                Write.of(number).to(events);
                returned.incrementAndGet();
            }
            written.set(true);
            beside.forEach(task -> assertThat(task.join()).isPositive());
        }
    }

    /** Of each card, after each number of writes. */
    private static List<Map<String, Answer>> answers() {
        Map<Long, Event> ledger = new TreeMap<>();
        List<Map<String, Answer>> answers = new ArrayList<>();
        answers.add(answers(ledger));
        for (int number = 0; number < WRITES; number++) {
            Write.of(number).to(ledger);
            answers.add(answers(ledger));
        }
        return answers;
    }

    private static Map<String, Answer> answers(Map<Long, Event> ledger) {
        return CARDS.stream()
                .collect(Collectors.toMap(
                        card -> card,
                        card -> Answer.of(ledger.values().stream()
                                .filter(event -> event.card.equals(card))
                                .toList())));
    }

    /** How many times a card was asked for. */
    private int read(FeatureView view, String card, List<Map<String, Answer>> answers) {
        int reads = 0;
        int seen = 0;
        boolean isLast = false;
        while (!isLast) {
            isLast = written.get();
            int least = Math.max(seen, returned.get());
            Answer answer = Answer.of(view.featureVector(Map.of("card", card)));
            int most = begun.get();
            seen = IntStream.rangeClosed(least, most)
                    .filter(prefix -> answer.equals(answers.get(prefix).get(card)))
                    .findFirst()
                    .orElse(-1);
            assertThat(seen)
                    .as("%s of '%s' is that of %d to %d writes: %s", answer, card, least, most, answers.get(least))
                    .isNotNegative();
            reads++;
        }
        return reads;
    }

    /** How many times all events were loaded anew. */
    private int load(FeatureGroup activity) {
        int loads = 0;
        boolean isLast = false;
        while (!isLast) {
            isLast = written.get();
            activity.rebuildOnline();
            loads++;
        }
        return loads;
    }
}
