package io.shearwater.spi;

import io.shearwater.model.TimeRange;

/**
 * Asks for the rows of one entity, or of all entities whose encoded key begins with a prefix: by key, newest first within
 * an entity.
 *
 * @param range of event time; rows in the future are given if it includes them
 * @param most the greatest number of rows for each entity
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record OnlineHistory(OnlineTable table, byte[] keyPrefix, TimeRange range, int most) {
    public OnlineHistory {
        if (most < 1) {
            throw SpiError.BAD_REQUEST.because("A read of at most " + most + " rows gives nothing; ask for 1 or more.");
        }
    }
}
