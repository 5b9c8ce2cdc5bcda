package io.shearwater.online;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cuts the events of one entity into leaves of at most {@value #MOST} events, by time and by content alone: all of time is one
 * stretch; a stretch with more events is cut into those of the next level, down to one second. Whatever way the events came, they
 * lie in the same leaves. Where a stretch is cut, a leaf begins at its start, if need be an empty one: the newest leaf at or before
 * a time therefore tells which stretches around that time are cut. Not thread-safe.
 */
final class EventLadder {
    /** The greatest number of events of a leaf, but for those of the last level. */
    static final int MOST = 256;

    private static final long SECOND = 1_000_000L;
    private static final long DAY = 86_400 * SECOND;
    private static final long[] SPANS = {
        Long.MAX_VALUE, 32 * DAY, DAY, 3_600 * SECOND, 300 * SECOND, 15 * SECOND, SECOND
    };

    /** Where all of time begins; a multiple of every span. */
    static final long ROOT = -1_000_000 * SPANS[1];

    private final long sequence;
    private final Consumer<EventLeaf> into;
    private int level;
    private long start;
    private List<StoredEvent> held = new ArrayList<>();

    /**
     * Over the events of one leaf, or of a whole entity: that is of level 0 and starts at {@link #ROOT}.
     *
     * @param sequence of the leaves, unless an event has a later one
     */
    EventLadder(int level, long start, long sequence, Consumer<EventLeaf> into) {
        this.level = level;
        this.start = start;
        this.sequence = sequence;
        this.into = into;
    }

    /** Where the stretch of a level begins that a time lies in. */
    static long start(int level, long time) {
        return level == 0 ? ROOT : Math.max(ROOT, time - Math.floorMod(time, SPANS[level]));
    }

    /** The empty leaf to which an event belongs that no leaf covers, after the newest leaf before it. */
    static EventLeaf between(EventLeaf before, long time) {
        int level = 0;
        while (start(level, time) == start(level, before.start())) {
            level++;
        }
        return new EventLeaf(level, start(level, time), 0, List.of());
    }

    /** The next event in order. */
    void add(StoredEvent event) {
        if (start(level, event.time()) != start) {
            end();
            // Around the one that ended, the levels above are cut; the longest stretch that is not holds the next
            // event.
            int next = 0;
            while (next < level && start(next, event.time()) == start(next, start)) {
                next++;
            }
            level = next;
            start = start(level, event.time());
        }
        held.add(event);
        while (held.size() > MOST && level < SPANS.length - 1) {
            descend();
        }
    }

    private void descend() {
        level++;
        List<StoredEvent> all = held;
        held = new ArrayList<>();
        for (StoredEvent event : all) {
            long next = start(level, event.time());
            if (next != start) {
                end();
                start = next;
            }
            held.add(event);
        }
    }

    /** Gives the leaf that is held. */
    void end() {
        long newest = sequence;
        for (StoredEvent event : held) {
            newest = Math.max(newest, event.sequence());
        }
        into.accept(new EventLeaf(level, start, newest, held));
        held = new ArrayList<>();
    }
}
