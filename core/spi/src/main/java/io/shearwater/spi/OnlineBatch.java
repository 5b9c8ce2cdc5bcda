package io.shearwater.spi;

import java.util.List;
import java.util.Optional;

/**
 * Changes of one generation of one table that are applied together, with the cursor that notes it.
 *
 * @param generation which rebuild of the table is changed; not necessarily the one that is read
 * @param mutations in the order in which they happened; may be empty
 * @param settled microseconds: of an entity's rows with {@link OnlineTable.Retention#LATEST}, those older than the newest
 *     row at or before this event time are not needed any more. Never later than what any reader takes for now
 */
public record OnlineBatch(
        OnlineTable table, int generation, List<OnlineMutation> mutations, long settled, Optional<Cursor> cursor) {}
