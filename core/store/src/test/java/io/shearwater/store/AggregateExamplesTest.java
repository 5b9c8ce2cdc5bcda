package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.Join;
import io.shearwater.model.Predicate;
import io.shearwater.model.TimeRange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Aggregates that a textbook has of card payments, each in history and served. */
class AggregateExamplesTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
    private static final FeatureGroupSpec ASKED = FeatureGroupSpec.builder("asked", 1)
            .feature("card", DataType.STRING)
            .feature("at", DataType.TIMESTAMP)
            .feature("label", DataType.BOOLEAN)
            .primaryKey("card")
            .eventTime("at")
            .build();

    @TempDir
    private Path directory;

    private FeatureStore store;
    private Instant now = NOON;

    private static FeatureGroupSpec payments(String name) {
        return FeatureGroupSpec.builder(name, 1)
                .feature("id", DataType.LONG)
                .feature("at", DataType.TIMESTAMP)
                .feature("card", DataType.STRING)
                .feature("amount", DataType.DOUBLE)
                .feature("status", DataType.STRING)
                .primaryKey("id")
                .eventTime("at")
                .build();
    }

    @BeforeEach
    void open() {
        store = Shearwater.open(directory, StoreOptions.defaults().withClock(() -> now));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Map<String, @Nullable Object> payment(long id, Instant at, double amount) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("id", id);
        row.put("at", at);
        row.put("card", "c");
        row.put("amount", amount);
        row.put("status", null);
        return row;
    }

    private void insert(String group, List<Map<String, @Nullable Object>> rows) {
        store.getOrCreateFeatureGroup(payments(group))
                .insert(Frame.of(payments(group).schema(), rows));
    }

    /** A view of aggregates of a group of payments. */
    private FeatureView view(String group, Aggregate... aggregates) {
        FeatureGroup activity = store.createFeatureGroup(FeatureGroupSpec.builder(group + "_activity", 1)
                .primaryKey("card")
                .eventTime("at")
                .online()
                .aggregating(Aggregation.over(payments(group).ref(), aggregates))
                .build());
        return store.createFeatureView(FeatureViewSpec.builder(
                        group + "_view",
                        1,
                        store.getOrCreateFeatureGroup(ASKED)
                                .select("label")
                                .join(activity.selectFeatures(), Join.on("card")))
                .labels("label")
                .build());
    }

    /** What both paths say of a card as of a time. */
    private Map<String, @Nullable Object> asOf(FeatureView view, Instant time) {
        Frame spine = Frame.of(ASKED.schema().select(List.of("card", "at")), List.of(Map.of("card", "c", "at", time)));
        Map<String, @Nullable Object> history =
                new HashMap<>(view.batchData(spine).readAll().row(0));
        now = time;
        Map<String, @Nullable Object> served =
                view.featureVector(Map.of("card", "c")).toMap();
        history.keySet().retainAll(served.keySet());
        assertThat(served).as("%s", time).isEqualTo(history);
        return served;
    }

    private static AggregationWindow.Rolling rolling(Duration length) {
        return AggregationWindow.rolling(length);
    }

    @Test
    void anEventOfTenSecondsIsInTheMinuteAndTheHourAndOneOfSeventyOnlyInTheHour() {
        insert("payments", List.of(payment(1, NOON.minusSeconds(10), 1), payment(2, NOON.minusSeconds(70), 2)));
        FeatureView view = view(
                "payments",
                AggregateFunction.sum("amount")
                        .over(rolling(Duration.ofMinutes(1)))
                        .as("minute"),
                AggregateFunction.sum("amount")
                        .over(rolling(Duration.ofHours(1)))
                        .as("hour"));

        assertThat(asOf(view, NOON)).containsEntry("minute", 1.0).containsEntry("hour", 3.0);
    }

    @Test
    void anEventIsInSevenDailyHopsOfAWeekWithoutAnyNewEvent() {
        insert("payments", List.of(payment(1, NOON, 1)));
        FeatureView view = view(
                "payments",
                AggregateFunction.count()
                        .over(AggregationWindow.hopping(Duration.ofDays(7), Duration.ofDays(1)))
                        .as("week"));
        Instant midnight = Instant.parse("2026-03-10T00:00:00Z");

        List<@Nullable Object> days = IntStream.range(0, 10)
                .mapToObj(day -> asOf(view, midnight.plus(Duration.ofDays(day))).get("week"))
                .toList();

        assertThat(days).containsExactly(0L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 0L, 0L);
    }

    @Test
    void tenDaysUpToNoonAreThoseOfBruteForce() {
        Random random = new Random(17);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (long id = 0; id < 900; id++) {
            rows.add(payment(id, NOON.minusSeconds(60L * random.nextInt(12 * 24 * 60)), random.nextInt(100)));
        }
        insert("payments", rows);
        FeatureView view = view(
                "payments",
                AggregateFunction.sum("amount")
                        .over(rolling(Duration.ofDays(10)).exact())
                        .as("exact"),
                AggregateFunction.sum("amount")
                        .over(rolling(Duration.ofDays(10)).resolution(Duration.ofDays(1)))
                        .as("by_days"));

        assertThat(asOf(view, NOON))
                .containsEntry("exact", sumSince(rows, NOON.minus(Duration.ofDays(10))))
                .containsEntry("by_days", sumSince(rows, Instant.parse("2026-02-28T00:00:00Z")));
    }

    private static double sumSince(List<Map<String, @Nullable Object>> rows, Instant start) {
        return rows.stream()
                .filter(row -> !((Instant) Objects.requireNonNull(row.get("at"))).isBefore(start))
                .mapToDouble(row -> (Double) Objects.requireNonNull(row.get("amount")))
                .sum();
    }

    /** A rule of ten payments above 50 within five minutes. */
    @Test
    void theTenthLargePaymentWithinFiveMinutesIsAnAlertAndTenInSixMinutesAreNone() {
        for (int seconds : List.of(30, 40)) {
            String group = "every_" + seconds + "_seconds";
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            for (long id = 0; id < 10; id++) {
                rows.add(payment(id, NOON.plusSeconds(seconds * id), 50.01));
                rows.add(payment(100 + id, NOON.plusSeconds(seconds * id), 50));
            }
            insert(group, rows);
            FeatureView view = view(
                    group,
                    AggregateFunction.count()
                            .over(rolling(Duration.ofMinutes(5)))
                            .where(Predicate.greaterThan("amount", 50.0))
                            .as("large_5min"));

            List<@Nullable Object> seen = IntStream.range(0, 10)
                    .mapToObj(i ->
                            asOf(view, NOON.plusSeconds((long) seconds * i)).get("large_5min"))
                    .toList();

            List<Object> alerts = seconds == 30
                    ? List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L)
                    : List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 8L, 8L);
            assertThat(seen).isEqualTo(alerts);
        }
    }

    @Test
    void eventsThatComeThriceAndInAnyOrderAreThoseThatCameOnce() {
        Random random = new Random(14);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (long id = 0; id < 400; id++) {
            rows.add(payment(id, NOON.minusSeconds(60L * random.nextInt(3_000)), random.nextInt(1_000) / 7.0));
        }
        insert("once", rows);
        List<Map<String, @Nullable Object>> thrice = new ArrayList<>(rows);
        thrice.addAll(rows);
        thrice.addAll(rows);
        Collections.shuffle(thrice, random);
        Aggregate[] aggregates = {
            AggregateFunction.count().over(rolling(Duration.ofDays(1))).as("count"),
            AggregateFunction.sum("amount").over(rolling(Duration.ofDays(1))).as("sum"),
            AggregateFunction.varSamp("amount")
                    .over(AggregationWindow.lifetime())
                    .as("variance"),
            AggregateFunction.approxQuantile("amount", 0.5)
                    .over(AggregationWindow.lifetime())
                    .as("median"),
            AggregateFunction.approxCountDistinct("id")
                    .over(AggregationWindow.lifetime())
                    .as("ids")
        };
        FeatureView once = view("once", aggregates);
        insert("thrice", thrice.subList(0, 1));
        FeatureView replayed = view("thrice", aggregates);
        for (int start = 1; start < thrice.size(); start += 160) {
            insert("thrice", thrice.subList(start, Math.min(thrice.size(), start + 160)));
        }

        for (int hours = 0; hours < 60; hours += 7) {
            Instant time = NOON.minus(Duration.ofHours(hours));
            assertThat(asOf(replayed, time)).isEqualTo(asOf(once, time));
        }
    }

    /** Payments are given the status of their card as it was; those with a card that was not active count. */
    @Test
    void paymentsOfACardThatWasBlockedCountFromThenOnInABackfillAndLive() {
        FeatureGroup cards = store.createFeatureGroup(FeatureGroupSpec.builder("cards", 1)
                .feature("card", DataType.STRING)
                .feature("modified", DataType.TIMESTAMP)
                .feature("status", DataType.STRING)
                .primaryKey("card")
                .eventTime("modified")
                .online()
                .build());
        Instant blocked = NOON.plusSeconds(300);
        cards.insert(Frame.of(
                cards.spec().schema(),
                List.of(
                        Map.of("card", "c", "modified", NOON.minusSeconds(1), "status", "active"),
                        Map.of("card", "c", "modified", blocked, "status", "blocked"))));
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (long id = 0; id < 6; id++) {
            rows.add(payment(id, NOON.plusSeconds(100 * id), 1));
        }
        rows.add(payment(6, NOON.plusSeconds(5), 1));
        rows.getLast().put("card", "unknown");
        insert("payments", rows);
        FeatureView enriching = store.createFeatureView(FeatureViewSpec.builder(
                        "payments_and_cards",
                        1,
                        store.featureGroup("payments")
                                .select("card", "amount")
                                .join(cards.select("status"), Join.on("card")))
                .build());
        store.createFeatureGroup(payments("backfilled"))
                .insert(enriching.batchData(TimeRange.ALL), WriteOptions.plain());
        for (Map<String, @Nullable Object> row : rows) {
            now = (Instant) Objects.requireNonNull(row.get("at"));
            Map<String, @Nullable Object> live = new HashMap<>(row);
            live.put(
                    "status",
                    enriching
                            .featureVector(Map.of("card", Objects.requireNonNull(row.get("card")), "amount", 1.0))
                            .value("status"));
            insert("live", List.of(live));
        }

        assertThat(store.featureGroup("live").read().toMaps())
                .containsExactlyInAnyOrderElementsOf(
                        store.featureGroup("backfilled").read().toMaps());
        Aggregate invalid = AggregateFunction.count()
                .over(rolling(Duration.ofDays(1)))
                .where(Predicate.notEqualTo("status", "active"))
                .as("invalid_1day");
        for (String group : List.of("live", "backfilled")) {
            FeatureView view = view(group, invalid);
            assertThat(asOf(view, blocked.minusNanos(1_000))).containsEntry("invalid_1day", 0L);
            assertThat(asOf(view, NOON.plusSeconds(500))).containsEntry("invalid_1day", 3L);
            assertThat(view.featureVector(Map.of("card", "unknown")).value("invalid_1day"))
                    .isEqualTo(0L);
        }
    }
}
