/**
 * Rows from and into databases through JDBC: a result set is read as a stream of frames, and a stream of frames is written into a
 * table in batches. The driver is the caller's.
 */
@NullMarked
package io.shearwater.jdbc;

import org.jspecify.annotations.NullMarked;
