package io.shearwater.spi;

import io.shearwater.model.Feature;
import io.shearwater.model.PartitionField;
import io.shearwater.plan.TableRef;
import java.util.List;

/**
 * An offline table to create. The write sequence is added to the columns by the store.
 *
 * @param identity the columns that make a row unique, none of them nullable
 * @param sortBy the columns by which rows lie in each file
 */
public record TableSpec(
        TableRef table,
        List<Feature> columns,
        List<String> identity,
        List<String> sortBy,
        List<PartitionField> partitions) {
    public TableSpec {
        columns = List.copyOf(columns);
        identity = List.copyOf(identity);
        sortBy = List.copyOf(sortBy);
        partitions = List.copyOf(partitions);
    }
}
