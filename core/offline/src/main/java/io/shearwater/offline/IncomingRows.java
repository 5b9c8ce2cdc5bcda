package io.shearwater.offline;

import io.shearwater.model.Column;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.Validity;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.spi.ReadAhead;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Checked rows of one write. Input of a single frame is kept in memory: its repeated identities are found without a query,
 * and it goes online without being read again. Larger input streams through.
 */
final class IncomingRows {
    private static final int SHOWN = 10;

    private final CheckedRows checked;
    private final Optional<Frame> whole;
    private final List<String> repeated;
    private final long duplicates;
    private final FrameReader reader;
    private Consumer<Frame> observer = frame -> {};

    private IncomingRows(
            CheckedRows checked, Optional<Frame> whole, List<String> repeated, long duplicates, FrameReader reader) {
        this.checked = checked;
        this.whole = whole;
        this.repeated = repeated;
        this.duplicates = duplicates;
        this.reader = reader;
    }

    static IncomingRows of(CheckedRows checked, List<String> identity) {
        Optional<Frame> first = checked.next();
        Optional<Frame> second = first.isPresent() ? checked.next() : first;
        if (second.isPresent()) {
            Iterator<Frame> begun = List.of(first.orElseThrow(), second.get()).iterator();
            return new IncomingRows(checked, Optional.empty(), List.of(), 0, new Rest(begun, checked));
        }
        Frame frame = first.orElseGet(() -> Frame.empty(checked.schema()));
        List<Column> columns = identity.stream().map(frame::column).toList();
        Map<List<Object>, Integer> last = new LinkedHashMap<>();
        List<String> repeated = new ArrayList<>();
        for (int row = 0; row < frame.rows(); row++) {
            List<Object> key = key(columns, row);
            if (last.put(key, row) != null && repeated.size() < SHOWN) {
                repeated.add(identity + " = " + key);
            }
        }
        Frame unique = last.size() == frame.rows() ? frame : pick(frame, last.values());
        return new IncomingRows(checked, Optional.of(unique), repeated, frame.rows() - unique.rows(), unique.reader());
    }

    /** Values that are equal where the columns are, binary ones too. */
    static List<Object> key(List<Column> columns, int row) {
        List<Object> key = new ArrayList<>(columns.size());
        for (Column column : columns) {
            Object value = column.valueAt(row);
            key.add(value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value);
        }
        return key;
    }

    private static Frame pick(Frame frame, Collection<Integer> rows) {
        FrameBuilder picked = new FrameBuilder(frame.schema(), rows.size());
        rows.stream().sorted().forEach(row -> picked.appendRow(frame, row));
        return picked.build();
    }

    /** The rows to write, for one reading; of a whole input each identity once. A stream is read and checked ahead of its use. */
    FrameReader reader() {
        FrameReader observed = new Observed(reader, observer);
        return whole.isPresent() ? observed : new ReadAhead(observed);
    }

    /** Shows the rows to somebody on their way; before they are read. In the thread that reads ahead, which has time to spare. */
    void observe(Consumer<Frame> by) {
        observer = by;
    }

    /** Rows that somebody looks at. */
    private record Observed(FrameReader rows, Consumer<Frame> observer) implements FrameReader {
        @Override
        public Schema schema() {
            return rows.schema();
        }

        @Override
        public Optional<Frame> next() {
            Optional<Frame> next = rows.next();
            next.ifPresent(observer);
            return next;
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    /** All rows, each identity once, if they are in memory. */
    Optional<Frame> whole() {
        return whole;
    }

    /** The rows of a whole input that a later one repeated; they are not written. */
    long duplicates() {
        return duplicates;
    }

    /** Some identities that are there more than once, for people; of a whole input. */
    List<String> examples() {
        return repeated;
    }

    /** The rows of the input so far. */
    long rows() {
        return checked.rows();
    }

    /** Whether no identity is there twice; a stream may leave that open. */
    boolean isUnique() {
        return whole.isPresent() || checked.isUnique();
    }

    KeyBounds bounds() {
        return checked.bounds();
    }

    /** A frame with the write sequence in each row. */
    static Frame withSequence(Frame frame, long sequence) {
        long[] sequences = new long[frame.rows()];
        Arrays.fill(sequences, sequence);
        List<Column> columns = new ArrayList<>(frame.columns());
        columns.add(new Column.Longs(HiddenColumns.SEQUENCE.type(), sequences, frame.rows(), Validity.ALL));
        return new Frame(frame.schema().plus(List.of(HiddenColumns.SEQUENCE)), columns, frame.rows());
    }

    /** What was read ahead, then the rest. */
    private record Rest(Iterator<Frame> begun, CheckedRows checked) implements FrameReader {
        @Override
        public Schema schema() {
            return checked.schema();
        }

        @Override
        public Optional<Frame> next() {
            return begun.hasNext() ? Optional.of(begun.next()) : checked.next();
        }

        @Override
        public void close() {
            checked.close();
        }
    }
}
