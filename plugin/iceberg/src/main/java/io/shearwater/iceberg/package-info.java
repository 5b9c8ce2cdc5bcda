/**
 * The offline store as Apache Iceberg tables of Parquet files: creates and evolves tables, plans the files of a pinned
 * snapshot, and commits written files and deletion vectors. It neither reads nor writes rows; the compute engine
 * does.
 */
@NullMarked
package io.shearwater.iceberg;

import org.jspecify.annotations.NullMarked;
