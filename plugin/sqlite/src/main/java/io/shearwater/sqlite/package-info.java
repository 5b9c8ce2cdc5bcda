/**
 * The registry store in one SQLite database: definitions, commits, leases and the change audit, in WAL mode with full
 * synchronisation and a single writer. Schema changes are Flyway migrations.
 */
@NullMarked
package io.shearwater.sqlite;

import org.jspecify.annotations.NullMarked;
