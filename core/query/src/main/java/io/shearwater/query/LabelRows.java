package io.shearwater.query;

import io.shearwater.model.Schema;
import io.shearwater.model.TimeRange;
import io.shearwater.plan.FrameRef;
import java.time.Instant;
import java.util.Optional;

/** Which rows a result has, and at what time each wants its features. A result never has other rows than these. */
public sealed interface LabelRows {
    /**
     * The rows of the root group, each at its own event time.
     *
     * @param range of the root's event time
     */
    record OfRoot(TimeRange range) implements LabelRows {}

    /**
     * Rows that the caller brings in place of the root group's, in their order, doubles included: a spine. It has the time
     * (the root's event time by name; where the root has none, a column {@value #EVENT_TIME}) and the root's columns that
     * joins need. If it has the root's whole primary key, columns of the root that it lacks are looked up in the root group,
     * as of the row's time; without the key they are null. Columns that the root does not have are kept as they are.
     *
     * @param range of the spine's time; rows outside it are left out
     * @param time the column, a timestamp, that is the time of the rows whatever the root calls its own
     */
    record OfSpine(FrameRef frame, Schema schema, TimeRange range, Optional<String> time) implements LabelRows {
        /** Names the time in a spine for a root group without event time. */
        public static final String EVENT_TIME = "event_time";

        /** A spine whose time is the root's event time by name. */
        public OfSpine(FrameRef frame, Schema schema, TimeRange range) {
            this(frame, schema, range, Optional.empty());
        }
    }

    /**
     * The latest row of each entity of the root group that is known and alive at an instant; all features as of that
     * instant. As online, the root's filter is a condition on that latest row. Of a root without event time, every row.
     */
    record Latest(Instant now) implements LabelRows {}

    /** All rows of the root group. */
    static LabelRows ofRoot() {
        return new OfRoot(TimeRange.ALL);
    }
}
