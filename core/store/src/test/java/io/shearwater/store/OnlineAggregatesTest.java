package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.SkewSample;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.Join;
import io.shearwater.model.Predicate;
import io.shearwater.model.SkewReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnlineAggregatesTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z");
    private static final AggregationWindow HOUR = AggregationWindow.rolling(Duration.ofHours(1));
    private static final AggregationWindow WEEK =
            AggregationWindow.rolling(Duration.ofDays(7)).resolution(Duration.ofHours(1));

    @TempDir
    private Path directory;

    private FeatureStore store;
    private Instant now = MIDNIGHT;

    private static FeatureGroupSpec payments() {
        return FeatureGroupSpec.builder("payments", 1)
                .feature("t_id", DataType.LONG)
                .feature("event_time", DataType.TIMESTAMP)
                .feature("cc_num", DataType.STRING)
                .feature("amount", DataType.DOUBLE)
                .feature("merchant", DataType.STRING)
                .primaryKey("t_id")
                .eventTime("event_time")
                .build();
    }

    private static FeatureGroupSpec activity() {
        return FeatureGroupSpec.builder("card_activity", 1)
                .primaryKey("cc_num")
                .eventTime("event_time")
                .online()
                .aggregating(Aggregation.over(
                                payments().ref(),
                                AggregateFunction.sum("amount").over(HOUR).as("sum_1h"),
                                AggregateFunction.count().over(HOUR).as("count_1h"),
                                AggregateFunction.count()
                                        .over(HOUR)
                                        .excludeCurrent()
                                        .as("count_before"),
                                AggregateFunction.max("amount").over(WEEK).as("max_7d"),
                                AggregateFunction.stddevSamp("amount")
                                        .over(WEEK)
                                        .as("dev_7d"),
                                AggregateFunction.last("merchant")
                                        .over(AggregationWindow.lifetime())
                                        .as("last_merchant"),
                                AggregateFunction.countDistinct("merchant")
                                        .over(AggregationWindow.tumbling(Duration.ofDays(1)))
                                        .as("merchants_yesterday"),
                                AggregateFunction.sum("amount")
                                        .over(WEEK)
                                        .by("merchant")
                                        .as("by_merchant"),
                                AggregateFunction.count()
                                        .over(WEEK)
                                        .where(Predicate.greaterThan("amount", 50.0))
                                        .as("large_7d"))
                        .where(Predicate.atLeast("amount", 1.0)))
                .build();
    }

    private static FeatureGroupSpec asked() {
        return FeatureGroupSpec.builder("asked", 1)
                .feature("cc_num", DataType.STRING)
                .feature("event_time", DataType.TIMESTAMP)
                .feature("is_fraud", DataType.BOOLEAN)
                .primaryKey("cc_num")
                .eventTime("event_time")
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

    private FeatureView view() {
        FeatureGroup asked = store.getOrCreateFeatureGroup(asked());
        FeatureGroup activity = store.getOrCreateFeatureGroup(activity());
        return store.getOrCreateFeatureView(FeatureViewSpec.builder(
                        "fraud", 1, asked.select("is_fraud").join(activity.selectFeatures(), Join.on("cc_num")))
                .labels("is_fraud")
                .build());
    }

    private static Map<String, @Nullable Object> payment(long id, Instant time, String card, double amount) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("t_id", id);
        row.put("event_time", time);
        row.put("cc_num", card);
        row.put("amount", amount);
        row.put("merchant", id % 7 == 0 ? null : "m" + id % 3);
        return row;
    }

    @SafeVarargs
    private FeatureGroup insert(Map<String, @Nullable Object>... rows) {
        FeatureGroup payments = store.getOrCreateFeatureGroup(payments());
        payments.insert(Frame.of(payments().schema(), List.of(rows)));
        return payments;
    }

    private @Nullable Object served(String feature) {
        return view().featureVector(Map.of("cc_num", "a")).value(feature);
    }

    @Test
    void aQuietEntitysSumDecaysWithoutAnEvent() {
        insert(payment(1, MIDNIGHT, "a", 10), payment(2, MIDNIGHT.plusSeconds(600), "a", 5));
        FeatureView view = view();

        now = MIDNIGHT.plusSeconds(3_600);
        assertThat(view.featureVector(Map.of("cc_num", "a")).value("sum_1h")).isEqualTo(15.0);
        now = MIDNIGHT.plusSeconds(3_601);
        assertThat(view.featureVector(Map.of("cc_num", "a")).value("sum_1h")).isEqualTo(5.0);
        now = MIDNIGHT.plusSeconds(9_000);
        FeatureVector quiet = view.featureVector(Map.of("cc_num", "a"));
        assertThat(quiet.value("sum_1h")).isNull();
        assertThat(quiet.value("count_1h")).isEqualTo(0L);
        assertThat(quiet.status("count_1h")).isEqualTo(FeatureStatus.PRESENT);
        assertThat(quiet.status("sum_1h")).isEqualTo(FeatureStatus.NULL);
        assertThat(quiet.eventTime("count_1h")).contains(MIDNIGHT.plusSeconds(600));
    }

    @Test
    void aLongWindowOfAServedGroupSaysItsResolutionOrThatItIsMeantToBeExact() {
        store.getOrCreateFeatureGroup(payments());
        AggregationWindow.Rolling week = AggregationWindow.rolling(Duration.ofDays(7));

        assertThatThrownBy(() -> store.createFeatureGroup(served(week)))
                .hasMessageContaining("'card_sum' is kept online, and its aggregate 'amount_sum_7d' is over rolling 7d")
                .hasMessageContaining("about 50 bytes each, 50000 bytes for a key with 1000 events")
                .hasMessageContaining("'rolling 7d resolution 1h'")
                .hasMessageContaining("'rolling 7d exact'");
        store.createFeatureGroup(served(week.exact()));
    }

    @Test
    void aPlanTellsWhatIsKeptOnlineAndForWhichWindows() {
        store.getOrCreateFeatureGroup(payments());

        assertThat(view().explain())
                .contains(
                        "'card_activity' online: the events of each [cc_num], about 66 bytes each and 66000 for a key with 1000 events")
                .contains("rolling 7d resolution 1h: [max_7d, dev_7d, by_merchant, large_7d]");
    }

    private static FeatureGroupSpec served(AggregationWindow window) {
        return FeatureGroupSpec.builder("card_sum", 1)
                .primaryKey("cc_num")
                .eventTime("event_time")
                .online()
                .aggregating(Aggregation.over(
                        payments().ref(), AggregateFunction.sum("amount").over(window)))
                .build();
    }

    @Test
    void anEntityNobodyKnowsHasACountOfZeroAndIsNotFound() {
        insert(payment(1, MIDNIGHT, "a", 10));

        FeatureVector unknown = view().featureVector(Map.of("cc_num", "z"));

        assertThat(unknown.value("count_1h")).isEqualTo(0L);
        assertThat(unknown.status("count_1h")).isEqualTo(FeatureStatus.NOT_FOUND);
        assertThat(unknown.value("sum_1h")).isNull();
    }

    @Test
    void anEntityOfWhichTheConditionPassesNoEventIsAsOneWithoutEvents() {
        now = MIDNIGHT.plusSeconds(60);
        store.getOrCreateFeatureGroup(payments());
        view();

        insert(payment(1, MIDNIGHT, "a", 0.5), payment(2, MIDNIGHT, "b", 10));
        FeatureVector none = view().featureVector(Map.of("cc_num", "a"));
        assertThat(none.status("count_1h")).isEqualTo(FeatureStatus.NOT_FOUND);
        assertThat(none.value("count_1h")).isEqualTo(0L);
        assertThat(view().featureVector(Map.of("cc_num", "b")).value("sum_1h")).isEqualTo(10.0);

        insert(payment(3, MIDNIGHT, "a", 20));
        assertThat(served("sum_1h")).isEqualTo(20.0);
        insert(payment(4, MIDNIGHT, "a", 0.5));
        assertThat(served("sum_1h")).isEqualTo(20.0);
        insert(payment(3, MIDNIGHT, "a", 0.5));
        assertThat(served("count_1h")).isEqualTo(0L);
        assertThat(store.featureGroup("card_activity", 1).checkOnline().agrees())
                .isTrue();
    }

    @Test
    void anAppendedAggregateIsServedOfEventsBeforeItAndTheOthersStay() {
        now = MIDNIGHT.plusSeconds(60);
        insert(payment(1, MIDNIGHT, "a", 10), payment(2, MIDNIGHT, "a", 20));
        FeatureView before = view();
        FeatureGroup activity = store.featureGroup("card_activity", 1);

        activity.appendAggregates(List.of(
                AggregateFunction.last("t_id")
                        .over(AggregationWindow.lifetime())
                        .as("last_id"),
                AggregateFunction.min("amount").over(HOUR).as("min_1h")));

        assertThat(activity.spec().featureNames()).endsWith("large_7d", "last_id", "min_1h");
        FeatureView more = store.createFeatureView(FeatureViewSpec.builder(
                        "more",
                        1,
                        store.featureGroup("asked", 1)
                                .select("is_fraud")
                                .join(activity.select("sum_1h", "last_id", "min_1h"), Join.on("cc_num")))
                .labels("is_fraud")
                .build());
        insert(payment(3, MIDNIGHT, "a", 5));
        FeatureVector vector = more.featureVector(Map.of("cc_num", "a"));
        assertThat(vector.value("last_id")).isEqualTo(3L);
        assertThat(vector.value("min_1h")).isEqualTo(5.0);
        assertThat(vector.value("sum_1h")).isEqualTo(35.0);
        assertThat(store.featureView("fraud", 1)
                        .featureVector(Map.of("cc_num", "a"))
                        .value("sum_1h"))
                .isEqualTo(35.0);
        assertThat(before.spec().featureSchema())
                .isEqualTo(store.featureView("fraud", 1).spec().featureSchema());
        assertThatThrownBy(() -> activity.appendAggregates(
                        List.of(AggregateFunction.max("amount").over(HOUR).as("min_1h"))))
                .hasMessageContaining("named 'min_1h'");
        assertThatThrownBy(() -> store.featureGroup("payments", 1)
                        .appendAggregates(List.of(AggregateFunction.count().over(HOUR))))
                .hasMessageContaining("it takes no aggregates");
        assertThatThrownBy(() -> activity.drop("min_1h")).hasMessageContaining("follow from the events of 'payments'");
    }

    @Test
    void anEventThatChangesItsCardLeavesTheOldOne() {
        now = MIDNIGHT.plusSeconds(60);
        store.getOrCreateFeatureGroup(payments());
        view();
        insert(payment(1, MIDNIGHT, "a", 10), payment(2, MIDNIGHT, "a", 20));
        assertThat(served("sum_1h")).isEqualTo(30.0);

        insert(payment(2, MIDNIGHT, "b", 20));

        assertThat(served("sum_1h")).isEqualTo(10.0);
        assertThat(view().featureVector(Map.of("cc_num", "b")).value("sum_1h")).isEqualTo(20.0);
    }

    @Test
    void aDeletedEventIsAsIfItHadNeverBeen() {
        now = MIDNIGHT.plusSeconds(60);
        FeatureGroup payments = insert(payment(1, MIDNIGHT, "a", 10), payment(2, MIDNIGHT, "a", 20));
        view();

        payments.deleteWhere(Predicate.equalTo("t_id", 2L));
        assertThat(served("max_7d")).isEqualTo(10.0);
        payments.deleteWhere(Predicate.equalTo("t_id", 1L));

        FeatureVector none = view().featureVector(Map.of("cc_num", "a"));
        assertThat(none.status("count_1h")).isEqualTo(FeatureStatus.NOT_FOUND);
        assertThat(none.value("count_1h")).isEqualTo(0L);
    }

    @Test
    void aStoreThatIsOpenedAgainServesTheSame() {
        now = MIDNIGHT.plusSeconds(60);
        insert(payment(1, MIDNIGHT, "a", 10));
        view();
        insert(payment(3, MIDNIGHT, "a", 7));
        store.close();

        open();

        assertThat(served("sum_1h")).isEqualTo(17.0);
        assertThat(store.featureGroup("card_activity", 1).rebuildOnline()).isEqualTo(2);
        assertThat(served("sum_1h")).isEqualTo(17.0);
    }

    @Test
    void eventsWhoseOnlineFilesAreGoneComeFromHistory() throws IOException {
        now = MIDNIGHT.plusSeconds(60);
        insert(payment(1, MIDNIGHT, "a", 10));
        view();
        insert(payment(3, MIDNIGHT, "a", 7));
        store.close();
        StoreDirectory.remove(directory.resolve("online"));

        open();

        assertThat(served("sum_1h")).isEqualTo(17.0);
        insert(payment(4, MIDNIGHT, "a", 3));
        assertThat(served("sum_1h")).isEqualTo(20.0);
        store.deleteFeatureView("fraud", 1);
        store.deleteFeatureGroup("card_activity", 1);
        insert(payment(5, MIDNIGHT, "a", 3));
        assertThat(served("sum_1h")).isEqualTo(23.0);
    }

    @Test
    void servedAggregatesAreFoundWithoutSkewInTheLog() {
        insert(payment(1, MIDNIGHT, "a", 10), payment(2, MIDNIGHT.plusSeconds(90), "a", 20));
        FeatureView view = view();
        now = MIDNIGHT.plusSeconds(60);
        view.logged().featureVector(Map.of("cc_num", "a"));
        insert(payment(3, MIDNIGHT.plusSeconds(30), "a", 5));
        now = MIDNIGHT.plusSeconds(120);
        view.logged().featureVector(Map.of("cc_num", "a"));
        view.logged().featureVector(Map.of("cc_num", "a", "event_time", MIDNIGHT));

        SkewReport report = view.verifySkew(SkewSample.all());

        assertThat(report.compared()).isEqualTo(3);
        assertThat(report.skipped()).isEmpty();
        assertThat(report.features())
                .allSatisfy(feature ->
                        assertThat(feature.different()).as(feature.feature()).isZero());
    }

    /** Inserts in any order, corrections, deletions; seams on midnight, on whole hours and on q - W. */
    @Test
    void vectorsEqualTrainingDataOfTheirTimeWhateverHappensToEvents() {
        Random random = new Random(20_260_302);
        FeatureGroup payments = store.getOrCreateFeatureGroup(payments());
        long nextId = 1;
        insert(payment(nextId++, MIDNIGHT, "a", 10));
        FeatureView view = view();
        for (int round = 0; round < 14; round++) {
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            int size = round == 5 ? 900 : 1 + random.nextInt(60);
            for (int i = 0; i < size; i++) {
                long id = nextId > 20 && random.nextInt(5) == 0 ? 1 + random.nextInt((int) nextId - 1) : nextId++;
                rows.add(payment(id, moment(id), random.nextInt(3) == 0 ? "a" : "b", random.nextInt(100)));
            }
            payments.insert(Frame.of(payments().schema(), rows));
            if (round % 4 == 3) {
                payments.deleteWhere(Predicate.equalTo("amount", (double) random.nextInt(100)));
            }
            if (round == 9) {
                store.featureGroup("card_activity", 1).rebuildOnline();
            }
            compare(view, random);
        }
    }

    /** A payment's time follows from its number, so that one with the same number is a correction of it. */
    private static Instant moment(long id) {
        long[] steps = {60, 600, 3_600, 86_400};
        long step = steps[(int) (id % steps.length)];
        return MIDNIGHT.plusSeconds(step * ((id * 7_919) % 17 - 8)).plusNanos(1_000 * (id % 2));
    }

    private void compare(FeatureView view, Random random) {
        long[] hours = {-200, -24, -1, 0, 1, 2, 24, 169};
        List<Map<String, @Nullable Object>> asked = new ArrayList<>();
        List<Map<String, ?>> served = new ArrayList<>();
        for (long hour : hours) {
            now = MIDNIGHT.plusSeconds(3_600 * hour).plusNanos(1_000L * random.nextInt(3));
            for (String card : List.of("a", "b", "z")) {
                asked.add(Map.of("cc_num", card, "event_time", now));
                Map<String, @Nullable Object> values = new HashMap<>();
                FeatureVector vector = view.featureVector(Map.of("cc_num", card));
                Instant then = now;
                now = MIDNIGHT.plusSeconds(3_600 * 400);
                FeatureVector named = view.featureVectors(
                                List.of(Map.of("cc_num", card), Map.of("cc_num", card, "event_time", then)))
                        .getLast();
                assertThat(named.toMap()).isEqualTo(vector.toMap());
                now = then;
                vector.schema().names().forEach(name -> values.put(name, vector.value(name)));
                served.add(values);
            }
        }
        Frame spine = Frame.of(asked().schema().select(List.of("cc_num", "event_time")), asked);
        List<Map<String, @Nullable Object>> history =
                view.batchData(spine).readAll().toMaps();
        for (int i = 0; i < asked.size(); i++) {
            Map<String, @Nullable Object> expected = new HashMap<>(history.get(i));
            expected.keySet().retainAll(served.get(i).keySet());
            assertThat(served.get(i)).as("%s", asked.get(i)).isEqualTo(expected);
        }
    }
}
