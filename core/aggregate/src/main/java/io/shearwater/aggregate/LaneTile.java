package io.shearwater.aggregate;

import java.util.List;

/** What is kept of consecutive events of a lane: how many, their states and, for sessions, the gaps between them. Not thread-safe. */
final class LaneTile {
    private final boolean isParted;
    final State[] states;
    long count;
    long first;
    long newest;
    /** The longest time between one event and the next. */
    long gap;

    LaneTile(TileLayout.LaneLayout lane, List<ValueKind> kinds) {
        this.isParted = lane.isParted();
        List<ValueKind> own = lane.columns().stream().map(kinds::get).toList();
        this.states = lane.specs().stream().map(spec -> spec.create(own)).toArray(State[]::new);
    }

    void clear() {
        if (count > 0) {
            count = 0;
            gap = 0;
            for (State state : states) {
                state.clear();
            }
        }
    }

    /** The next event. */
    void add(Events events, int slot) {
        if (isParted) {
            follow(events.timeOfSlot(slot), events.timeOfSlot(slot));
        }
        count++;
        for (State state : states) {
            state.add(events, slot);
        }
    }

    /** The next events. */
    void add(Events events, int from, int to) {
        if (isParted) {
            for (int slot = from; slot < to; slot++) {
                follow(events.timeOfSlot(slot), events.timeOfSlot(slot));
                count++;
            }
        } else {
            count += to - from;
        }
        for (State state : states) {
            state.add(events, from, to);
        }
    }

    private void follow(long laterFirst, long laterNewest) {
        if (count == 0) {
            first = laterFirst;
        } else {
            gap = Math.max(gap, laterFirst - newest);
        }
        newest = laterNewest;
    }

    void merge(LaneTile later) {
        if (later.count == 0) {
            return;
        }
        if (isParted) {
            follow(later.first, later.newest);
            gap = Math.max(gap, later.gap);
        }
        count += later.count;
        for (int i = 0; i < states.length; i++) {
            states[i].merge(later.states[i]);
        }
    }

    void write(StateSink sink) {
        sink.putCount(count);
        if (count == 0) {
            return;
        }
        if (isParted) {
            sink.putLong(first);
            sink.putLong(newest);
            sink.putCount(gap);
        }
        for (State state : states) {
            state.write(sink);
        }
    }

    /**
     * Takes in what was written of later events.
     *
     * @param scratch of the same lane
     */
    void merge(StateSource later, LaneTile scratch) {
        long more = later.takeCount();
        if (more == 0) {
            return;
        }
        if (isParted) {
            long laterFirst = later.takeLong();
            follow(laterFirst, later.takeLong());
            gap = Math.max(gap, later.takeCount());
        }
        count += more;
        for (int i = 0; i < states.length; i++) {
            states[i].merge(later, scratch.states[i]);
        }
    }
}
