package io.shearwater.aggregate;

import io.shearwater.model.Column;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answers to questions over the events of many keys, computed as they are read: {@link OrderedRows} in, answers out, in the
 * order of the questions in the stream. Memory: the events of one key that a window sees, of which very many are put aside in a
 * file, and what is kept of them. Not thread-safe; closing closes the stream.
 */
public final class AggregatedRows implements FrameReader {
    private static final int ROWS = 8_192;

    private final AggregateProgram program;
    private final FrameReader rows;
    private final Shape shape;
    private final EventPool pool;
    private final KeyHistory history;
    private final Schema schema;
    private FrameBuilder answers;
    private @Nullable Frame before;
    private @Nullable Frame frame;
    private int row;
    /** The last event of a key and time that asks, until it is answered. */
    private @Nullable Frame asking;

    private int askingRow;

    /**
     * What a stream is like.
     *
     * @param keys how many columns the key has
     * @param isStrict whether an event at exactly the time that is asked for is not seen by any aggregate
     * @param beside the columns of the stream that come out before the answers
     */
    public record Shape(int keys, boolean isStrict, List<String> beside) {
        public Shape {
            beside = List.copyOf(beside);
        }
    }

    /** Over a stream; the number of the question comes out before its answers. */
    public AggregatedRows(AggregateProgram program, FrameReader rows, int keys, boolean isStrict) {
        this(program, rows, new Shape(keys, isStrict, List.of(OrderedRows.QUESTION.name())), Optional.empty());
    }

    /**
     * Over a stream of this shape.
     *
     * @param scratch a directory for events that do not fit into memory; without one they all do
     */
    public AggregatedRows(AggregateProgram program, FrameReader rows, Shape shape, Optional<Path> scratch) {
        this(program, rows, shape, new EventPool(scratch, HistoryLimits.STANDARD));
    }

    AggregatedRows(AggregateProgram program, FrameReader rows, Shape shape, EventPool pool) {
        this.program = program;
        this.rows = rows;
        this.shape = shape;
        this.pool = pool;
        this.history = new KeyHistory(program, shape.isStrict(), pool);
        List<Field> beside = shape.beside().stream().map(rows.schema()::field).toList();
        this.schema = OrderedRows.answers(program, beside);
        this.answers = new FrameBuilder(schema, ROWS);
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Optional<Frame> next() {
        while (answered() < ROWS) {
            if (frame == null || row == frame.rows()) {
                Optional<Frame> next = rows.next();
                if (next.isEmpty()) {
                    answerAsking();
                    break;
                }
                before = frame;
                frame = next.get();
                row = 0;
            }
            run(frame);
        }
        if (answered() == 0) {
            return Optional.empty();
        }
        Frame built = answers.build();
        answers = new FrameBuilder(schema, ROWS);
        return Optional.of(built);
    }

    private int answered() {
        return answers.column(schema.size() - 1).size();
    }

    /** Goes on in a frame until it ends or enough is answered. */
    private void run(Frame current) {
        EventFrame events = new EventFrame(program, current);
        Column.Longs question = longs(current, OrderedRows.QUESTION);
        long[] low = longs(current, OrderedRows.LOW).values();
        long[] at = longs(current, OrderedRows.AT).values();
        long[] high = longs(current, OrderedRows.HIGH).values();
        for (; row < current.rows() && answered() < ROWS; row++) {
            boolean begins = beginsKey(current);
            if (asking != null
                    && (begins || at[row] != longs(asking, OrderedRows.AT).values()[askingRow])) {
                answerAsking();
            }
            if (begins) {
                history.clear();
            }
            boolean isEvent = question.isNull(row);
            if (isEvent || question.values()[row] == OrderedRows.ASKS) {
                history.append(low[row], high[row], events, row);
                if (!isEvent) {
                    asking = current;
                    askingRow = row;
                }
            } else {
                answer(current, row);
            }
        }
    }

    private void answerAsking() {
        if (asking != null) {
            answer(asking, askingRow);
            asking = null;
        }
    }

    private void answer(Frame asked, int at) {
        List<String> beside = shape.beside();
        for (int i = 0; i < beside.size(); i++) {
            answers.column(i).append(asked.column(beside.get(i)), at);
        }
        history.answer(
                longs(asked, OrderedRows.LOW).values()[at],
                longs(asked, OrderedRows.AT).values()[at],
                answers,
                beside.size());
    }

    private static Column.Longs longs(Frame frame, Field column) {
        return (Column.Longs) frame.column(column.name());
    }

    private boolean beginsKey(Frame current) {
        if (row > 0) {
            return !equalKeys(current, row - 1, current, row);
        }
        return before == null || !equalKeys(before, before.rows() - 1, current, row);
    }

    private boolean equalKeys(Frame left, int leftRow, Frame right, int rightRow) {
        for (int i = 0; i < shape.keys(); i++) {
            if (!equal(left.column(i), leftRow, right.column(i), rightRow)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(Column left, int leftRow, Column right, int rightRow) {
        if (left.isNull(leftRow) || right.isNull(rightRow)) {
            return left.isNull(leftRow) && right.isNull(rightRow);
        }
        return switch (left) {
            case Column.Longs c -> c.values()[leftRow] == ((Column.Longs) right).values()[rightRow];
            case Column.Ints c -> c.values()[leftRow] == ((Column.Ints) right).values()[rightRow];
            case Column.Bytes c -> equal(c, leftRow, (Column.Bytes) right, rightRow);
            default -> left.valueAt(leftRow).equals(right.valueAt(rightRow));
        };
    }

    private static boolean equal(Column.Bytes left, int leftRow, Column.Bytes right, int rightRow) {
        int leftStart = left.offsets()[leftRow];
        int rightStart = right.offsets()[rightRow];
        return Arrays.equals(
                left.bytes(),
                leftStart,
                leftStart + left.length(leftRow),
                right.bytes(),
                rightStart,
                rightStart + right.length(rightRow));
    }

    @Override
    public void close() {
        pool.close();
        rows.close();
    }
}
