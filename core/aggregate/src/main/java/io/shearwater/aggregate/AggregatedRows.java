package io.shearwater.aggregate;

import io.shearwater.model.Column;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answers to questions over the events of many keys, computed as they are read: {@link OrderedRows} in,
 * {@link OrderedRows#answers} out, in the order of the questions in the stream. Memory: the events of one key that a window sees,
 * and what is kept of them. Not thread-safe; closing closes the stream.
 */
public final class AggregatedRows implements FrameReader {
    private static final int ROWS = 8_192;

    private final AggregateProgram program;
    private final FrameReader rows;
    private final int keys;
    private final KeyHistory history;
    private final Schema schema;
    private FrameBuilder answers;
    private @Nullable Frame before;
    private @Nullable Frame frame;
    private int row;

    /**
     * Over a stream.
     *
     * @param keys how many columns the key has
     * @param isStrict whether an event at exactly the time that is asked for is not seen by any aggregate
     */
    public AggregatedRows(AggregateProgram program, FrameReader rows, int keys, boolean isStrict) {
        this.program = program;
        this.rows = rows;
        this.keys = keys;
        this.history = new KeyHistory(program, isStrict);
        this.schema = OrderedRows.answers(program);
        this.answers = new FrameBuilder(schema, ROWS);
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Optional<Frame> next() {
        while (answers.column(0).size() < ROWS) {
            if (frame == null || row == frame.rows()) {
                Optional<Frame> next = rows.next();
                if (next.isEmpty()) {
                    break;
                }
                before = frame;
                frame = next.get();
                row = 0;
            }
            run(frame);
        }
        if (answers.column(0).size() == 0) {
            return Optional.empty();
        }
        Frame answered = answers.build();
        answers = new FrameBuilder(schema, ROWS);
        return Optional.of(answered);
    }

    /** Goes on in a frame until it ends or enough is answered. */
    private void run(Frame current) {
        EventFrame events = new EventFrame(program, current);
        long[] low = longs(current, OrderedRows.LOW.name());
        Column question = current.column(OrderedRows.QUESTION.name());
        long[] at = longs(current, OrderedRows.AT.name());
        long[] high = longs(current, OrderedRows.HIGH.name());
        for (; row < current.rows() && answers.column(0).size() < ROWS; row++) {
            if (beginsKey(current)) {
                history.clear();
            }
            if (question.isNull(row)) {
                history.append(low[row], high[row], events, row);
            } else {
                answers.column(0).append(question, row);
                history.answer(low[row], at[row], answers, 1);
            }
        }
    }

    private static long[] longs(Frame frame, String column) {
        return ((Column.Longs) frame.column(column)).values();
    }

    private boolean beginsKey(Frame current) {
        if (row > 0) {
            return !equalKeys(current, row - 1, current, row);
        }
        return before == null || !equalKeys(before, before.rows() - 1, current, row);
    }

    private boolean equalKeys(Frame left, int leftRow, Frame right, int rightRow) {
        for (int i = 0; i < keys; i++) {
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
        rows.close();
    }
}
