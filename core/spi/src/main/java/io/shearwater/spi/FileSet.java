package io.shearwater.spi;

import io.shearwater.plan.TableRef;
import java.util.List;

/**
 * The files of one snapshot that can hold wanted rows, in the order in which they were committed.
 *
 * @param fields the columns of the table as of now, by id; a file may lack some
 */
public record FileSet(TableRef table, long snapshot, List<TableField> fields, List<FileScan> files) {
    public FileSet {
        fields = List.copyOf(fields);
        files = List.copyOf(files);
    }
}
