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
 * @param statistics bytes kept beside the snapshot, by kind: a few lower-case words with dashes
 */
public record TableChange(
        long commit,
        List<WrittenFile> added,
        Map<String, DeletedRows> deleted,
        List<String> replaced,
        Map<String, String> properties,
        Map<String, byte[]> statistics) {
    public TableChange {
        added = List.copyOf(added);
        deleted = Map.copyOf(deleted);
        replaced = List.copyOf(replaced);
        properties = Map.copyOf(properties);
        statistics = Map.copyOf(statistics);
    }

    /** A change with nothing kept beside it. */
    public TableChange(
            long commit,
            List<WrittenFile> added,
            Map<String, DeletedRows> deleted,
            List<String> replaced,
            Map<String, String> properties) {
        this(commit, added, deleted, replaced, properties, Map.of());
    }

    /** The same change with bytes kept beside its snapshot. */
    public TableChange withStatistics(Map<String, byte[]> kept) {
        return new TableChange(commit, added, deleted, replaced, properties, kept);
    }
}
