package io.shearwater.online;

import io.shearwater.aggregate.AggregateProgram;
import io.shearwater.aggregate.EntityAggregates;
import io.shearwater.aggregate.OrderedRows;
import io.shearwater.model.Aggregation;
import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import io.shearwater.model.EventTime;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.Times;
import io.shearwater.plan.HiddenColumns;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of the events of a group of aggregates, and how it lies in bytes: a bit for each column that is null and each
 * condition that holds, then the values. Numbers are as wide as their kind goes, so that a column may become wider. Immutable and
 * thread-safe.
 */
final class EventCodec {
    private final FeatureGroupSpec group;
    private final FeatureGroupSpec source;
    private final AggregateProgram program;
    private final List<Field> inputs;
    private final List<Predicate> conditions;
    private final Predicate where;
    private final List<String> tested;
    private final int layout;

    EventCodec(FeatureGroupSpec group) {
        Aggregation aggregation = group.aggregation().orElseThrow();
        this.group = group;
        this.source = group.stored();
        this.program = new AggregateProgram(aggregation.aggregates(), source.schema());
        this.inputs = program.inputs();
        this.conditions = program.conditions();
        this.where = aggregation.where();
        Set<String> columns = new LinkedHashSet<>(where.columns());
        conditions.forEach(condition -> columns.addAll(condition.columns()));
        this.tested = List.copyOf(columns);
        int hash = conditions.size();
        for (Field input : inputs) {
            hash = 31 * hash + kind(input.type());
        }
        this.layout = hash & 0xff_ffff;
    }

    /** How a type lies in bytes. */
    private static char kind(DataType type) {
        return switch (type) {
            case DataType.FloatType t -> 'd';
            case DataType.DoubleType t -> 'd';
            case DataType.DecimalType t -> 'm';
            case DataType.StringType t -> 't';
            case DataType.BinaryType t -> 't';
            default -> 'w';
        };
    }

    FeatureGroupSpec group() {
        return group;
    }

    /** Tells values that lie otherwise. */
    int layout() {
        return layout;
    }

    EventLeaf leaf(long start, long sequence, ByteBuffer bytes) {
        return EventLeaf.of(group.name(), layout, start, sequence, bytes);
    }

    // ---- from rows

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
        private final ByteSink sink = new ByteSink();

        private Rows(Frame frame) {
            this.frame = frame;
            this.key = columns(group.primaryKey());
            this.identity = columns(source.primaryKey());
            this.values =
                    inputs.stream().map(field -> frame.column(field.name())).toList();
            this.testedColumns = tested.stream().map(frame::column).toList();
            this.passes = RowFilter.of(where, tested::indexOf);
            this.filters = conditions.stream()
                    .map(condition -> RowFilter.of(condition, tested::indexOf))
                    .toList();
            this.time = frame.column(eventTime().column());
            this.sequences = ((Column.Longs) frame.column(HiddenColumns.SEQUENCE.name())).values();
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

        /** The event; null where it does not count. */
        @Nullable
        StoredEvent event(int row) {
            @Nullable Object[] seen = new @Nullable Object[tested.size()];
            for (int i = 0; i < seen.length; i++) {
                seen[i] = testedColumns.get(i).value(row);
            }
            if (time.isNull(row) || !passes.passes(seen)) {
                return null;
            }
            KeyCodec.put(sink.clear(), identity, row);
            byte[] own = sink.toBytes();
            sink.clear();
            sink.putZeros(Nested.bytesOfBits(values.size() + filters.size()));
            for (int i = 0; i < filters.size(); i++) {
                if (filters.get(i).passes(seen)) {
                    sink.setBit(0, values.size() + i);
                }
            }
            for (int i = 0; i < values.size(); i++) {
                if (values.get(i).isNull(row)) {
                    sink.setBit(0, i);
                } else {
                    put(sink, values.get(i), row);
                }
            }
            long[] stretch = stretch(row);
            return new StoredEvent(stretch[0], stretch[1], sequences[row], own, sink.toBytes());
        }

        private long[] stretch(int row) {
            long known = Math.floorDiv(eventTime().knownAfter().toNanos(), 1_000L);
            if (time instanceof Column.Longs instants) {
                return new long[] {instants.values()[row], instants.values()[row] + known};
            }
            int day = ((Column.Ints) time).values()[row];
            return new long[] {
                Times.startOfDay(day, eventTime().zone()),
                Times.endOfDay(day, eventTime().zone()) + known
            };
        }
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

    private static void put(ByteSink sink, Column column, int row) {
        switch (column) {
            case Column.Booleans c -> sink.putLong(c.values()[row] ? 1 : 0);
            case Column.Ints c -> sink.putLong(c.values()[row]);
            case Column.Longs c -> sink.putLong(c.values()[row]);
            case Column.Floats c -> sink.putDouble(c.values()[row]);
            case Column.Doubles c -> sink.putDouble(c.values()[row]);
            case Column.Decimals c -> {
                sink.putLong(c.high()[row]);
                sink.putLong(c.low()[row]);
            }
            case Column.Bytes c -> {
                sink.putInt(c.length(row));
                sink.putBytes(c.bytes(), c.offsets()[row], c.length(row));
            }
            default -> throw new IllegalStateException("no single value: " + column.type());
        }
    }

    // ---- to what aggregates are computed of

    /** Reads events for some of the aggregates. */
    Reader reader(AggregateProgram wanted) {
        return new Reader(wanted);
    }

    /** Gives what is wanted of events. Immutable and thread-safe. */
    final class Reader {
        private final Schema schema;
        private final int[] targets;
        private final int[] conditionOf;

        private Reader(AggregateProgram wanted) {
            this.schema = new EntityAggregates(wanted).events();
            this.targets = inputs.stream()
                    .mapToInt(field -> schema.findIndex(field.name()).orElse(VectorPlan.NONE))
                    .toArray();
            this.conditionOf =
                    wanted.conditions().stream().mapToInt(conditions::indexOf).toArray();
        }

        Frame frame(List<StoredEvent> events) {
            List<ColumnBuilder> columns = new ArrayList<>();
            schema.fields().forEach(field -> columns.add(ColumnBuilder.of(field.name(), field.type(), events.size())));
            for (StoredEvent event : events) {
                columns.get(0).appendLong(event.time());
                columns.get(1).appendLong(event.end());
                byte[] values = event.values();
                ByteBuffer at = ByteBuffer.wrap(values);
                at.position(Nested.bytesOfBits(inputs.size() + conditions.size()));
                for (int i = 0; i < targets.length; i++) {
                    ColumnBuilder into = targets[i] < 0 ? null : columns.get(targets[i]);
                    if (!isSet(values, i)) {
                        take(values, at, inputs.get(i).type(), into);
                    } else if (into != null) {
                        into.appendNull();
                    }
                }
                for (int i = 0; i < conditionOf.length; i++) {
                    columns.get(schema.index(OrderedRows.condition(i)))
                            .appendBoolean(isSet(values, inputs.size() + conditionOf[i]));
                }
            }
            return new Frame(schema, columns.stream().map(ColumnBuilder::build).toList(), events.size());
        }
    }

    private static boolean isSet(byte[] bits, int bit) {
        return (bits[bit >>> 3] & (1 << (bit & 7))) != 0;
    }

    private static void take(byte[] bytes, ByteBuffer at, DataType type, @Nullable ColumnBuilder into) {
        switch (type) {
            case DataType.StringType t -> takeBytes(bytes, at, into);
            case DataType.BinaryType t -> takeBytes(bytes, at, into);
            case DataType.DecimalType t -> {
                Object value = Nested.decimal(at.getLong(), at.getLong(), t.scale());
                if (into != null) {
                    into.append(value);
                }
            }
            default -> {
                long word = at.getLong();
                if (into != null) {
                    append(into, type, word);
                }
            }
        }
    }

    private static void append(ColumnBuilder into, DataType type, long word) {
        switch (type) {
            case DataType.BooleanType t -> into.appendBoolean(word != 0);
            case DataType.IntType t -> into.appendInt((int) word);
            case DataType.DateType t -> into.appendInt((int) word);
            case DataType.FloatType t -> into.appendFloat((float) Double.longBitsToDouble(word));
            case DataType.DoubleType t -> into.appendDouble(Double.longBitsToDouble(word));
            default -> into.appendLong(word);
        }
    }

    private static void takeBytes(byte[] bytes, ByteBuffer at, @Nullable ColumnBuilder into) {
        int length = at.getInt();
        if (into != null) {
            into.appendBytes(bytes, at.position(), length);
        }
        at.position(at.position() + length);
    }
}
