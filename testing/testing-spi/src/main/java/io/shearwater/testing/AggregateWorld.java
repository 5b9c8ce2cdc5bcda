package io.shearwater.testing;

import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.Times;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random events, questions and aggregates by a seed, rich in what goes wrong: ties, duplicates, gaps, edges of windows. */
final class AggregateWorld {
    static final Field KEY = new Field("key", DataType.STRING);
    static final Field AT = new Field("at", DataType.TIMESTAMP);
    static final Field SEQUENCE = new Field("sequence", DataType.LONG);

    /** The columns of events. */
    static final Schema EVENTS = Schema.of(
            KEY,
            AT,
            SEQUENCE,
            new Field("number", DataType.LONG),
            new Field("small", DataType.INT),
            new Field("flag", DataType.BOOLEAN),
            new Field("amount", DataType.DOUBLE),
            new Field("special", DataType.DOUBLE),
            new Field("rate", DataType.FLOAT),
            new Field("price", DataType.decimal(10, 2)),
            new Field("wide", DataType.decimal(30, 4)),
            new Field("kind", DataType.STRING),
            new Field("bytes", DataType.BINARY),
            new Field("day", DataType.DATE),
            new Field("moment", DataType.TIMESTAMP));

    /** The columns of questions. */
    static final Schema QUESTIONS = Schema.of(KEY, AT);

    private static final long MINUTE = 60_000_000L;
    /** The epoch, a change of clocks, the end of a February, and a long time before and after. */
    private static final List<Instant> CENTRES = List.of(
            Instant.EPOCH,
            Instant.parse("2024-03-31T01:00:00Z"),
            Instant.parse("2024-02-29T23:55:00Z"),
            Instant.parse("2026-10-25T01:00:00Z"),
            Instant.parse("1899-12-31T23:00:00Z"));

    private static final List<AggregationWindow> WINDOWS = List.of(
            AggregationWindow.rolling(Duration.ofNanos(1_000)),
            AggregationWindow.rolling(Duration.ofMinutes(10)),
            AggregationWindow.rolling(Duration.ofHours(1)),
            AggregationWindow.rolling(Duration.ofHours(36)).exact(),
            AggregationWindow.rolling(Duration.ofHours(2)).resolution(Duration.ofMinutes(15)),
            AggregationWindow.rolling(Duration.ofDays(7)).resolution(Duration.ofHours(1)),
            AggregationWindow.rolling(Duration.ofDays(30)).resolution(Duration.ofDays(1)),
            AggregationWindow.tumbling(Duration.ofMinutes(10)),
            AggregationWindow.tumbling(Duration.ofDays(1)).offset(Duration.ofHours(3)),
            AggregationWindow.hopping(Duration.ofHours(3), Duration.ofHours(1)),
            AggregationWindow.hopping(Duration.ofHours(25), Duration.ofHours(7)).offset(Duration.ofMinutes(5)),
            AggregationWindow.lifetime(),
            AggregationWindow.session(Duration.ofMinutes(10)),
            AggregationWindow.latest(1),
            AggregationWindow.latest(7),
            AggregationWindow.latest(100));

    private static final List<Predicate> CONDITIONS = List.of(
            Predicate.all(),
            Predicate.atLeast("number", 0),
            Predicate.equalTo("kind", "a"),
            Predicate.isNull("amount"),
            Predicate.atLeast("special", 1.0));

    private final Random random;
    private final long centre;

    AggregateWorld(long seed) {
        random = new Random(seed);
        centre = Times.micros(CENTRES.get((int) Math.floorMod(seed, (long) CENTRES.size())));
    }

    /** Every function, over every type that it takes. */
    static List<AggregateFunction> functions() {
        List<AggregateFunction> functions = new ArrayList<>(List.of(AggregateFunction.count()));
        for (Field field : EVENTS.fields().subList(3, EVENTS.size())) {
            String column = field.name();
            functions.add(AggregateFunction.count(column));
            functions.add(AggregateFunction.min(column));
            functions.add(AggregateFunction.max(column));
            functions.add(AggregateFunction.first(column));
            functions.add(AggregateFunction.last(column));
            functions.add(AggregateFunction.lag(column, functions.size() % 3));
            functions.add(AggregateFunction.countDistinct(column));
            functions.add(AggregateFunction.approxCountDistinct(column));
            functions.add(AggregateFunction.topValues(column, 2));
            functions.add(AggregateFunction.topN(column, 3));
            functions.add(AggregateFunction.argMin(column, "small"));
            functions.add(AggregateFunction.argMax("kind", column));
        }
        for (String column : List.of("number", "small", "amount", "special", "rate", "price", "wide")) {
            functions.add(AggregateFunction.sum(column));
            functions.add(AggregateFunction.avg(column));
            functions.add(AggregateFunction.varPop(column));
            functions.add(AggregateFunction.varSamp(column));
            functions.add(AggregateFunction.stddevPop(column));
            functions.add(AggregateFunction.stddevSamp(column));
            functions.add(AggregateFunction.approxQuantile(column, 0.5));
            functions.add(AggregateFunction.approxQuantile(column, 0.0, 0.25, 0.99, 1.0));
            functions.add(AggregateFunction.histogram(column, -10.0, 0.0, 0.5, 1000.0));
            functions.add(AggregateFunction.decayedSum(column, Duration.ofMinutes(25)));
        }
        functions.add(AggregateFunction.sum("flag"));
        functions.add(AggregateFunction.firstN(2, "kind", "amount", "bytes"));
        functions.add(AggregateFunction.lastN(3, "number", "moment", "day"));
        functions.add(AggregateFunction.ratio(AggregateFunction.sum("amount"), AggregateFunction.count()));
        functions.add(AggregateFunction.ratio(AggregateFunction.sum("price"), AggregateFunction.sum("small")));
        functions.add(AggregateFunction.ratio(
                new AggregateFunction.Term(AggregateFunction.count(), Predicate.equalTo("kind", "a")),
                new AggregateFunction.Term(AggregateFunction.count("number"), Predicate.atLeast("small", 0))));
        return functions;
    }

    static List<AggregationWindow> windows() {
        return WINDOWS;
    }

    /** Aggregates of every kind in their names' order. */
    List<Aggregate> aggregates(int count) {
        List<Aggregate> aggregates = new ArrayList<>();
        List<AggregateFunction> functions = functions();
        for (int i = 0; i < count; i++) {
            Aggregate aggregate = one(functions).over(one(WINDOWS)).as("a" + i).where(one(CONDITIONS));
            if (random.nextInt(3) == 0) {
                aggregate = aggregate.by(one(List.of("kind", "flag", "small")));
            } else if (aggregate.resultType(EVENTS).equals(DataType.DOUBLE) && random.nextBoolean()) {
                aggregate = aggregate.whenMissing(-1.0);
            }
            aggregates.add(random.nextInt(3) == 0 ? aggregate.excludeCurrent() : aggregate);
        }
        return aggregates;
    }

    /** Events, one key having a third of them. The order is that of their sequence, and not that of time. */
    Frame events(int count) {
        FrameBuilder events = new FrameBuilder(EVENTS, count);
        List<@Nullable Object[]> rows = new ArrayList<>();
        long time = centre - 60 * MINUTE;
        for (int i = 0; i < count; i++) {
            time += step();
            @Nullable
            Object[] row =
                    !rows.isEmpty() && random.nextInt(20) == 0 ? one(rows).clone() : row(time);
            rows.add(row);
        }
        Collections.shuffle(rows, random);
        long sequence = 0;
        for (@Nullable Object[] row : rows) {
            row[2] = sequence++;
            events.append(row);
        }
        return events.build();
    }

    /** Mostly minutes on multiples of five, at times nothing, a microsecond, or days. */
    private long step() {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> 0;
            case 3 -> 1;
            case 4 -> 5 * MINUTE - 1;
            case 5 -> random.nextInt(8) == 0 ? 26 * 60 * MINUTE : 60 * MINUTE;
            case 6 -> 10 * MINUTE;
            default -> random.nextInt(40) == 0 ? 10 * 24 * 60 * MINUTE : 5 * MINUTE;
        };
    }

    private @Nullable Object[] row(long time) {
        int small = random.nextInt(7) - 2;
        return new @Nullable Object[] {
            random.nextInt(3) == 0 ? "hot" : one(List.of("a", "b", "", "😀 a key of more than twelve bytes")),
            Times.instant(time),
            0L,
            maybe(random.nextInt(5) == 0 ? random.nextLong() >> 12 : random.nextInt(100) - 30L),
            maybe(small),
            maybe(random.nextBoolean()),
            maybe(random.nextInt(100_000) / 8.0 + 0.1),
            maybe(one(List.of(0.0, -0.0, 1.5, -7.0, 1e100, 1e-100, 2.5, 3.0, special()))),
            maybe((float) (random.nextInt(1000) / 7.0)),
            maybe(BigDecimal.valueOf(random.nextInt(1_000_000) - 300_000, 2)),
            maybe(new BigDecimal(new BigInteger(96, random), 4)),
            maybe(one(List.of("a", "b", "c", "ß", "\uFFFF", "😀"))),
            maybe(one(List.of("x", "yy", "", "\u00ff")).getBytes(StandardCharsets.UTF_8)),
            maybe(LocalDate.ofEpochDay(random.nextInt(40) - 20)),
            maybe(Times.instant(time - random.nextInt(3))),
        };
    }

    private double special() {
        return random.nextInt(4) > 0
                ? 4.0
                : one(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
    }

    private @Nullable Object maybe(Object value) {
        return random.nextInt(8) == 0 ? null : value;
    }

    /** Questions on, beside and a window's length after events, and long before and after all of them; in any order. */
    Frame questions(int count, Frame events) {
        FrameBuilder questions = new FrameBuilder(QUESTIONS, count);
        long[] lengths = {0, 10 * MINUTE, 60 * MINUTE, 36 * 60 * MINUTE, 120 * MINUTE, 7 * 24 * 60 * MINUTE, 5 * MINUTE
        };
        for (int i = 0; i < count; i++) {
            int row = random.nextInt(events.rows());
            long time = Times.micros((Instant) one(events, row, AT.name()))
                    + lengths[random.nextInt(lengths.length)]
                    + random.nextInt(3)
                    - 1;
            if (random.nextInt(40) == 0) {
                time += (random.nextBoolean() ? 1 : -1) * 60L * 24 * 60 * MINUTE;
            }
            questions.append(random.nextInt(20) == 0 ? "unknown" : one(events, row, KEY.name()), Times.instant(time));
        }
        return questions.build();
    }

    /** Frames of a few rows that hold all of these, in any order. */
    List<Frame> pieces(Frame frame) {
        List<Integer> order = new ArrayList<>();
        for (int row = 0; row < frame.rows(); row++) {
            order.add(row);
        }
        Collections.shuffle(order, random);
        List<Frame> pieces = new ArrayList<>();
        int next = 0;
        while (next < order.size()) {
            FrameBuilder piece = new FrameBuilder(frame.schema(), 16);
            int end = Math.min(order.size(), next + random.nextInt(17));
            for (; next < end; next++) {
                piece.appendRow(frame, order.get(next));
            }
            pieces.add(piece.build());
        }
        return pieces;
    }

    static Object one(Frame frame, int row, String column) {
        return Objects.requireNonNull(frame.value(row, column));
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
