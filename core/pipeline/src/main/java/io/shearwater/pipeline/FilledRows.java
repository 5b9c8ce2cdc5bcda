package io.shearwater.pipeline;

import io.shearwater.model.Column;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Nulls of columns filled with the value of a row before, of the same keys, in the order in which the rows come. */
final class FilledRows extends SortedRows {
    private final Fill fill;
    private final Calendar calendar;
    private final OptionalLong most;
    private final List<Boolean> filled;
    private final @Nullable Object[] values;
    private final long[] times;

    FilledRows(FrameReader rows, Fill fill, Calendar calendar) {
        super(rows, rows.schema(), fill.keys());
        this.fill = fill;
        this.calendar = calendar;
        this.most = fill.most();
        for (String column : fill.columns()) {
            if (!rows.schema().contains(column)) {
                throw PipelineError.BAD_PIPELINE.because(
                        "The column '" + column + "' is to be filled and not there; there are "
                                + rows.schema().names() + "."
                                + Names.didYouMean(column, rows.schema().names()));
            }
        }
        this.filled =
                rows.schema().names().stream().map(fill.columns()::contains).toList();
        this.values = new Object[filled.size()];
        this.times = new long[filled.size()];
    }

    @Override
    void take(Frame frame, int row, Place place, FrameBuilder into) {
        if (place == Place.FIRST) {
            Arrays.fill(values, null);
        }
        long time = calendar.micros(frame.column(fill.time()), row);
        List<@Nullable Object> next = new ArrayList<>(filled.size());
        for (int i = 0; i < filled.size(); i++) {
            Column column = frame.column(i);
            Object value = column.value(row);
            if (filled.get(i) && value != null) {
                values[i] = value;
                times[i] = time;
            }
            boolean isKept = most.isEmpty() || Math.abs(time - times[i]) <= most.getAsLong();
            next.add(filled.get(i) && isKept ? values[i] : value);
        }
        into.append(next.toArray());
    }
}
