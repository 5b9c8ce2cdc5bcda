package io.shearwater.pipeline;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.transform.DistinctSketch;
import io.shearwater.transform.QuantileSketch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The totals of the last so many days, for each day of a key that has some, of days that come sorted by keys and day. Every
 * window is added up anew: sums that are maintained by subtraction drift.
 */
final class RolledUpTotals extends SortedRows {
    private final Totals totals;
    private final Calendar calendar;
    private final int days;
    private final Deque<Day> last = new ArrayDeque<>();

    /** A day's row. */
    private record Day(long micros, Map<String, @Nullable Object> values) {
        long whole(String column) {
            return values.get(column) instanceof Long value ? value : 0;
        }

        double number(String column, double missing) {
            return values.get(column) instanceof Double value ? value : missing;
        }

        byte[] sketch(String column) {
            return (byte[]) Objects.requireNonNull(values.get(column), column);
        }
    }

    RolledUpTotals(FrameReader daily, Totals totals, int days, Calendar calendar) {
        super(daily, totals.rolledUp(daily.schema(), days), totals.keys());
        this.totals = totals;
        this.calendar = calendar;
        this.days = days;
    }

    @Override
    void take(Frame frame, int row, Place place, FrameBuilder into) {
        if (place == Place.FIRST) {
            last.clear();
        }
        long day = calendar.micros(frame.column(totals.day()), row);
        last.addLast(new Day(day, frame.row(row)));
        long before = calendar.minusDays(day, days);
        while (last.getFirst().micros() <= before) {
            last.removeFirst();
        }
        List<@Nullable Object> values = new ArrayList<>();
        totals.keys().forEach(key -> values.add(frame.value(row, key)));
        values.add(frame.value(row, totals.day()));
        values.add(last.stream().mapToLong(each -> each.whole("n")).sum());
        totals.numbers().forEach(number -> addNumber(number, values));
        totals.distinct().forEach(column -> {
            DistinctSketch sketch = new DistinctSketch();
            last.forEach(each -> sketch.merge(each.sketch(column + "_values")));
            values.add(sketch.estimate());
        });
        into.append(values.toArray());
    }

    private void addNumber(String number, List<@Nullable Object> values) {
        long count =
                last.stream().mapToLong(each -> each.whole(number + "_count")).sum();
        values.add(count);
        double sum = 0;
        double squares = 0;
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (Day day : last) {
            sum += day.number(number + "_sum", 0);
            squares += day.number(number + "_squares", 0);
            least = Math.min(least, day.number(number + "_min", Double.POSITIVE_INFINITY));
            greatest = Math.max(greatest, day.number(number + "_max", Double.NEGATIVE_INFINITY));
        }
        values.add(sum);
        values.add(count == 0 ? null : least);
        values.add(count == 0 ? null : greatest);
        // The mean of the days weighs a day of one event like one of a thousand.
        double mean = sum / count;
        // Rounding may leave a little less than nothing.
        double deviations = Math.max(0, squares - mean * sum);
        values.add(count == 0 ? null : mean);
        values.add(count < 2 ? null : Math.sqrt(deviations / (count - 1)));
        values.add(count == 0 ? null : Math.sqrt(deviations / count));
        if (!totals.quantiles().isEmpty()) {
            QuantileSketch sketch = new QuantileSketch();
            last.forEach(day -> sketch.merge(day.sketch(number + "_sketch")));
            for (double share : totals.quantiles()) {
                values.add(count == 0 ? null : Math.clamp(sketch.quantile(share), least, greatest));
            }
        }
    }
}
