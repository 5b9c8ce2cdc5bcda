package io.shearwater.spi;

import java.util.List;
import java.util.Map;

/**
 * A change of a table's rows.
 *
 * @param commit the id of the commit, kept with the snapshot
 * @param added new data files
 * @param deleted by data file, positions to delete beside those deleted before; may name files in {@code added}
 * @param replaced data files whose live rows are in {@code added} (compaction)
 * @param properties kept with the snapshot
 */
public record TableChange(
        long commit,
        List<WrittenFile> added,
        Map<String, DeletedRows> deleted,
        List<String> replaced,
        Map<String, String> properties) {
    public TableChange {
        added = List.copyOf(added);
        deleted = Map.copyOf(deleted);
        replaced = List.copyOf(replaced);
        properties = Map.copyOf(properties);
    }
}
