package io.shearwater.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.aggregate.KeptEntity.Event;
import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.AggregationWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EventTreeTest {
    private static final long[] SCALES = {
        3L, 1_000L, 1_000_000L, 60_000_000L, 3_600_000_000L, 86_400_000_000L, 8_640_000_000_000L
    };

    /** Bursts at every scale, around the epoch too. */
    private static List<Event> events(Random random, int count) {
        List<Event> events = new ArrayList<>();
        long center = random.nextBoolean() ? 0 : 1_700_000_000_000_000L;
        for (int id = 0; id < count; id++) {
            long scale = SCALES[random.nextInt(SCALES.length)];
            long time = center + Math.round(random.nextGaussian() * scale);
            events.add(new Event(id, time, 1 + random.nextInt(50)));
        }
        return events;
    }

    private static List<Aggregate> aggregates(Random random) {
        List<Aggregate> aggregates = new ArrayList<>();
        int count = 1 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            aggregates.add(KeptEntity.random(random, i));
        }
        return aggregates;
    }

    @Test
    void theTreeAnswersWhatAllEventsReplayedAnswer() {
        for (int round = 0; round < 120; round++) {
            Random random = new Random(round);
            KeptEntity entity = new KeptEntity(aggregates(random), random.nextInt(3) == 0 ? random.nextInt(9_000) : 0);
            List<Event> events = events(random, random.nextInt(3) == 0 ? random.nextInt(80) : random.nextInt(6_000));
            Collections.shuffle(events, random);
            int at = random.nextInt(events.size() + 1);
            entity.load(events.subList(0, at));
            while (at < events.size()) {
                int to = Math.min(events.size(), at + 1 + random.nextInt(1_500));
                entity.merge(events.subList(at, to));
                at = to;
            }
            for (int question = 0; question < 12; question++) {
                List<Aggregate> wanted = entity.aggregates().stream()
                        .filter(aggregate -> random.nextInt(3) > 0)
                        .map(aggregate -> random.nextInt(6) == 0 ? aggregate.excludeCurrent() : aggregate)
                        .toList();
                long time = events.isEmpty()
                        ? 5
                        : events.get(random.nextInt(events.size())).time()
                                + (random.nextBoolean() ? 0 : SCALES[random.nextInt(SCALES.length)]);
                assertThat(entity.asked(wanted, time))
                        .as("round %d: %s at %d", round, wanted, time)
                        .isEqualTo(entity.replayed(wanted, time));
            }
        }
    }

    @Test
    void theSameEventsAreTheSameBytesHoweverTheyCame() {
        for (int round = 0; round < 12; round++) {
            Random random = new Random(round);
            List<Aggregate> aggregates = aggregates(random);
            List<Event> events = events(random, 8_000);
            KeptEntity loaded = new KeptEntity(aggregates, 0);
            loaded.load(events);
            assertThat(loaded.rows).hasSizeGreaterThan(8);
            KeptEntity merged = new KeptEntity(aggregates, 0);
            // As they happen, or in any order.
            boolean isLive = round % 2 == 0;
            if (isLive) {
                events.sort(Comparator.comparingLong(Event::time));
            } else {
                Collections.shuffle(events, random);
            }
            int at = 0;
            while (at < events.size()) {
                int to = Math.min(events.size(), at + 1 + random.nextInt(isLive ? 90 : 900));
                merged.merge(events.subList(at, to));
                if (random.nextInt(3) == 0) {
                    merged.merge(events.subList(at, to));
                }
                at = to;
            }
            assertThat(written(merged)).isEqualTo(written(loaded));
        }
    }

    @Test
    void anEventInTheEmptyHalfOfACutStretchIsALeafOfItsOwn() {
        List<Aggregate> aggregates = List.of(
                AggregateFunction.sum("n").over(AggregationWindow.lifetime()).as("sum"));
        List<Event> events = new ArrayList<>();
        for (int id = 0; id < 600; id++) {
            events.add(new Event(id, id * 1_000L, 1));
        }
        for (int id = 600; id < 2_000; id++) {
            events.add(new Event(id, (1 << 20) + (1 << 19) + id * 100L, 1));
        }
        KeptEntity merged = new KeptEntity(aggregates, 0);
        merged.load(events);
        Event alone = new Event(5_000, (1 << 20) + 5, 2);
        merged.merge(List.of(alone));

        events.add(600, alone);
        KeptEntity loaded = new KeptEntity(aggregates, 0);
        loaded.load(events);
        assertThat(written(merged)).isEqualTo(written(loaded));
    }

    @Test
    void timesBeyondTheEndsOfTimeAreKeptToo() {
        List<Aggregate> aggregates = List.of(AggregateFunction.lastN(9, "n")
                .over(AggregationWindow.lifetime())
                .as("last"));
        KeptEntity entity = new KeptEntity(aggregates, 0);
        long[] times = {Long.MIN_VALUE + 1, -1L << 60, 0, 1L << 60, Long.MAX_VALUE - 1};
        List<Event> events = new ArrayList<>();
        for (int id = 0; id < 4_000; id++) {
            events.add(new Event(id, times[id % times.length], 1));
        }
        entity.load(events.subList(0, 100));
        entity.merge(events);

        for (long time : times) {
            assertThat(entity.asked(aggregates, time)).isEqualTo(entity.replayed(aggregates, time));
        }
    }

    private static Map<Long, String> written(KeptEntity entity) {
        Map<Long, String> written = new TreeMap<>();
        entity.rows.forEach((id, row) -> {
            if (row.length > 0) {
                written.put(id, HexFormat.of().formatHex(row));
            }
        });
        return written;
    }

    @Test
    void ofOneIdentityAndTimeTheLaterCommitsEventStays() {
        List<Aggregate> aggregates = List.of(AggregateFunction.lastN(5, "n")
                .over(AggregationWindow.lifetime())
                .as("last"));
        KeptEntity expected = new KeptEntity(aggregates, 0);
        expected.load(List.of(new Event(1, 10, 5), new Event(2, 10, 3)));
        KeptEntity entity = new KeptEntity(aggregates, 0);

        for (long sequence : new long[] {4, 5, 3}) {
            entity.merge(List.of(new Event(1, 10, sequence), new Event(2, 10, 3)));
        }

        assertThat(written(entity)).isEqualTo(written(expected));
    }

    @Test
    void aWindowReadsFewRowsHoweverManyEventsThereAre() {
        List<Aggregate> aggregates = new ArrayList<>();
        AggregationWindow month = AggregationWindow.rolling(Duration.ofDays(30)).exact();
        int number = 0;
        for (AggregationWindow window : List.of(
                AggregationWindow.rolling(Duration.ofHours(1)),
                AggregationWindow.rolling(Duration.ofDays(7)).exact(),
                month,
                AggregationWindow.lifetime(),
                AggregationWindow.latest(1_000),
                AggregationWindow.session(Duration.ofMinutes(9)))) {
            aggregates.add(AggregateFunction.sum("x").over(window).as("sum" + number));
            aggregates.add(AggregateFunction.last("s").over(window).as("last" + number++));
        }
        KeptEntity entity = new KeptEntity(aggregates, 0);
        Random random = new Random(5);
        List<Event> events = new ArrayList<>();
        long day = 86_400_000_000L;
        for (int id = 0; id < 300_000; id++) {
            events.add(new Event(id, 1_700_000_000_000_000L + random.nextLong(60 * day), 1));
        }
        entity.load(events);

        for (long time : new long[] {61 * day, 60 * day, 45 * day}) {
            entity.asked(aggregates, 1_700_000_000_000_000L + time);
            assertThat(entity.read).isLessThan(24);
        }
        assertThat(entity.rows).hasSizeGreaterThan(500);
        assertThat(entity.asked(aggregates, 1_700_000_000_000_000L + 50 * day))
                .isEqualTo(entity.replayed(aggregates, 1_700_000_000_000_000L + 50 * day));
    }
}
