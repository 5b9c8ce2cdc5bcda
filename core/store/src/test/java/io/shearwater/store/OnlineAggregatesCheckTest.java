package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of events online, beside their history. */
class OnlineAggregatesCheckTest {
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

    @TempDir
    private Path directory;

    private static FeatureGroupSpec payments() {
        return FeatureGroupSpec.builder("payments", 1)
                .feature("t_id", DataType.LONG)
                .feature("event_time", DataType.TIMESTAMP)
                .feature("cc_num", DataType.STRING)
                .feature("amount", DataType.DOUBLE)
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
                        AggregateFunction.sum("amount")
                                .over(AggregationWindow.rolling(Duration.ofHours(1)))
                                .as("sum_1h"),
                        AggregateFunction.count()
                                .over(AggregationWindow.session(Duration.ofMinutes(5)))
                                .as("session"),
                        AggregateFunction.max("amount")
                                .over(AggregationWindow.latest(3))
                                .as("max_3")))
                .build();
    }

    private static Frame some(Random random, int count) {
        FrameBuilder rows = new FrameBuilder(payments().schema(), count);
        for (int i = 0; i < count; i++) {
            int id = random.nextInt(20_000);
            rows.append(
                    (long) id,
                    START.plusSeconds(id * 7L % 90_000),
                    random.nextInt(9) == 0 ? null : "card" + random.nextInt(3),
                    random.nextInt(1_000) / 10.0);
        }
        return rows.build();
    }

    @Test
    void whatIsOnlineIsWhatHistoryMakesWhateverHappenedToEvents() {
        Random random = new Random(4);
        try (FeatureStore store = Shearwater.open(directory)) {
            FeatureGroup payments = store.getOrCreateFeatureGroup(payments());
            FeatureGroup activity = store.getOrCreateFeatureGroup(activity());
            for (int round = 0; round < 5; round++) {
                payments.insert(some(random, round == 1 ? 6_000 : 300));
                assertThat(activity.checkOnline().agrees()).isTrue();
            }
            payments.deleteWhere(Predicate.greaterThan("amount", 60.0));
            activity.purgeExpired();
            assertThat(activity.checkOnline().agrees()).isTrue();
            assertThat(activity.checkOnline().entities()).isEqualTo(3);
            payments.insert(some(random, 50));
        }
        try (FeatureStore store = Shearwater.open(directory)) {
            assertThat(store.featureGroup("card_activity", 1).checkOnline().agrees())
                    .isTrue();
        }
    }

    @Test
    void aPlanTellsHowEachWindowIsPutTogether() {
        try (FeatureStore store = Shearwater.open(directory)) {
            store.getOrCreateFeatureGroup(payments());
            FeatureGroup activity = store.getOrCreateFeatureGroup(activity());

            assertThat(store.getOrCreateFeatureView(
                                    FeatureViewSpec.builder("cards", 1, Query.featuresOf(activity.spec()))
                                            .build())
                            .explain())
                    .contains(
                            "rolling 1h: [sum_1h]: states of whole stretches between the ends of this and other windows")
                    .contains("session 5m: [session]: from its end back, whole stretches up to one with a longer gap")
                    .contains("states of a stretch, of all events: [moments, counted, extreme]");
        }
    }
}
