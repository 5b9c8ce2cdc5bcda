/**
 * The embedded online store: keys and encoded rows in RocksDB, with atomic batches that carry a cursor, generations
 * that can be built aside and activated, and expiry.
 */
@NullMarked
package io.shearwater.rocksdb;

import org.jspecify.annotations.NullMarked;
