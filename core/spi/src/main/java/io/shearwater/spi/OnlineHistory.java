package io.shearwater.spi;

import io.shearwater.model.TimeRange;

/**
 * Asks for the rows of one entity, or of all entities whose encoded key begins with a prefix, newest first within an entity.
 *
 * @param most the greatest number of rows for each entity
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record OnlineHistory(OnlineTable table, byte[] keyPrefix, TimeRange range, int most) {}
