package io.shearwater.model;

import java.time.Duration;
import java.util.Optional;

/**
 * Which events an {@link Aggregate} sees when it is asked at a time q. {@code toString()} gives the text that
 * {@link #parse(String)} reads back. Immutable.
 */
public sealed interface AggregationWindow {
    /** The finest step of time. */
    Duration MICROSECOND = Duration.ofNanos(1_000);

    /** Windows longer than this bound their state by a resolution, unless they are said to be exact. */
    Duration LONG = Duration.ofHours(24);

    /** The greatest age of an event that it can see; empty where an event of any age may be seen. */
    default Optional<Duration> reach() {
        return switch (this) {
            case Rolling rolling ->
                Optional.of(rolling.length().plus(rolling.resolution().orElse(Duration.ZERO)));
            case Hopping hopping -> Optional.of(hopping.length().plus(hopping.hop()));
            case Lifetime lifetime -> Optional.empty();
            case Session session -> Optional.empty();
            case LatestEvents latest -> Optional.empty();
        };
    }

    /**
     * Events from q - length to q, both included: SQL's {@code RANGE BETWEEN INTERVAL length PRECEDING AND CURRENT ROW}. With a
     * resolution the lower end is the last multiple of it, counted from the epoch, that is not later than q - length, in every
     * path.
     *
     * @param resolution a divisor of a day, or whole days; a microsecond where the window is said to be exact
     */
    record Rolling(Duration length, Optional<Duration> resolution) implements AggregationWindow {
        public Rolling {
            AggregateTypes.checkLength("rolling window", length);
            resolution.ifPresent(step -> AggregateTypes.checkResolution(length, step));
        }

        /** With a lower end on multiples of a step, which bounds what is kept online. */
        public Rolling resolution(Duration step) {
            return new Rolling(length, Optional.of(step));
        }

        /** Exact to the microsecond, however long it is. */
        public Rolling exact() {
            return resolution(MICROSECOND);
        }

        /** Whether the lower end falls where it falls. */
        public boolean isExact() {
            return resolution.filter(step -> !step.equals(MICROSECOND)).isEmpty();
        }

        @Override
        public String toString() {
            String step = resolution
                    .map(value -> value.equals(MICROSECOND) ? " exact" : " resolution " + AggregateText.duration(value))
                    .orElse("");
            return "rolling " + AggregateText.duration(length) + step;
        }
    }

    /**
     * The last whole window that has ended at q: [start, start + length). Windows start every {@code hop}, counted from the
     * epoch in UTC plus the offset. With a hop of the length they tumble.
     */
    record Hopping(Duration length, Duration hop, Duration offset) implements AggregationWindow {
        public Hopping {
            AggregateTypes.checkLength("window", length);
            AggregateTypes.checkLength("hop", hop);
            if (hop.compareTo(length) > 0) {
                throw ModelError.BAD_DEFINITION.because("A window of " + AggregateText.duration(length)
                        + " that hops by " + AggregateText.duration(hop)
                        + " would leave events out. The hop is at most the length.");
            }
            if (offset.isNegative() || offset.compareTo(hop) >= 0) {
                throw ModelError.BAD_DEFINITION.because("A window's offset is at least 0 and less than its hop; "
                        + AggregateText.duration(offset) + " is not less than " + AggregateText.duration(hop) + ".");
            }
        }

        /** With starts moved by so much. */
        public Hopping offset(Duration by) {
            return new Hopping(length, hop, by);
        }

        @Override
        public String toString() {
            return (hop.equals(length) ? "tumbling " : "hopping ")
                    + AggregateText.duration(length)
                    + (hop.equals(length) ? "" : " every " + AggregateText.duration(hop))
                    + (offset.isZero() ? "" : " offset " + AggregateText.duration(offset));
        }
    }

    /** Every event up to q. */
    record Lifetime() implements AggregationWindow {
        @Override
        public String toString() {
            return "lifetime";
        }
    }

    /**
     * The session that goes on at q: the latest events up to q of which none is more than the gap after the one before, and the
     * last not more than the gap before q. None if that is longer ago.
     */
    record Session(Duration gap) implements AggregationWindow {
        public Session {
            AggregateTypes.checkLength("session's gap", gap);
        }

        @Override
        public String toString() {
            return "session " + AggregateText.duration(gap);
        }
    }

    /** The latest so many events up to q, those without a value included. */
    record LatestEvents(int events) implements AggregationWindow {
        public LatestEvents {
            AggregateTypes.checkRange("a window of the latest", "number of events", events, 1);
        }

        @Override
        public String toString() {
            return "latest " + events + " events";
        }
    }

    static Rolling rolling(Duration length) {
        return new Rolling(length, Optional.empty());
    }

    static Hopping tumbling(Duration length) {
        return new Hopping(length, length, Duration.ZERO);
    }

    static Hopping hopping(Duration length, Duration hop) {
        return new Hopping(length, hop, Duration.ZERO);
    }

    static AggregationWindow lifetime() {
        return new Lifetime();
    }

    static AggregationWindow session(Duration gap) {
        return new Session(gap);
    }

    static AggregationWindow latest(int events) {
        return new LatestEvents(events);
    }

    /**
     * Reads what {@code toString()} gives, such as {@code rolling 10m}, {@code hopping 7d every 1d} or {@code latest 5 events}.
     *
     * @throws ShearwaterException BAD_DEFINITION naming the text and what was expected
     */
    static AggregationWindow parse(String text) {
        return new AggregateParser(text).window();
    }
}
