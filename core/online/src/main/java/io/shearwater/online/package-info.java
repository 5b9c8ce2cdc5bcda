/**
 * Feature vectors in well under a millisecond: the order-preserving key codec, the row codec with its sections and
 * compiled projections, lookup plans that run level by level through foreign keys, and the assembly of vectors with a
 * status for each value. Stores bytes in an {@code OnlineStore} and never sees the offline side.
 */
@NullMarked
package io.shearwater.online;

import org.jspecify.annotations.NullMarked;
