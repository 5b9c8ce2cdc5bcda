/**
 * The local compute engine: renders a plan as SQL for DuckDB in this process, over the files that the offline store
 * planned, with columns resolved by field id and deletion vectors applied, and writes Parquet with the same field
 * ids.
 */
@NullMarked
package io.shearwater.duckdb;

import org.jspecify.annotations.NullMarked;
