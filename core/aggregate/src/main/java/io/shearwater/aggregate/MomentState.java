package io.shearwater.aggregate;

/**
 * Count, sum and, where a variance asks for them, sum of squares of numbers, in {@link TwoDoubles}: never by subtraction, so
 * that what has left a window leaves no trace.
 */
final class MomentState extends State {
    /** A spread below this share of the squares is rounding. */
    private static final double ROUNDING = 0x1p-100;

    private final int column;
    private final boolean isSquared;
    long count;
    private final TwoDoubles sum = new TwoDoubles();
    private final TwoDoubles squares = new TwoDoubles();

    MomentState(int column, boolean isSquared) {
        this.column = column;
        this.isSquared = isSquared;
    }

    @Override
    void add(Events events, int slot) {
        add(events.column(column), slot);
    }

    @Override
    void add(Events events, int from, int to) {
        Events.Values values = events.column(column);
        for (int slot = from; slot < to; slot++) {
            add(values, slot);
        }
    }

    private void add(Events.Values values, int slot) {
        if (values.present[slot]) {
            count++;
            double number = values.kind.number(values.word(slot), values.object(slot));
            sum.add(number);
            if (isSquared) {
                squares.addSquare(number);
            }
        }
    }

    @Override
    void merge(State later) {
        MomentState other = (MomentState) later;
        count += other.count;
        sum.add(other.sum);
        if (isSquared) {
            squares.add(other.squares);
        }
    }

    @Override
    void clear() {
        count = 0;
        sum.clear();
        squares.clear();
    }

    @Override
    void write(StateSink sink) {
        sink.putCount(count);
        sum.write(sink);
        if (isSquared) {
            squares.write(sink);
        }
    }

    @Override
    void read(StateSource source) {
        count = source.takeCount();
        sum.read(source);
        if (isSquared) {
            squares.read(source);
        }
    }

    @Override
    void merge(StateSource later, State scratch) {
        count += later.takeCount();
        sum.add(later);
        if (isSquared) {
            squares.add(later);
        }
    }

    double sum() {
        return sum.value();
    }

    double mean() {
        TwoDoubles mean = new TwoDoubles();
        mean.set(sum);
        mean.divide((double) count);
        return mean.value();
    }

    /** The squared distances from the mean, summed and divided. */
    double variance(long divisor) {
        TwoDoubles spread = new TwoDoubles();
        spread.set(sum);
        spread.multiply(sum);
        spread.divide((double) count);
        TwoDoubles rest = new TwoDoubles();
        rest.set(squares);
        rest.subtract(spread);
        double value = rest.value();
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.NaN;
        }
        return value <= squares.value() * ROUNDING ? 0 : value / divisor;
    }
}
