package io.shearwater.spi;

import io.shearwater.model.Predicate;
import io.shearwater.plan.TableRef;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the history of feature groups as tables of files: plans which files to read and commits which files are part of a
 * table. It reads and writes no rows itself (a {@link ComputeEngine} does) and holds no state: a table's state is the
 * {@link TablePointer} that the caller keeps, and a change is a new pointer that the caller makes visible. Thread-safe.
 */
public interface OfflineStore extends AutoCloseable {
    /** Writes the first state of a table. */
    StagedChange create(TableSpec spec);

    /** The columns of this state, by id, the write sequence included. */
    List<TableField> fields(TablePointer table);

    /** The newest snapshot of this state, {@link StagedChange#NO_SNAPSHOT} if it never had rows. */
    long snapshot(TablePointer table);

    /** The snapshots of this state: those that were not expired. */
    Set<Long> snapshots(TablePointer table);

    /** The snapshot that a tag names. */
    long tagged(TablePointer table, String tag);

    /**
     * The files of a snapshot that can hold rows for which {@code prune} is true.
     *
     * @param snapshot one of the table's, or {@link StagedChange#NO_SNAPSHOT} for no files
     */
    FileSet plan(TablePointer table, long snapshot, Predicate prune);

    /** Of the files of a snapshot, those that a commit added. */
    FileSet added(TablePointer table, long snapshot, Set<String> paths);

    /** Where the files of a commit are to be written. */
    FileTarget target(TablePointer table, long commit);

    /**
     * Writes a new state with these rows changed, based on {@code base}. Reads the statistics of added files from their
     * footers; forces everything to disk before it returns.
     */
    StagedChange stage(TablePointer base, TableChange change);

    /** Writes a new state with other columns. */
    StagedChange stage(TablePointer base, List<SchemaChange> changes);

    /** Writes a new state in which a tag holds a snapshot. */
    StagedChange stageTag(TablePointer base, String tag, long snapshot);

    /** Writes a new state without the tag. */
    StagedChange stageUntag(TablePointer base, String tag);

    /**
     * Writes a new state without these snapshots. One that is the newest, tagged or not there is passed over. What the others
     * alone needed is in {@link StagedChange#garbage()}. Which snapshots are old is the caller's to say: the registry's
     * commits have the instants.
     */
    StagedChange stageExpiry(TablePointer base, Set<Long> snapshots);

    /** What is kept beside a snapshot, by kind; nothing where nothing was kept or the snapshot is not there any more. */
    Map<String, byte[]> statistics(TablePointer table, long snapshot);

    /**
     * Writes a new state in which this is kept beside a snapshot, and nothing that was. The old bytes are in
     * {@link StagedChange#garbage()}.
     */
    StagedChange stageStatistics(TablePointer base, long snapshot, Map<String, byte[]> statistics);

    /** Deletes files; those that are not there are no error. */
    void delete(List<String> paths);

    /** Deletes what an abandoned commit left behind: its data files and metadata that no pointer names. */
    void discard(TablePointer base, long commit);

    /**
     * The files of a table that no snapshot of this state needs: what crashes left behind. For the holder of the right to
     * write to the table, while no change of it is being staged.
     */
    List<String> orphans(TablePointer newest);

    /** Deletes a table's files. The pointer must be gone already. */
    void drop(TableRef table, TablePointer last);

    @Override
    void close();
}
