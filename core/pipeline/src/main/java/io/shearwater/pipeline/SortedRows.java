package io.shearwater.pipeline;

import io.shearwater.model.Column;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows made of rows that come sorted by keys, with memory for what is being made only. Read by one thread. */
abstract class SortedRows implements FrameReader {
    private final FrameReader input;
    private final Schema schema;
    private final List<String> keys;
    private List<@Nullable Object> last = List.of();
    private boolean ended;
    private FrameBuilder made;

    SortedRows(FrameReader input, Schema schema, List<String> keys) {
        this.input = input;
        this.schema = schema;
        this.keys = keys;
        this.made = new FrameBuilder(schema, 1024);
    }

    /** Takes a row; the keys of the rows before were others if it is the first of its keys. */
    abstract void take(Frame frame, int row, Place place, FrameBuilder into);

    /** Whether a row is the first of its keys. */
    enum Place {
        FIRST,
        NEXT
    }

    /** Called once, after the last row. */
    void end(FrameBuilder into) {}

    @Override
    public final Schema schema() {
        return schema;
    }

    @Override
    public final Optional<Frame> next() {
        while (made.rows() == 0 && !ended) {
            Optional<Frame> next = input.next();
            if (next.isEmpty()) {
                ended = true;
                end(made);
            } else {
                take(next.get());
            }
        }
        if (made.rows() == 0) {
            return Optional.empty();
        }
        Frame frame = made.build();
        made = new FrameBuilder(schema, 1024);
        return Optional.of(frame);
    }

    private void take(Frame frame) {
        List<Column> columns = keys.stream().map(frame::column).toList();
        for (int row = 0; row < frame.rows(); row++) {
            List<@Nullable Object> key = new ArrayList<>(columns.size());
            for (Column column : columns) {
                key.add(column.value(row));
            }
            boolean isNext = isSame(key);
            last = key;
            take(frame, row, isNext ? Place.NEXT : Place.FIRST, made);
        }
    }

    private boolean isSame(List<@Nullable Object> key) {
        if (last.size() != key.size()) {
            return false;
        }
        for (int i = 0; i < key.size(); i++) {
            if (!Values.same(last.get(i), key.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public final void close() {
        input.close();
    }
}
