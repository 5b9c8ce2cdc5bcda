/**
 * From rows that arrive to rows that are committed: validation, the commit protocol with its recovery, upserts and
 * deletes, materialization to the online store, compaction, expiry and time travel. A read after a returned write sees
 * it; a crash at any point loses and duplicates nothing.
 */
@NullMarked
package io.shearwater.offline;

import org.jspecify.annotations.NullMarked;
