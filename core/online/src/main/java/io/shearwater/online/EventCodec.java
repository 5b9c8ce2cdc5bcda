package io.shearwater.online;

import io.shearwater.aggregate.EventColumns;
import io.shearwater.aggregate.TileLayout;
import io.shearwater.model.Aggregation;
import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.EventTime;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.Predicate;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.Times;
import io.shearwater.plan.HiddenColumns;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is kept of the events of a group of aggregates, and what of these a request may see. Immutable and thread-safe. */
final class EventCodec {
    private final FeatureGroupSpec group;
    private final FeatureGroupSpec source;
    private final TileLayout layout;
    private final Predicate where;
    private final List<String> tested;

    EventCodec(FeatureGroupSpec group) {
        Aggregation aggregation = group.aggregation().orElseThrow();
        this.group = group;
        this.source = group.stored();
        this.layout = new TileLayout(aggregation.aggregates(), source.schema());
        this.where = aggregation.where();
        Set<String> columns = new LinkedHashSet<>(where.columns());
        layout.conditions().forEach(condition -> columns.addAll(condition.columns()));
        this.tested = List.copyOf(columns);
    }

    TileLayout layout() {
        return layout;
    }

    /** What is said of rows that cannot be read. */
    ShearwaterException damaged(IndexOutOfBoundsException broken) {
        return OnlineError.DAMAGED.because(
                "The events that the feature group '" + group.name()
                        + "' keeps online are of another format or of other "
                        + "columns than its aggregates read now, cut off or damaged. Rebuild the group.",
                broken);
    }

    /** The events of a frame of rows of the source. */
    Rows rows(Frame frame) {
        return new Rows(frame);
    }

    /** Rows of the source on their way. */
    final class Rows {
        private final Frame frame;
        private final Column[] key;
        private final Column[] identity;
        private final List<Column> values;
        private final List<Column> testedColumns;
        private final RowFilter passes;
        private final List<RowFilter> filters;
        private final Column time;
        private final long[] sequences;
        private final boolean[] truth;
        private final ByteSink sink = new ByteSink();

        private Rows(Frame frame) {
            this.frame = frame;
            this.key = columns(group.primaryKey());
            this.identity = columns(source.primaryKey());
            this.values = layout.inputs().stream()
                    .map(field -> frame.column(field.name()))
                    .toList();
            this.testedColumns = tested.stream().map(frame::column).toList();
            this.passes = RowFilter.of(where, tested::indexOf);
            this.filters = layout.conditions().stream()
                    .map(condition -> RowFilter.of(condition, tested::indexOf))
                    .toList();
            this.time = frame.column(eventTime().column());
            this.sequences = ((Column.Longs) frame.column(HiddenColumns.SEQUENCE.name())).values();
            this.truth = new boolean[filters.size()];
        }

        private Column[] columns(List<String> names) {
            return names.stream().map(frame::column).toArray(Column[]::new);
        }

        int size() {
            return frame.rows();
        }

        /** The entity that an event counts for; null where it counts for none. */
        byte @Nullable [] entity(int row) {
            return entityKey(sink, key, row);
        }

        /** Appends the event; false where it does not count. */
        boolean append(int row, EventColumns into) {
            @Nullable Object[] seen = new @Nullable Object[testedColumns.size()];
            for (int i = 0; i < seen.length; i++) {
                seen[i] = testedColumns.get(i).value(row);
            }
            if (time.isNull(row) || !passes.passes(seen)) {
                return false;
            }
            for (int i = 0; i < truth.length; i++) {
                truth[i] = filters.get(i).passes(seen);
            }
            KeyCodec.put(sink.clear(), identity, row);
            into.append(place(row, sink.toBytes()), values, row, truth);
            return true;
        }

        private EventColumns.Place place(int row, byte[] own) {
            if (time instanceof Column.Longs instants) {
                long instant = instants.values()[row];
                return new EventColumns.Place(instant, instant + lasting(), sequences[row], own);
            }
            int day = ((Column.Ints) time).values()[row];
            ZoneId zone = eventTime().zone();
            return new EventColumns.Place(
                    Times.startOfDay(day, zone), Times.endOfDay(day, zone) + lasting(), sequences[row], own);
        }
    }

    /** Microseconds that an instant's event goes on, and a day's after its end. */
    private long lasting() {
        return Math.floorDiv(eventTime().knownAfter().toNanos(), 1_000L);
    }

    /** When the first event happened, or would have, that has not ended before a moment. */
    long over(long moment) {
        long known = Visibility.minus(moment, lasting());
        if (!(source.schema().field(eventTime().column()).type() instanceof DataType.DateType)) {
            return known;
        }
        ZoneId zone = eventTime().zone();
        long day = LocalDate.ofInstant(Times.instant(known), zone).toEpochDay();
        while (Times.endOfDay(day - 1, zone) >= known) {
            day--;
        }
        return Times.startOfDay(day, zone);
    }

    /** The key of an entity as it is kept; null where a part of it is. */
    static byte @Nullable [] entityKey(ByteSink sink, Column[] key, int row) {
        for (Column part : key) {
            if (part.isNull(row)) {
                return null;
            }
        }
        KeyCodec.put(sink.clear(), key, row);
        return sink.toBytes();
    }

    private EventTime eventTime() {
        return source.eventTime().orElseThrow();
    }
}
