package io.shearwater.aggregate;

import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregationWindow;
import java.time.Duration;

/**
 * Which events of a lane a window sees as time goes on: those from one position up to another, both of which only grow. The one
 * place that says what a window means. Not thread-safe.
 */
abstract sealed class WindowBounds {
    private final Aggregate.Current current;
    private long start;
    private long end;
    private long known;

    /** A window over a lane; whether it sees an event at the time that is asked for. */
    static WindowBounds of(AggregationWindow window, Aggregate.Current current) {
        return switch (window) {
            case AggregationWindow.Rolling w ->
                new Rolling(
                        current,
                        micros(w.length()),
                        w.resolution().map(WindowBounds::micros).orElse(1L));
            case AggregationWindow.Hopping w ->
                new Hopping(current, micros(w.length()), micros(w.hop()), micros(w.offset()));
            case AggregationWindow.Lifetime w -> new Lifetime(current);
            case AggregationWindow.Session w -> new Session(current, micros(w.gap()));
            case AggregationWindow.LatestEvents w -> new LatestEvents(current, w.events());
        };
    }

    /** The time before which a window that is asked at a time sees no event. */
    static long begin(AggregationWindow window, long time) {
        return switch (window) {
            case AggregationWindow.Rolling w ->
                rolled(
                        time,
                        micros(w.length()),
                        w.resolution().map(WindowBounds::micros).orElse(1L));
            case AggregationWindow.Hopping w ->
                minus(ended(time, micros(w.hop()), micros(w.offset())), micros(w.length()));
            case AggregationWindow.Lifetime w -> Long.MIN_VALUE;
            case AggregationWindow.Session w -> Long.MIN_VALUE;
            case AggregationWindow.LatestEvents w -> Long.MIN_VALUE;
        };
    }

    /** The time from which on a window that is asked at a time sees no event. */
    static long behind(AggregationWindow window, long time) {
        return window instanceof AggregationWindow.Hopping w
                ? ended(time, micros(w.hop()), micros(w.offset()))
                : Long.MAX_VALUE;
    }

    /** Where a rolling window begins. */
    private static long rolled(long time, long length, long step) {
        long from = minus(time, length);
        return minus(from, Math.floorMod(from, step));
    }

    /** When the last hopping window that is whole at a time has ended. */
    private static long ended(long time, long hop, long offset) {
        return minus(time, Math.floorMod(time - offset, hop));
    }

    static long micros(Duration duration) {
        return Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1_000);
    }

    private WindowBounds(Aggregate.Current current) {
        this.current = current;
    }

    /** The position of the first event that the window sees. */
    final long start() {
        return start;
    }

    /** The position behind the last event that the window sees. */
    final long end() {
        return end;
    }

    /** Whether events that left the window are never taken away. */
    boolean isGrowing() {
        return false;
    }

    /**
     * Moves on to a later time, or the same.
     *
     * @param low the first microsecond of what is asked for: the time, or the start of its day
     * @param high the last one
     */
    final void moveTo(Events events, long low, long high) {
        if (current == Aggregate.Current.INCLUDED) {
            known = events.end();
        } else {
            known = Math.max(known, start);
            while (known < events.end() && events.ends(known) < low) {
                known++;
            }
        }
        long last = last(events, known, high);
        start = Math.max(start, first(events, last, high));
        // An event that ends after it left the window was never seen.
        end = Math.max(start, last);
    }

    final void clear() {
        start = 0;
        end = 0;
        known = 0;
        reset();
    }

    /** The position behind the last event, of those before {@code limit}. */
    long last(Events events, long limit, long time) {
        return limit;
    }

    /** The position of the first event. */
    abstract long first(Events events, long last, long time);

    void reset() {}

    /** The first position from one on whose event is not before a time. */
    static long skip(Events events, long from, long limit, long time) {
        long position = from;
        while (position < limit && events.time(position) < time) {
            position++;
        }
        return position;
    }

    private static long minus(long time, long length) {
        long difference = time - length;
        return difference > time ? Long.MIN_VALUE : difference;
    }

    private static final class Rolling extends WindowBounds {
        private final long length;
        private final long step;

        Rolling(Aggregate.Current current, long length, long step) {
            super(current);
            this.length = length;
            this.step = step;
        }

        @Override
        long first(Events events, long last, long time) {
            return skip(events, start(), events.end(), rolled(time, length, step));
        }
    }

    private static final class Hopping extends WindowBounds {
        private final long length;
        private final long hop;
        private final long offset;

        Hopping(Aggregate.Current current, long length, long hop, long offset) {
            super(current);
            this.length = length;
            this.hop = hop;
            this.offset = offset;
        }

        @Override
        long last(Events events, long limit, long time) {
            return skip(events, end(), limit, ended(time, hop, offset));
        }

        @Override
        long first(Events events, long last, long time) {
            return skip(events, start(), events.end(), minus(ended(time, hop, offset), length));
        }
    }

    private static final class Lifetime extends WindowBounds {
        Lifetime(Aggregate.Current current) {
            super(current);
        }

        @Override
        boolean isGrowing() {
            return true;
        }

        @Override
        long first(Events events, long last, long time) {
            return 0;
        }
    }

    private static final class Session extends WindowBounds {
        private final long gap;
        private long begun;
        private long looked;
        private long before;

        Session(Aggregate.Current current, long gap) {
            super(current);
            this.gap = gap;
        }

        @Override
        long first(Events events, long last, long time) {
            for (; looked < last; looked++) {
                long next = events.time(looked);
                if (looked == 0 || next - before > gap) {
                    begun = looked;
                }
                before = next;
            }
            return looked == 0 || time - before > gap ? last : begun;
        }

        @Override
        void reset() {
            begun = 0;
            looked = 0;
        }
    }

    private static final class LatestEvents extends WindowBounds {
        private final int events;

        LatestEvents(Aggregate.Current current, int events) {
            super(current);
            this.events = events;
        }

        @Override
        long first(Events all, long last, long time) {
            return Math.max(0, last - events);
        }
    }
}
