package io.shearwater.pipeline;

import io.shearwater.model.Column;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Times;
import io.shearwater.transform.DistinctSketch;
import io.shearwater.transform.QuantileSketch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The totals of each key and day, of events that come sorted by keys and time. */
final class DailyTotals extends SortedRows {
    private static final long DAY = Duration.ofDays(1).toSeconds() * Times.MICROS;

    private final Totals totals;
    private final Calendar calendar;
    private final List<@Nullable Object> keys = new ArrayList<>();
    private final List<OfNumber> numbers = new ArrayList<>();
    private final List<DistinctSketch> distinct = new ArrayList<>();
    private long day;
    private long rows;

    /** What is kept of a number. */
    private static final class OfNumber {
        private final QuantileSketch sketch = new QuantileSketch();
        private long count;
        private double sum;
        private double squares;
        private double least = Double.POSITIVE_INFINITY;
        private double greatest = Double.NEGATIVE_INFINITY;

        void add(double number) {
            count++;
            sum += number;
            squares += number * number;
            least = Math.min(least, number);
            greatest = Math.max(greatest, number);
            sketch.add(number);
        }

        Stream<@Nullable Object> values() {
            return count == 0
                    ? Stream.of(0L, 0.0, 0.0, null, null, sketch.toBytes())
                    : Stream.of(count, sum, squares, least, greatest, sketch.toBytes());
        }
    }

    DailyTotals(FrameReader events, Totals totals, Calendar calendar) {
        super(events, totals.daily(events.schema()), totals.keys());
        this.totals = totals;
        this.calendar = calendar;
    }

    @Override
    void take(Frame frame, int row, Place place, FrameBuilder into) {
        Column time = frame.column(totals.time());
        if (time.isNull(row)) {
            throw PipelineError.BAD_OUTPUT.because(
                    "An event has no time: its '" + totals.time() + "' is null. Leave such rows out.");
        }
        long begun = calendar.floor(calendar.micros(time, row), DAY);
        if (place == Place.FIRST || begun != day) {
            end(into);
            begin(frame, row, begun);
        }
        rows++;
        for (int i = 0; i < numbers.size(); i++) {
            Column column = frame.column(totals.numbers().get(i));
            if (!column.isNull(row)) {
                numbers.get(i).add(((Number) column.valueAt(row)).doubleValue());
            }
        }
        for (int i = 0; i < distinct.size(); i++) {
            distinct.get(i).add(frame.column(totals.distinct().get(i)), row);
        }
    }

    private void begin(Frame frame, int row, long begun) {
        day = begun;
        rows = 0;
        keys.clear();
        totals.keys().forEach(key -> keys.add(frame.value(row, key)));
        numbers.clear();
        totals.numbers().forEach(number -> numbers.add(new OfNumber()));
        distinct.clear();
        totals.distinct().forEach(column -> distinct.add(new DistinctSketch()));
    }

    @Override
    void end(FrameBuilder into) {
        if (rows == 0) {
            return;
        }
        List<@Nullable Object> values = new ArrayList<>(keys);
        values.add(Times.instant(day));
        values.add(rows);
        numbers.forEach(number -> number.values().forEach(values::add));
        distinct.forEach(sketch -> values.add(sketch.toBytes()));
        into.append(values.toArray());
    }
}
