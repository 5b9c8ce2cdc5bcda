package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.Join;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of window, served and in history, for events of days and of instants that may be known later than they happen. */
class OnlineAggregateTimesTest {
    private static final LocalDate DAY = LocalDate.parse("2026-03-02");
    private static final Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z");
    private static final List<AggregationWindow> WINDOWS = List.of(
            AggregationWindow.rolling(Duration.ofHours(1)),
            AggregationWindow.rolling(Duration.ofDays(3)).resolution(Duration.ofHours(6)),
            AggregationWindow.tumbling(Duration.ofDays(1)),
            AggregationWindow.hopping(Duration.ofDays(2), Duration.ofHours(8)),
            AggregationWindow.lifetime(),
            AggregationWindow.session(Duration.ofHours(5)),
            AggregationWindow.latest(3));

    @TempDir
    private Path directory;

    private Instant now = MIDNIGHT;

    private static FeatureGroupSpec events(DataType time, Duration knownAfter) {
        return FeatureGroupSpec.builder("events", 1)
                .feature("id", DataType.LONG)
                .feature("at", time)
                .feature("card", DataType.LONG)
                .feature("amount", DataType.INT)
                .primaryKey("id")
                .eventTime("at")
                .knownAfter(knownAfter)
                .build();
    }

    private static FeatureGroupSpec activity() {
        List<Aggregate> aggregates = new ArrayList<>();
        for (AggregationWindow window : WINDOWS) {
            for (AggregateFunction function : List.of(
                    AggregateFunction.sum("amount"), AggregateFunction.count(), AggregateFunction.last("amount"))) {
                aggregates.add(function.over(window).as("a" + aggregates.size()));
                aggregates.add(function.over(window).excludeCurrent().as("a" + aggregates.size()));
            }
        }
        return FeatureGroupSpec.builder("activity", 1)
                .primaryKey("card")
                .eventTime("at")
                .online()
                .aggregating(Aggregation.over(
                        events(DataType.DATE, Duration.ZERO).ref(), aggregates.toArray(Aggregate[]::new)))
                .build();
    }

    private static FeatureGroupSpec asked() {
        return FeatureGroupSpec.builder("asked", 1)
                .feature("card", DataType.LONG)
                .feature("at", DataType.TIMESTAMP)
                .feature("label", DataType.INT)
                .primaryKey("card")
                .eventTime("at")
                .build();
    }

    @Test
    void eventsOfInstants() {
        compare(events(DataType.TIMESTAMP, Duration.ZERO), Join.on("card"));
    }

    @Test
    void eventsOfInstantsThatAreKnownLater() {
        compare(events(DataType.TIMESTAMP, Duration.ofMinutes(90).plusNanos(1_500)), Join.on("card"));
    }

    @Test
    void eventsOfDaysThatAreKnownLater() {
        compare(events(DataType.DATE, Duration.ofMinutes(90)), Join.on("card"));
    }

    @Test
    void eventsOfInstantsStrictlyBefore() {
        compare(events(DataType.TIMESTAMP, Duration.ZERO), Join.on("card").strictlyBefore());
    }

    @Test
    void eventsOfDaysStrictlyBefore() {
        compare(events(DataType.DATE, Duration.ofMinutes(90)), Join.on("card").strictlyBefore());
    }

    private void compare(FeatureGroupSpec spec, Join how) {
        try (FeatureStore store =
                Shearwater.open(directory, StoreOptions.defaults().withClock(() -> now))) {
            Random random = new Random(5);
            FeatureGroup events = store.getOrCreateFeatureGroup(spec);
            FeatureGroup activity = store.getOrCreateFeatureGroup(activity());
            FeatureGroup asked = store.getOrCreateFeatureGroup(asked());
            events.insert(Frame.of(spec.schema(), rows(spec, random)));
            FeatureView view = store.getOrCreateFeatureView(
                    FeatureViewSpec.builder("view", 1, asked.select("label").join(activity.selectFeatures(), how))
                            .labels("label")
                            .build());
            List<Map<String, Object>> questions = new ArrayList<>();
            List<Map<String, @Nullable Object>> served = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                // On seams, and a microsecond beside them.
                now = MIDNIGHT.plusSeconds(900L * (random.nextInt(4 * 24 * 14) - 4 * 24 * 7))
                        .plusNanos(1_000L * (random.nextInt(3) - 1));
                long card = random.nextInt(3);
                questions.add(Map.of("card", card, "at", now));
                served.add(view.featureVector(Map.of("card", card)).toMap());
            }
            Frame spine = Frame.of(asked().schema().select(List.of("card", "at")), questions);
            List<Map<String, @Nullable Object>> history =
                    view.batchData(spine).readAll().toMaps();
            for (int i = 0; i < served.size(); i++) {
                Map<String, @Nullable Object> expected = new HashMap<>(history.get(i));
                expected.keySet().retainAll(served.get(i).keySet());
                assertThat(served.get(i)).as("%s", questions.get(i)).isEqualTo(expected);
            }
        }
    }

    private static List<Map<String, Object>> rows(FeatureGroupSpec spec, Random random) {
        boolean isDay = spec.schema().field("at").type() instanceof DataType.DateType;
        List<Map<String, Object>> rows = new ArrayList<>();
        for (long id = 0; id < 600; id++) {
            int quarters = random.nextInt(4 * 24 * 12) - 4 * 24 * 6;
            Object at =
                    isDay ? DAY.plusDays(Math.floorDiv(quarters, 96)) : (Object) MIDNIGHT.plusSeconds(900L * quarters);
            rows.add(Map.of("id", id, "at", at, "card", (long) random.nextInt(2), "amount", random.nextInt(100)));
        }
        return rows;
    }
}
