package io.shearwater.online;

import java.util.Arrays;
import java.util.Comparator;

/**
 * An event of an entity as it is kept for its aggregates.
 *
 * @param time microseconds: when it happened
 * @param end microseconds: until when it goes on and is not known
 * @param sequence of the commit that wrote it
 * @param identity the encoded primary key of its row: with the time, what makes it one event
 * @param values as {@link EventCodec} writes them
 */
@SuppressWarnings("ArrayRecordComponent") // compared by the order below
record StoredEvent(long time, long end, long sequence, byte[] identity, byte[] values) {
    /** Of history: time, sequence, what identifies the row. */
    static final Comparator<StoredEvent> ORDER = Comparator.comparingLong(StoredEvent::time)
            .thenComparingLong(StoredEvent::sequence)
            .thenComparing(StoredEvent::identity, Arrays::compareUnsigned);
}
