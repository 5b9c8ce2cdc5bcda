package io.shearwater.aggregate;

import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One entity's events in an {@link EventTree} over a map, beside all of them replayed. */
final class KeptEntity {
    static final Schema EVENTS = Schema.of(
            new Field("n", DataType.INT),
            new Field("x", DataType.DOUBLE),
            new Field("w", DataType.decimal(30, 2)),
            new Field("s", DataType.STRING));

    private static final Predicate LARGE = Predicate.greaterThan("n", 500);
    private static final Predicate SOME = Predicate.equalTo("s", "m1");

    private static final Map<Long, List<@Nullable Object>> VALUES = new HashMap<>();

    /** An event; its values follow from its number. */
    record Event(long id, long time, long sequence) {
        List<@Nullable Object> values() {
            return VALUES.computeIfAbsent(id, number -> made());
        }

        private List<@Nullable Object> made() {
            Random random = new Random(id);
            List<@Nullable Object> values = new ArrayList<>();
            values.add(random.nextInt(9) == 0 ? null : random.nextInt(1_000));
            values.add(random.nextInt(9) == 0 ? null : number(random));
            values.add(random.nextInt(9) == 0 ? null : BigDecimal.valueOf(random.nextLong(), 2));
            values.add(random.nextInt(9) == 0 ? null : "m" + random.nextInt(4));
            return values;
        }

        private double number(Random random) {
            return id % 1_000 < 700 ? random.nextInt(100_000) / 100.0 : random.nextGaussian() * 1e3;
        }

        boolean passes(Predicate condition) {
            return condition.equals(LARGE)
                    ? values().get(0) instanceof Integer n && n > 500
                    : "m1".equals(values().get(3));
        }

        byte[] identity() {
            return id % 2 == 0 || id > 1L << 40
                    ? ByteBuffer.allocate(9).put((byte) 2).putLong(id).array()
                    : ("e" + id).getBytes(StandardCharsets.UTF_8);
        }
    }

    final Map<Long, byte[]> rows = new TreeMap<>();
    final Map<Long, Event> events = new LinkedHashMap<>();
    int read;
    private final List<Aggregate> aggregates;
    private final long lasting;
    private final TileLayout layout;

    /**
     * Of no events.
     *
     * @param lasting microseconds that an event goes on
     */
    KeptEntity(List<Aggregate> aggregates, long lasting) {
        this.aggregates = aggregates;
        this.lasting = lasting;
        this.layout = new TileLayout(aggregates, EVENTS);
    }

    static List<AggregateFunction> functions() {
        return List.of(
                AggregateFunction.count(),
                AggregateFunction.count("x"),
                AggregateFunction.sum("n"),
                AggregateFunction.sum("x"),
                AggregateFunction.sum("w"),
                AggregateFunction.avg("x"),
                AggregateFunction.avg("w"),
                AggregateFunction.varSamp("x"),
                AggregateFunction.stddevPop("n"),
                AggregateFunction.min("x"),
                AggregateFunction.max("s"),
                AggregateFunction.max("w"),
                AggregateFunction.first("x"),
                AggregateFunction.last("s"),
                AggregateFunction.firstN(3, "x", "s"),
                AggregateFunction.lastN(40, "n", "w"),
                AggregateFunction.lag("x", 2),
                AggregateFunction.countDistinct("n"),
                AggregateFunction.countDistinct("x"),
                AggregateFunction.approxCountDistinct("x"),
                AggregateFunction.approxQuantile("x", 0.5, 0.9),
                AggregateFunction.histogram("x", 0.0, 10.0, 500.0),
                AggregateFunction.topValues("s", 2),
                AggregateFunction.topN("x", 4),
                AggregateFunction.argMin("s", "x"),
                AggregateFunction.argMax("w", "n"),
                AggregateFunction.ratio(AggregateFunction.sum("x"), AggregateFunction.count()));
    }

    static Aggregate random(Random random, int number) {
        AggregateFunction function = functions().get(random.nextInt(functions().size()));
        Duration length = Duration.ofNanos(1_000L * (1 + (long) Math.pow(10, random.nextInt(14)) * random.nextInt(9)));
        AggregationWindow.Rolling rolling = AggregationWindow.rolling(length);
        AggregationWindow window = switch (random.nextInt(7)) {
            case 0 -> AggregationWindow.lifetime();
            case 1 -> AggregationWindow.session(length);
            case 2 -> AggregationWindow.latest(1 + random.nextInt(1_000));
            case 3 -> AggregationWindow.tumbling(length);
            case 4 -> resolved(rolling);
            default -> rolling;
        };
        Aggregate aggregate = function.over(window).as("a" + number);
        if (random.nextInt(4) == 0) {
            aggregate = aggregate.where(random.nextBoolean() ? LARGE : SOME);
        }
        if (random.nextInt(6) == 0) {
            aggregate = aggregate.by("s");
        }
        return random.nextInt(4) == 0 ? aggregate.excludeCurrent() : aggregate;
    }

    private static AggregationWindow resolved(AggregationWindow.Rolling rolling) {
        for (Duration step : List.of(Duration.ofDays(1), Duration.ofHours(1), Duration.ofMinutes(1))) {
            if (step.compareTo(rolling.length()) <= 0) {
                return rolling.resolution(step);
            }
        }
        return rolling;
    }

    private EventColumns columns(Collection<Event> some) {
        FrameBuilder frame = new FrameBuilder(EVENTS, some.size());
        some.forEach(event -> frame.append(event.values().toArray()));
        Frame built = frame.build();
        List<Column> inputs = layout.inputs().stream()
                .map(field -> built.column(field.name()))
                .toList();
        EventColumns columns = new EventColumns(layout);
        int row = 0;
        for (Event event : some) {
            boolean[] truth = new boolean[layout.conditions().size()];
            for (int i = 0; i < truth.length; i++) {
                truth[i] = event.passes(layout.conditions().get(i));
            }
            EventColumns.Place place =
                    new EventColumns.Place(event.time(), event.time() + lasting, event.sequence(), event.identity());
            columns.append(place, inputs, row++, truth);
        }
        return columns;
    }

    private EventTree tree() {
        return new EventTree(layout, new EventTree.Rows() {
            @Override
            public byte @Nullable [] row(long id) {
                return rows.get(id);
            }

            @Override
            public void put(long id, byte[] row) {
                rows.put(id, row);
            }
        });
    }

    void merge(List<Event> some) {
        tree().merge(columns(some));
        for (Event event : some) {
            events.merge(event.id(), event, (old, next) -> next.sequence() >= old.sequence() ? next : old);
        }
    }

    void load(List<Event> all) {
        rows.clear();
        events.clear();
        all.forEach(event -> events.put(event.id(), event));
        EventColumns columns = columns(ordered());
        EventTree.Loading loading = tree().load();
        for (int row = 0; row < columns.size(); row++) {
            loading.add(columns, row);
        }
        loading.end();
    }

    List<Event> ordered() {
        return events.values().stream()
                .sorted(Comparator.comparingLong(Event::time)
                        .thenComparingLong(Event::sequence)
                        .thenComparing(Event::identity, Arrays::compareUnsigned))
                .toList();
    }

    /** What the tree answers. */
    List<@Nullable Object> asked(List<Aggregate> wanted, long time) {
        TileReading reading = new TiledAggregates(layout, wanted).reading();
        TiledAggregates.Moment moment = new TiledAggregates.Moment(time, time, time, time - lasting);
        TiledAggregates.Rows found = new TiledAggregates.Rows();
        byte[] root = rows.getOrDefault(TiledAggregates.ROOT, new byte[0]);
        // As in a buffer of a store, where other bytes lie before and behind.
        byte[] buffer = new byte[root.length == 0 ? 0 : root.length + 20];
        System.arraycopy(root, 0, buffer, Math.min(7, buffer.length), root.length);
        found.root(buffer, Math.min(7, buffer.length));
        read = 1;
        while (!reading.read(found, moment, false)) {
            for (long id : reading.missing()) {
                found.put(id, Objects.requireNonNull(rows.get(id)));
                read++;
            }
        }
        return reading.values(moment);
    }

    /** What all events replayed answer. */
    List<@Nullable Object> replayed(List<Aggregate> wanted, long time) {
        EntityAggregates all = new EntityAggregates(new AggregateProgram(wanted, EVENTS));
        AggregateProgram program = new AggregateProgram(wanted, EVENTS);
        FrameBuilder frame = new FrameBuilder(all.events(), events.size());
        for (Event event : ordered()) {
            if (event.time() <= time) {
                List<@Nullable Object> row = new ArrayList<>(List.of(event.time(), event.time() + lasting));
                Map<String, @Nullable Object> values = new HashMap<>();
                for (int i = 0; i < EVENTS.size(); i++) {
                    values.put(EVENTS.field(i).name(), event.values().get(i));
                }
                program.inputs().forEach(field -> row.add(values.get(field.name())));
                program.conditions().forEach(condition -> row.add(event.passes(condition)));
                frame.append(row.toArray());
            }
        }
        return all.at(frame.build(), time, time);
    }

    List<Aggregate> aggregates() {
        return aggregates;
    }
}
