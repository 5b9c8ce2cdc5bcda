package io.shearwater.aggregate;

/** Gives the state of the events in a window whose ends only grow. Not thread-safe. */
abstract sealed class Sliding permits Sliding.Growing, Sliding.Subtracting, BlockStacks {
    /** The state of these events, valid until the next call. Neither end may go back. */
    abstract State over(Events events, long start, long end);

    /** Forgets everything, for the next key. */
    abstract void clear();

    /** Events are only added. */
    static final class Growing extends Sliding {
        private final State state;
        private long added;

        Growing(State state) {
            this.state = state;
        }

        @Override
        State over(Events events, long start, long end) {
            if (added < end) {
                events.giveTo(state, added, end);
                added = end;
            }
            return state;
        }

        @Override
        void clear() {
            state.clear();
            added = 0;
        }
    }

    /** Events are added at one end and taken away at the other, of a state that can do so without a trace. */
    static final class Subtracting extends Sliding {
        private final State state;
        private long removed;
        private long added;

        Subtracting(State state) {
            this.state = state;
        }

        @Override
        State over(Events events, long start, long end) {
            if (start >= added) {
                state.clear();
                removed = start;
                added = start;
            }
            for (; removed < start; removed++) {
                state.remove(events, events.slot(removed));
            }
            if (added < end) {
                events.giveTo(state, added, end);
                added = end;
            }
            return state;
        }

        @Override
        void clear() {
            state.clear();
            removed = 0;
            added = 0;
        }
    }
}
