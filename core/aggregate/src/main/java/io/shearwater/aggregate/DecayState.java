package io.shearwater.aggregate;

/**
 * A sum in which values lose half of their weight in each half-life: kept as it was at its latest event, and decayed from there
 * when it is asked for.
 */
final class DecayState extends State {
    private final int column;
    private final double halfLife;
    boolean isEmpty = true;
    private long latest;
    private final TwoDoubles sum = new TwoDoubles();
    private final TwoDoubles scaled = new TwoDoubles();

    /**
     * Of nothing.
     *
     * @param halfLife microseconds
     */
    DecayState(int column, long halfLife) {
        this.column = column;
        this.halfLife = halfLife;
    }

    @Override
    void add(Events events, int slot) {
        Events.Values values = events.column(column);
        if (values.present[slot]) {
            advance(events.timeOfSlot(slot));
            sum.add(values.kind.number(values.word(slot), values.object(slot)));
        }
    }

    private void advance(long time) {
        if (isEmpty) {
            isEmpty = false;
        } else if (Double.isFinite(sum.value())) {
            sum.multiply(weight(time - latest));
        }
        latest = time;
    }

    private double weight(long age) {
        return Math.pow(2, -age / halfLife);
    }

    @Override
    void merge(State later) {
        DecayState other = (DecayState) later;
        if (!other.isEmpty) {
            // The other one's latest event is the later one, or, where windows were put together, at the same time.
            scaled.set(other.sum);
            advance(other.latest);
            sum.add(scaled);
        }
    }

    @Override
    void clear() {
        isEmpty = true;
        sum.clear();
    }

    @Override
    void write(StateSink sink) {
        sink.putByte(isEmpty ? 0 : 1);
        if (!isEmpty) {
            sink.putLong(latest);
            sum.write(sink);
        }
    }

    @Override
    void read(StateSource source) {
        clear();
        isEmpty = source.takeByte() == 0;
        if (!isEmpty) {
            latest = source.takeLong();
            sum.read(source);
        }
    }

    /** The sum at a time that is not before the latest event. */
    double at(long time) {
        double value = sum.value();
        // An infinity does not get less; times a weight that has become zero it would be NaN.
        return Double.isFinite(value) ? value * weight(time - latest) : value;
    }
}
