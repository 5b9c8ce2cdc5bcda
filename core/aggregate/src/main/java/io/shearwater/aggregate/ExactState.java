package io.shearwater.aggregate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * Count and sum of whole numbers and decimals, exact: 128 bits and how often they overflowed, of decimals without their point.
 */
final class ExactState extends State {
    private final int column;
    private final int scale;
    long count;
    /** Of 2^128 each, for decimals of 38 digits fill 128 bits almost. */
    private long overflows;

    private long high;
    private long low;

    ExactState(int column, int scale) {
        this.column = column;
        this.scale = scale;
    }

    @Override
    void add(Events events, int slot) {
        Events.Values values = events.column(column);
        if (values.present[slot]) {
            count++;
            if (values.kind.isObject()) {
                BigInteger number = (BigInteger) java.util.Objects.requireNonNull(values.objects[slot]);
                add(number.shiftRight(64).longValue(), number.longValue());
            } else {
                long word = values.words[slot];
                add(word >> 63, word);
            }
        }
    }

    @Override
    void remove(Events events, int slot) {
        Events.Values values = events.column(column);
        if (values.present[slot]) {
            count--;
            if (values.kind.isObject()) {
                BigInteger number = (BigInteger) java.util.Objects.requireNonNull(values.objects[slot]);
                subtract(number.shiftRight(64).longValue(), number.longValue());
            } else {
                long word = values.words[slot];
                subtract(word >> 63, word);
            }
        }
    }

    private void add(long otherHigh, long otherLow) {
        long sum = low + otherLow;
        long carried = high + otherHigh + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
        if (((high ^ carried) & (otherHigh ^ carried)) < 0) {
            overflows += carried < 0 ? 1 : -1;
        }
        high = carried;
        low = sum;
    }

    private void subtract(long otherHigh, long otherLow) {
        long difference = low - otherLow;
        long carried = high - otherHigh - (Long.compareUnsigned(low, otherLow) < 0 ? 1 : 0);
        if (((high ^ otherHigh) & (high ^ carried)) < 0) {
            overflows += carried < 0 ? 1 : -1;
        }
        high = carried;
        low = difference;
    }

    @Override
    void merge(State later) {
        ExactState other = (ExactState) later;
        count += other.count;
        overflows += other.overflows;
        add(other.high, other.low);
    }

    @Override
    void clear() {
        count = 0;
        overflows = 0;
        high = 0;
        low = 0;
    }

    @Override
    void write(StateSink sink) {
        sink.putCount(count);
        boolean isShort = fitsLong();
        sink.putByte(isShort ? 0 : 1);
        sink.putSigned(low);
        if (!isShort) {
            sink.putLong(high);
            sink.putSigned(overflows);
        }
    }

    @Override
    void read(StateSource source) {
        count = source.takeCount();
        boolean isShort = source.takeByte() == 0;
        low = source.takeSigned();
        high = isShort ? low >> 63 : source.takeLong();
        overflows = isShort ? 0 : source.takeSigned();
    }

    boolean fitsLong() {
        return overflows == 0 && high == low >> 63;
    }

    long asLong() {
        return low;
    }

    BigDecimal sum() {
        BigInteger whole = BigInteger.valueOf(overflows)
                .shiftLeft(64)
                .add(BigInteger.valueOf(high))
                .shiftLeft(64)
                .add(BigInteger.valueOf(low >>> 1).shiftLeft(1).or(BigInteger.valueOf(low & 1)));
        return new BigDecimal(whole, scale);
    }

    /** The mean, rounded once where the sum is below 2^53, else of 34 digits. */
    double mean() {
        if (scale == 0 && fitsLong() && Math.abs(low) < 1L << 53) {
            return (double) low / count;
        }
        return sum().divide(BigDecimal.valueOf(count), MathContext.DECIMAL128).doubleValue();
    }
}
