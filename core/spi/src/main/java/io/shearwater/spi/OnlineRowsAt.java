package io.shearwater.spi;

import java.util.List;

/**
 * Asks for the rows of certain event times, and no others.
 *
 * @param keys of entities; one may be named more than once
 * @param times for each key the event time of its row, microseconds
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record OnlineRowsAt(OnlineTable table, List<byte[]> keys, long[] times) {
    public OnlineRowsAt {
        if (keys.size() != times.length) {
            throw new IllegalArgumentException(keys.size() + " keys and " + times.length + " times");
        }
    }
}
