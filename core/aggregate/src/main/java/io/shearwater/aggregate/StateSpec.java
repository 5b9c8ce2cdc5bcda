package io.shearwater.aggregate;

import java.util.List;

/** Which state is kept; equal specs over the same events are kept once. Columns are counted within the lane of the events. */
sealed interface StateSpec {
    /** A state of no events. */
    State create(List<ValueKind> kinds);

    /** What may be done with its states. */
    Algebra algebra();

    /** {@link CountState}. */
    record Counted(int column) implements StateSpec {
        @Override
        public State create(List<ValueKind> kinds) {
            return new CountState(column);
        }

        @Override
        public Algebra algebra() {
            return Algebra.COUNTED;
        }
    }

    /** {@link ExactState}. */
    record Exact(int column, int scale) implements StateSpec {
        @Override
        public State create(List<ValueKind> kinds) {
            return new ExactState(column, scale);
        }

        @Override
        public Algebra algebra() {
            return Algebra.COUNTED;
        }
    }

    /** {@link MomentState}. */
    record Moments(int column, boolean isSquared) implements StateSpec {
        @Override
        public State create(List<ValueKind> kinds) {
            return new MomentState(column, isSquared);
        }

        @Override
        public Algebra algebra() {
            return Algebra.SUMMED;
        }
    }

    /** {@link ExtremeState}. */
    record Extreme(ExtremeState.Contest contest) implements StateSpec {
        @Override
        public State create(List<ValueKind> kinds) {
            return new ExtremeState(contest, kinds.get(contest.by()), kinds.get(contest.column()));
        }

        @Override
        public Algebra algebra() {
            return contest.by() == contest.column() ? Algebra.SUMMED : Algebra.ORDERED;
        }
    }

    /** {@link EdgeState}. */
    record Edge(int column, boolean isLast) implements StateSpec {
        @Override
        public State create(List<ValueKind> kinds) {
            return new EdgeState(column, isLast, kinds.get(column));
        }

        @Override
        public Algebra algebra() {
            return Algebra.ORDERED;
        }
    }

    /** {@link ListState}. */
    record Listed(List<Integer> columns, int most, boolean isLast) implements StateSpec {
        @Override
        public State create(List<ValueKind> kinds) {
            return new ListState(
                    columns.stream().mapToInt(Integer::intValue).toArray(),
                    columns.stream().map(kinds::get).toArray(ValueKind[]::new),
                    most,
                    isLast);
        }

        @Override
        public Algebra algebra() {
            return Algebra.ORDERED;
        }
    }

    /** {@link ValueCountState}. */
    record ValueCounts(int column) implements StateSpec {
        @Override
        public State create(List<ValueKind> kinds) {
            return new ValueCountState(column, kinds.get(column));
        }

        @Override
        public Algebra algebra() {
            return Algebra.COLLECTED;
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
        public Algebra algebra() {
            return Algebra.COUNTED;
        }
    }

    /** {@link QuantileState}. */
    record Quantiles(int column) implements StateSpec {
        @Override
        public State create(List<ValueKind> kinds) {
            return new QuantileState(column);
        }

        @Override
        public Algebra algebra() {
            return Algebra.SPREAD;
        }
    }

    /** {@link RegisterState}. */
    record Registers(int column) implements StateSpec {
        @Override
        public State create(List<ValueKind> kinds) {
            return new RegisterState(column);
        }

        @Override
        public Algebra algebra() {
            return Algebra.HASHED;
        }
    }

    /** {@link GreatestState}. */
    record Greatest(int column, int most) implements StateSpec {
        @Override
        public State create(List<ValueKind> kinds) {
            return new GreatestState(column, most, kinds.get(column));
        }

        @Override
        public Algebra algebra() {
            return Algebra.SUMMED;
        }
    }

    /** {@link DecayState}; the half-life is in microseconds. */
    record Decayed(int column, long halfLife) implements StateSpec {
        @Override
        public State create(List<ValueKind> kinds) {
            return new DecayState(column, halfLife);
        }

        @Override
        public Algebra algebra() {
            return Algebra.SUMMED;
        }
    }
}
