package io.shearwater.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of every function: what is kept survives as bytes, as if it had never been any. */
class StateBytesTest {
    static Stream<AggregateFunction> functions() {
        return Stream.concat(
                KeptEntity.functions().stream().filter(function -> !(function instanceof AggregateFunction.Ratio)),
                Stream.of(
                        AggregateFunction.decayedSum("x", Duration.ofMinutes(5)),
                        AggregateFunction.decayedSum("n", Duration.ofDays(5))));
    }

    /** A function's state over events, some of which are special. */
    private static final class Kept {
        private final LaneColumns lane = new LaneColumns(KeptEntity.EVENTS);
        private final KeptFunction function;
        private final Events events;

        Kept(AggregateFunction of, int count, long seed) {
            function = KeptFunction.of(of, lane);
            events = new Events(List.copyOf(lane.kinds()), EventPool.unbounded());
            FrameBuilder rows = new FrameBuilder(KeptEntity.EVENTS, count);
            Random random = new Random(seed);
            double[] special = {0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, 1e300, -1e-300};
            for (int i = 0; i < count; i++) {
                List<Object> values = new ArrayList<>(new KeptEntity.Event(seed * 1_000 + i, 0, 0).values());
                if (random.nextInt(20) == 0) {
                    values.set(1, special[random.nextInt(special.length)]);
                }
                rows.append(values.toArray());
            }
            Frame frame = rows.build();
            RowSource source =
                    new RowSource(lane.names().stream().map(frame::column).toList());
            for (int i = 0; i < count; i++) {
                long time = seed * 1_000_000_000L + i * 7_777_777L;
                events.append(time, time, source, i);
            }
        }

        State state(int from, int to) {
            State state = function.spec().create(List.copyOf(lane.kinds()));
            for (int i = from; i < to; i++) {
                state.add(events, events.slot(i));
            }
            return state;
        }

        State empty() {
            return state(0, 0);
        }

        State copied(State of) {
            State copy = state(0, Math.min(3, (int) events.end()));
            copy.read(StateSource.of(bytes(of)));
            return copy;
        }
    }

    private static byte[] bytes(State state) {
        StateSink sink = new StateSink();
        state.write(sink);
        return sink.toBytes();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void aStateThatWasWrittenAndReadMergesBitForBitAsTheOneThatWasNot(AggregateFunction function) {
        for (int count : new int[] {0, 1, 2, 40, 900}) {
            Kept kept = new Kept(function, count, count + 1);
            for (int split : new int[] {0, count / 3, count}) {
                State merged = kept.state(0, split);
                merged.merge(kept.state(split, count));

                State copy = kept.copied(kept.state(0, split));
                assertThat(bytes(copy)).isEqualTo(bytes(kept.state(0, split)));
                copy.merge(kept.copied(kept.state(split, count)));
                assertThat(bytes(copy)).as("%s of %s", split, count).isEqualTo(bytes(merged));

                State taken = kept.copied(kept.state(0, split));
                StateSource later = StateSource.of(bytes(kept.state(split, count)));
                taken.merge(later, kept.empty());
                assertThat(bytes(taken)).isEqualTo(bytes(merged));
                assertThat(later.at()).isEqualTo(bytes(kept.state(split, count)).length);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void aStateGivesTheSameValueWhereverItsEventsWereDivided(AggregateFunction function) {
        Kept kept = new Kept(function, 300, 77);
        Field field = new Field("value", function.resultType(KeptEntity.EVENTS));
        Object whole = kept.function.answer().of(kept.state(0, 300), 90_000_000_000L);
        for (int split = 0; split <= 300; split += 25) {
            State parts = kept.copied(kept.state(0, split));
            parts.merge(kept.copied(kept.state(split, 300)));
            Object value = kept.function.answer().of(parts, 90_000_000_000L);
            if (function instanceof AggregateFunction.DecayedSum
                    && value instanceof Double sum
                    && whole instanceof Double expected) {
                // Each division rounds the weights once more.
                assertThat(Double.isFinite(sum) ? sum / expected : 1).isBetween(1 - 1e-12, 1 + 1e-12);
            } else {
                assertThat(value).as("%s of %s", split, field).isEqualTo(whole);
            }
        }
    }
}
