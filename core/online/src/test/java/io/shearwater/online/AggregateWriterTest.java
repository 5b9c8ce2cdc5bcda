package io.shearwater.online;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.OnlineCheck;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.model.TimeRange;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.spi.OnlineHistory;
import io.shearwater.spi.OnlineStore;
import io.shearwater.testing.InMemoryOnlineStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AggregateWriterTest {
    private static final FeatureGroupSpec PAYMENTS = FeatureGroupSpec.builder("payments", 1)
            .feature("t_id", DataType.LONG)
            .feature("at", DataType.TIMESTAMP)
            .feature("card", DataType.LONG)
            .feature("amount", DataType.INT)
            .primaryKey("t_id")
            .eventTime("at")
            .build();
    private static final Schema ROWS = PAYMENTS.schema().plus(List.of(HiddenColumns.SEQUENCE));

    private final OnlineGroup group = Fixture.group(
            1,
            FeatureGroupSpec.builder("cards", 1)
                    .primaryKey("card")
                    .eventTime("at")
                    .online()
                    .aggregating(Aggregation.over(
                            PAYMENTS.ref(), AggregateFunction.sum("amount").over(AggregationWindow.lifetime())))
                    .build()
                    .over(PAYMENTS));

    @TempDir
    private Path scratch;

    private record Event(long id, long time, long card, long sequence) {}

    /** One card with few events, one with bursts at every scale, around the epoch too. */
    private static List<Event> events(Random random) {
        long[] scales = {1_000L, 1_000_000L, 60_000_000L, 3_600_000_000L, 86_400_000_000L, 8_640_000_000_000L};
        List<Event> events = new ArrayList<>();
        for (int id = 0; id < 3_000; id++) {
            long scale = scales[random.nextInt(scales.length)];
            long time = Math.round(random.nextGaussian() * scale);
            events.add(new Event(id, time, id % 40 == 0 ? 7 : 8, 1 + random.nextInt(50)));
        }
        return events;
    }

    private static Frame frame(List<Event> events) {
        FrameBuilder frame = new FrameBuilder(ROWS, events.size());
        for (Event event : events) {
            frame.column(0).appendLong(event.id());
            frame.column(1).appendLong(event.time());
            frame.column(2).appendLong(event.card());
            frame.column(3).appendInt((int) event.id());
            frame.column(4).appendLong(event.sequence());
        }
        return frame.build();
    }

    private static FrameReader ordered(List<Event> events) {
        List<Event> sorted = new ArrayList<>(events);
        sorted.sort(Comparator.comparingLong(Event::card)
                .thenComparingLong(Event::time)
                .thenComparingLong(Event::sequence)
                .thenComparingLong(Event::id));
        return frame(sorted).reader();
    }

    private List<String> stored(OnlineStore store) {
        List<String> rows = new ArrayList<>();
        store.history(
                new OnlineHistory(group.table(), new byte[0], TimeRange.ALL, Integer.MAX_VALUE),
                (key, place, sequence, value) -> {
                    // Rows of no bytes are where others were.
                    if (value.hasRemaining()) {
                        rows.add(hex(key) + " " + place + " " + hex(value));
                    }
                });
        return rows;
    }

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }

    private AggregateWriter writer(OnlineStore store) {
        return new AggregateWriter(store, new LoadSpace(scratch, LoadSpace.DEFAULT_MEMORY));
    }

    @Test
    void theSameEventsAreTheSameBytesHoweverTheyCame() {
        Random random = new Random(20_261_121);
        List<Event> events = events(random);
        OnlineStore loaded = new InMemoryOnlineStore();
        writer(loaded).rebuild(group, ordered(events));
        assertThat(stored(loaded)).hasSizeGreaterThan(12);

        for (int round = 0; round < 5; round++) {
            OnlineStore merged = new InMemoryOnlineStore();
            AggregateWriter writer = writer(merged);
            Collections.shuffle(events, random);
            int at = random.nextInt(events.size());
            writer.rebuild(group, ordered(events.subList(0, at)));
            while (at < events.size()) {
                int to = Math.min(events.size(), at + 1 + random.nextInt(400));
                Frame some = frame(events.subList(at, to));
                writer.merge(group, some, 1);
                if (random.nextInt(3) == 0) {
                    writer.merge(group, some, 1);
                }
                at = to;
            }
            assertThat(stored(merged)).isEqualTo(stored(loaded));
        }
    }

    @Test
    void entitiesThatAreSetBackHaveExactlyTheEventsThatAreLeft() {
        List<Event> events = events(new Random(3));
        List<Event> left = events.stream()
                .filter(event -> event.card() == 7 || event.id() % 5 == 0)
                .toList();
        OnlineStore store = new InMemoryOnlineStore();
        OnlineStore expected = new InMemoryOnlineStore();
        writer(store).rebuild(group, ordered(events));
        writer(expected).rebuild(group, ordered(left));

        Frame keys = frame(events.subList(0, 100)).select(List.of("card"));
        writer(store).replace(group, keys, ordered(left), 51);

        assertThat(stored(store)).isEqualTo(stored(expected));
        writer(store).replace(group, keys, ordered(List.of()), 52);
        assertThat(stored(store)).isEmpty();
    }

    @Test
    void ofTwoEventsOfOneIdentityTheLaterCommitsStays() {
        OnlineStore store = new InMemoryOnlineStore();
        OnlineStore expected = new InMemoryOnlineStore();
        writer(expected).rebuild(group, ordered(List.of(new Event(1, 10, 8, 5))));
        writer(store).rebuild(group, ordered(List.of()));

        for (long sequence : new long[] {4, 5, 3}) {
            writer(store).merge(group, frame(List.of(new Event(1, 10, 8, sequence))), 1);
        }

        assertThat(stored(store)).isEqualTo(stored(expected));
    }

    @Test
    void aGroupThatWasNotLoadedTakesNothingIn() {
        OnlineStore store = new InMemoryOnlineStore();

        writer(store).merge(group, frame(events(new Random(5))), 1);

        assertThat(store.active(group.table())).isEmpty();
    }

    @Test
    void aCheckFindsEntitiesThatAreMissingDifferentOrTooMany() {
        List<Event> events = events(new Random(9));
        OnlineStore store = new InMemoryOnlineStore();
        AggregateWriter writer = writer(store);
        writer.rebuild(group, ordered(events.subList(0, 1_500)));
        writer.merge(group, frame(events.subList(1_500, events.size())), 1);
        assertThat(writer.check(group, ordered(events)).agrees()).isTrue();

        List<Event> other = new ArrayList<>(events);
        other.removeIf(event -> event.card() == 7);
        other.add(new Event(9_000, 5, 6, 1));
        other.remove(4);
        OnlineCheck check = writer.check(group, ordered(other));

        assertThat(check.entities()).isEqualTo(2);
        assertThat(check.missing()).isEqualTo(1);
        assertThat(check.different()).isEqualTo(1);
        assertThat(check.surplus()).isEqualTo(1);
        assertThat(check.examples()).containsExactly(Map.of("card", 6L), Map.of("card", 8L));
    }

    @Test
    void aReaderNeverSeesHalfAMerge() throws Exception {
        OnlineStore store = new InMemoryOnlineStore();
        AggregateWriter writer = writer(store);
        writer.rebuild(group, ordered(List.of()));
        FeatureViewSpec view = FeatureViewSpec.builder("cards", 1, Query.featuresOf(group.spec()))
                .build();
        VectorReader reader = new VectorReader(
                store, VectorPlan.ofFeatures(view, List.of(group)), () -> Instant.ofEpochSecond(3_000));
        // Two events add up to nothing, both before now or both after, and mostly in two leaves that are cut again and
        // again.
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            for (int batch = 0; batch < 150; batch++) {
                List<Event> events = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    int id = batch * 40 + i;
                    long second = id * 7_919L % 3_000 + (id / 2 % 2 == 0 ? 0 : 3_001);
                    events.add(new Event(i % 2 == 0 ? id : 1 - id, second * 1_000_000L, 8, batch));
                }
                writer.merge(group, frame(events), batch);
            }
        });
        Set<Object> sums = new HashSet<>();
        while (!writing.isDone()) {
            sums.add(String.valueOf(reader.vector(Map.of("card", 8L)).value("amount_sum_lifetime")));
        }
        writing.get();

        sums.add(String.valueOf(reader.vector(Map.of("card", 8L)).value("amount_sum_lifetime")));
        assertThat(sums).isSubsetOf("null", "0");
    }
}
