package io.shearwater.cli;

import io.shearwater.model.TimeFormat;
import java.util.List;
import java.util.Optional;

/**
 * The columns of a file that say its event time: one, or several that are joined with a blank between.
 *
 * @param columns as the file names them; none, where rows have no time
 */
record EventTimeColumns(List<String> columns) {
    /** The name of the column that is made of several. */
    static final String JOINED = "event_time";

    private static final List<String> PARTS = List.of("y", "y M", "y M d", "y M d H", "y M d H m", "y M d H m s");

    EventTimeColumns {
        columns = List.copyOf(columns);
    }

    boolean isJoined() {
        return columns.size() > 1;
    }

    /**
     * How the joined text is written where nothing else is said: two columns are a day and a time of day as in ISO 8601, which
     * needs no format; three to six are the numbers of year, month, day, hour, minute and second.
     */
    Optional<TimeFormat> format() {
        return columns.size() < 3 || columns.size() > PARTS.size()
                ? Optional.empty()
                : Optional.of(TimeFormat.of(PARTS.get(columns.size() - 1)));
    }
}
