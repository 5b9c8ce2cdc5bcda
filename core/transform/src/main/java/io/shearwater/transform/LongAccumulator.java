package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnStatistics;
import io.shearwater.model.Field;
import io.shearwater.model.Times;
import io.shearwater.model.Validity;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whole numbers, days and instants. */
final class LongAccumulator extends ColumnAccumulator {
    /** What the numbers mean. */
    enum Kind {
        INT,
        LONG,
        DATE,
        TIMESTAMP;

        boolean isTime() {
            return this == DATE || this == TIMESTAMP;
        }

        Object value(long number) {
            return switch (this) {
                case INT -> (int) number;
                case LONG -> number;
                case DATE -> LocalDate.ofEpochDay(number);
                case TIMESTAMP -> Times.instant(number);
            };
        }
    }

    private final Kind kind;
    private final @Nullable Moments moments;
    private final @Nullable NumberSpread spread;
    private long least = Long.MAX_VALUE;
    private long greatest = Long.MIN_VALUE;

    LongAccumulator(Kind kind, boolean distribution) {
        this.kind = kind;
        this.moments = kind.isTime() ? null : Moments.ofLongs();
        this.spread = distribution ? new NumberSpread(key -> (double) key, !kind.isTime()) : null;
    }

    @Override
    boolean isLike(ColumnAccumulator other) {
        return other instanceof LongAccumulator longs
                && (longs.kind == kind || (longs.kind == Kind.INT && kind == Kind.LONG));
    }

    @Override
    void addValues(Column column) {
        Validity validity = column.validity();
        boolean all = validity.allValid();
        if (column instanceof Column.Longs longs) {
            for (int row = 0; row < column.size(); row++) {
                if (all || validity.isValid(row)) {
                    add(longs.values()[row]);
                }
            }
        } else {
            int[] values = ((Column.Ints) column).values();
            for (int row = 0; row < column.size(); row++) {
                if (all || validity.isValid(row)) {
                    add(values[row]);
                }
            }
        }
    }

    private void add(long value) {
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
        if (moments != null) {
            moments.add(value);
        }
        if (spread != null) {
            spread.add(value, (double) value);
        }
    }

    @Override
    void mergeValues(ColumnAccumulator other) {
        LongAccumulator more = (LongAccumulator) other;
        least = Math.min(least, more.least);
        greatest = Math.max(greatest, more.greatest);
        if (moments != null && more.moments != null) {
            moments.merge(more.moments);
        }
        if (spread != null && more.spread != null) {
            spread.merge(more.spread);
        }
    }

    @Override
    ColumnStatistics result(Field field) {
        return new ColumnStatistics(
                field,
                rows(),
                nulls(),
                0,
                values() == 0
                        ? Optional.empty()
                        : Optional.of(new ColumnStatistics.Range(kind.value(least), kind.value(greatest))),
                Optional.ofNullable(moments).map(Moments::result),
                Optional.ofNullable(spread).map(all -> all.result(kind::value, this::about)));
    }

    /** Doubles are too coarse for the ends of long ranges; nothing lies beyond them. */
    private Object about(double number) {
        return kind.isTime()
                ? kind.value(Math.clamp((long) Math.floor(number), least, greatest))
                : (Object) Math.floor(number);
    }

    @Override
    void writeValues(DataOutput out) throws IOException {
        out.writeLong(least);
        out.writeLong(greatest);
        if (moments != null) {
            moments.write(out);
        }
        if (spread != null) {
            spread.write(out);
        }
    }

    @Override
    void readValues(DataInput in) throws IOException {
        least = in.readLong();
        greatest = in.readLong();
        if (moments != null) {
            moments.read(in);
        }
        if (spread != null) {
            spread.read(in);
        }
    }
}
