package io.shearwater.spi;

import java.util.Map;

/**
 * A data file that was written completely and forced to disk. Its columns' statistics are in its footer: a column of floats
 * or doubles that holds a NaN has no bounds there.
 *
 * @param path absolute
 * @param buckets for each column by whose {@link Buckets bucket} the table is partitioned, the one that every row of the file
 *     lies in; other partition values are read from the footer
 */
public record WrittenFile(String path, long rows, long bytes, Map<String, Integer> buckets) {
    public WrittenFile {
        buckets = Map.copyOf(buckets);
    }

    /** A file of a table without bucket partitions. */
    public WrittenFile(String path, long rows, long bytes) {
        this(path, rows, bytes, Map.of());
    }
}
