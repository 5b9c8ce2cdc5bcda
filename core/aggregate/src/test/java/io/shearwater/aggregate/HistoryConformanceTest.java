package io.shearwater.aggregate;

import io.shearwater.model.Aggregate;
import io.shearwater.model.DataType;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.Times;
import io.shearwater.testing.AggregateConformance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The walk through ordered events and questions, which are put into that order here. */
class HistoryConformanceTest extends AggregateConformance {
    /** A row of the stream: of an event a row of its frame, of a question its number. */
    private record Item(String key, long at, long sequence, int row) {
        boolean isQuestion() {
            return sequence == Long.MAX_VALUE;
        }
    }

    @Override
    protected Frame answers(List<Aggregate> aggregates, List<Frame> events, List<Frame> questions) {
        AggregateProgram program = new AggregateProgram(aggregates, EVENTS);
        Frame event = Frame.concat(EVENTS, events);
        Frame question = Frame.concat(QUESTIONS, questions);
        List<Item> items = new ArrayList<>(event.rows() + question.rows());
        for (int row = 0; row < event.rows(); row++) {
            items.add(new Item(key(event, row), at(event, row), (Long) value(event, row, SEQUENCE), row));
        }
        for (int row = 0; row < question.rows(); row++) {
            items.add(new Item(key(question, row), at(question, row), Long.MAX_VALUE, row));
        }
        items.sort(Comparator.comparing(Item::key).thenComparingLong(Item::at).thenComparingLong(Item::sequence));
        // As many frames as there are pieces, so that frames end anywhere.
        int rows = items.size() / (events.size() + questions.size()) + 1;
        FrameReader stream = FrameReader.of(
                OrderedRows.schema(program, List.of(DataType.STRING)),
                frames(program, items, event, rows).iterator());
        Frame answers = answered(program, stream).readAll();
        return inOrder(answers);
    }

    /** The answers of a stream with one key column. */
    AggregatedRows answered(AggregateProgram program, FrameReader stream) {
        return new AggregatedRows(program, stream, 1, false);
    }

    private static List<Frame> frames(AggregateProgram program, List<Item> items, Frame events, int rows) {
        Schema schema = OrderedRows.schema(program, List.of(DataType.STRING));
        Random random = new Random(rows);
        List<Frame> frames = new ArrayList<>();
        FrameBuilder frame = new FrameBuilder(schema, rows);
        int left = rows;
        for (Item item : items) {
            append(program, frame, item, events);
            if (--left == 0) {
                frames.add(frame.build());
                frame = new FrameBuilder(schema, rows);
                left = 1 + random.nextInt(2 * rows);
            }
        }
        frames.add(frame.build());
        return frames;
    }

    private static void append(AggregateProgram program, FrameBuilder frame, Item item, Frame events) {
        int column = 0;
        frame.column(column++).append(item.key());
        frame.column(column++).appendLong(item.at());
        frame.column(column++).appendLong(item.at());
        frame.column(column++).appendLong(item.at());
        if (item.isQuestion()) {
            frame.column(column++).appendLong(item.row());
            while (column < frame.schema().size()) {
                frame.column(column++).appendNull();
            }
            return;
        }
        frame.column(column++).appendNull();
        for (String name : program.inputs().stream().map(field -> field.name()).toList()) {
            frame.column(column++).append(events.column(name), item.row());
        }
        for (Predicate condition : program.conditions()) {
            frame.column(column++).append(passes(condition, events, item.row()));
        }
    }

    private static Frame inOrder(Frame answers) {
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < answers.rows(); row++) {
            rows.add(row);
        }
        rows.sort(Comparator.comparing(row -> (Long) value(answers, row, OrderedRows.QUESTION.name())));
        FrameBuilder ordered = new FrameBuilder(answers.schema(), rows.size());
        rows.forEach(row -> ordered.appendRow(answers, row));
        return ordered.build();
    }

    private static String key(Frame frame, int row) {
        return (String) value(frame, row, KEY);
    }

    private static long at(Frame frame, int row) {
        return Times.micros((Instant) value(frame, row, AT));
    }

    private static Object value(Frame frame, int row, String column) {
        @Nullable Object value = frame.value(row, column);
        return Objects.requireNonNull(value);
    }
}
