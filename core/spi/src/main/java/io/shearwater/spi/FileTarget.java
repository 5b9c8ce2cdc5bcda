package io.shearwater.spi;

import io.shearwater.model.PartitionField;
import java.util.List;

/**
 * Where and how to write the data files of one commit.
 *
 * @param directory absolute
 * @param prefix begins the name of every file, so that an abandoned commit's files can be found; the names of one write's
 *     files are in the order of its rows
 * @param fields columns with ids, the write sequence included
 * @param sortBy the order of the rows of a partition over its files and in each; rows that are equal in it keep the order of the
 *     input
 * @param partitions no file holds rows of two partitions; a timestamp's day and month are those in UTC, a bucket is that of
 *     {@link Buckets}
 * @param fileBytes the size at which a new file is begun
 */
public record FileTarget(
        String directory,
        String prefix,
        List<TableField> fields,
        List<String> sortBy,
        List<PartitionField> partitions,
        long fileBytes) {
    public FileTarget {
        fields = List.copyOf(fields);
        sortBy = List.copyOf(sortBy);
        partitions = List.copyOf(partitions);
    }
}
