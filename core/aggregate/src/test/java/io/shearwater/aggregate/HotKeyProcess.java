package io.shearwater.aggregate;

import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** One key with very many events in its window, each of which asks, in a process of its own. Prints the last answers. */
@SuppressWarnings("SystemOut") // a program whose output is its result
final class HotKeyProcess {
    static final int EVENTS = 1_500_000;
    /** All but the first so many are in the window of the last event. */
    static final int LEFT = 100_000;

    private static final AggregationWindow MONTH = AggregationWindow.rolling(Duration.ofDays(30));

    private HotKeyProcess() {}

    /** With a directory for what does not fit into memory, or none. */
    public static void main(String[] arguments) {
        List<Aggregate> aggregates = new ArrayList<>();
        for (AggregationWindow window : List.of(MONTH, AggregationWindow.lifetime())) {
            aggregates.add(AggregateFunction.sum("amount").over(window).as("sum" + aggregates.size()));
            aggregates.add(AggregateFunction.min("amount").over(window).as("min" + aggregates.size()));
            aggregates.add(AggregateFunction.avg("amount").over(window).as("avg" + aggregates.size()));
            aggregates.add(AggregateFunction.stddevPop("amount").over(window).as("dev" + aggregates.size()));
            aggregates.add(AggregateFunction.sum("number").over(window).as("whole" + aggregates.size()));
            aggregates.add(AggregateFunction.max("text").over(window).as("text" + aggregates.size()));
        }
        AggregateProgram program = new AggregateProgram(
                aggregates,
                Schema.of(
                        new Field("amount", DataType.DOUBLE),
                        new Field("number", DataType.LONG),
                        new Field("text", DataType.STRING)));
        Optional<Path> scratch = arguments.length == 0 ? Optional.empty() : Optional.of(Path.of(arguments[0]));
        AggregatedRows.Shape shape = new AggregatedRows.Shape(1, false, List.of());
        try (AggregatedRows rows = new AggregatedRows(program, new Rows(program), shape, scratch)) {
            Frame last = rows.next().orElseThrow();
            for (Optional<Frame> next = rows.next(); next.isPresent(); next = rows.next()) {
                last = next.get();
            }
            System.out.println("answers " + new TreeMap<>(last.row(last.rows() - 1)));
        }
    }

    /** The value of an event. */
    static double amount(long event) {
        return (event * 7_919) % 10_007;
    }

    /** Its events, made as they are read. */
    private static final class Rows implements FrameReader {
        private final Schema schema;
        private long next;

        Rows(AggregateProgram program) {
            schema = OrderedRows.schema(program, List.of(DataType.LONG));
        }

        @Override
        public Schema schema() {
            return schema;
        }

        @Override
        public Optional<Frame> next() {
            if (next == EVENTS) {
                return Optional.empty();
            }
            long step = Duration.ofDays(30).toNanos() / 1_000 / (EVENTS - LEFT - 1);
            FrameBuilder rows = new FrameBuilder(schema, 10_000);
            for (int i = 0; i < 10_000; i++, next++) {
                long time = next * step;
                rows.append(1L, time, time, time, OrderedRows.ASKS, amount(next), next % 1_000, "t" + next % 100);
            }
            return Optional.of(rows.build());
        }

        @Override
        public void close() {}
    }
}
