package io.shearwater.aggregate;

import java.util.List;

/** Which state is kept; equal specs over the same events are kept once. Columns are counted within the lane of the events. */
sealed interface StateSpec {
    /** A state of no events. */
    State create(List<ValueKind> kinds);

    /** Whether the first event can be taken away again without a trace. */
    default boolean isSubtractable() {
        return false;
    }

    /** {@link CountState}. */
    record Counted(int column) implements StateSpec {
        @Override
        public State create(List<ValueKind> kinds) {
            return new CountState(column);
        }

        @Override
        public boolean isSubtractable() {
            return true;
        }
    }

    /** {@link ExactState}. */
    record Exact(int column, int scale) implements StateSpec {
        @Override
        public State create(List<ValueKind> kinds) {
            return new ExactState(column, scale);
        }

        @Override
        public boolean isSubtractable() {
            return true;
        }
    }

    /** {@link MomentState}. */
    record Moments(int column, boolean isSquared) implements StateSpec {
        @Override
        public State create(List<ValueKind> kinds) {
            return new MomentState(column, isSquared);
        }
    }

    /** {@link ExtremeState}. */
    record Extreme(ExtremeState.Contest contest) implements StateSpec {
        @Override
        public State create(List<ValueKind> kinds) {
            return new ExtremeState(contest, kinds.get(contest.by()));
        }
    }

    /** {@link EdgeState}. */
    record Edge(int column, boolean isLast) implements StateSpec {
        @Override
        public State create(List<ValueKind> kinds) {
            return new EdgeState(column, isLast);
        }
    }

    /** {@link ListState}. */
    record Listed(List<Integer> columns, int most, boolean isLast) implements StateSpec {
        @Override
        public State create(List<ValueKind> kinds) {
            return new ListState(columns.stream().mapToInt(Integer::intValue).toArray(), most, isLast);
        }
    }

    /** {@link ValueCountState}. */
    record ValueCounts(int column) implements StateSpec {
        @Override
        public State create(List<ValueKind> kinds) {
            return new ValueCountState(column);
        }

        @Override
        public boolean isSubtractable() {
            return true;
        }
    }

    /** {@link HistogramState}. */
    record Histogram(int column, List<Double> bounds) implements StateSpec {
        @Override
        public State create(List<ValueKind> kinds) {
            return new HistogramState(
                    column, bounds.stream().mapToDouble(Double::doubleValue).toArray());
        }

        @Override
        public boolean isSubtractable() {
            return true;
        }
    }

    /** {@link QuantileState}. */
    record Quantiles(int column) implements StateSpec {
        @Override
        public State create(List<ValueKind> kinds) {
            return new QuantileState(column);
        }

        @Override
        public boolean isSubtractable() {
            return true;
        }
    }

    /** {@link RegisterState}. */
    record Registers(int column) implements StateSpec {
        @Override
        public State create(List<ValueKind> kinds) {
            return new RegisterState(column);
        }
    }

    /** {@link GreatestState}. */
    record Greatest(int column, int most) implements StateSpec {
        @Override
        public State create(List<ValueKind> kinds) {
            return new GreatestState(column, most, kinds.get(column));
        }
    }

    /** {@link DecayState}; the half-life is in microseconds. */
    record Decayed(int column, long halfLife) implements StateSpec {
        @Override
        public State create(List<ValueKind> kinds) {
            return new DecayState(column, halfLife);
        }
    }
}
