package io.shearwater.offline;

import io.shearwater.model.FrameReader;
import io.shearwater.model.GroupRef;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.Times;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.Plan;
import io.shearwater.plan.TableRef;
import io.shearwater.plan.Version;
import io.shearwater.spi.CommitRecord;
import io.shearwater.spi.FileSet;
import io.shearwater.spi.OfflineStore;
import io.shearwater.spi.RegistryReader;
import io.shearwater.spi.Sources;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.StagedChange;
import io.shearwater.spi.TablePointer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Resolves the tables of one plan to files. Pointers and commits are read in one registry snapshot when this is made, so
 * that all groups of a query are seen at one moment; later commits change nothing. Also knows file sets that are not (yet)
 * part of a table, under names of their own.
 */
public final class TableSources implements Sources {
    private final OfflineStore tables;
    private final Map<TableRef, TablePointer> pointers = new HashMap<>();
    private final Map<Plan.Scan, Long> snapshots = new HashMap<>();
    private final Map<TableRef, FileSet> fileSets = new HashMap<>();
    private final Map<FrameRef, FrameReader> frames = new HashMap<>();

    TableSources(OfflineStore tables) {
        this.tables = tables;
    }

    /** Pins every table of a plan. */
    TableSources pin(Plan plan, RegistryReader registry) {
        return pin(Scans.of(plan), registry);
    }

    /** Pins what is scanned. */
    TableSources pin(Collection<Plan.Scan> scans, RegistryReader registry) {
        for (Plan.Scan scan : scans) {
            if (!fileSets.containsKey(scan.table())) {
                pin(scan, registry);
            }
        }
        return this;
    }

    /** Rows that the caller brings. */
    public TableSources with(FrameRef name, FrameReader rows) {
        frames.put(name, rows);
        return this;
    }

    /** Files under the name of a table that does not exist. */
    TableSources with(TableRef name, FileSet files) {
        fileSets.put(name, files);
        return this;
    }

    private void pin(Plan.Scan scan, RegistryReader registry) {
        TableRef table = scan.table();
        TablePointer pointer = pointers.computeIfAbsent(
                table,
                ref -> new TablePointer(
                        ref,
                        registry.pointer(ref)
                                .orElseThrow(() -> SpiError.NOT_FOUND.because("There is no table " + ref + "."))));
        snapshots.put(
                scan,
                switch (scan.version()) {
                    // Not the table's newest: that may be another program's, which nobody has checked.
                    case Version.Latest latest -> snapshotOf(registry.latestCommit(table.namespace(), groupOf(table)));
                    case Version.AtTag tag -> tables.tagged(pointer, tag.tag());
                    case Version.AtCommit at -> snapshotOf(commit(registry, table, at.commit()));
                    case Version.AtInstant at ->
                        registry.latestCommit(table.namespace(), groupOf(table), Times.truncated(at.instant()))
                                .map(CommitRecord::snapshot)
                                .orElse(StagedChange.NO_SNAPSHOT);
                });
    }

    private static long snapshotOf(Optional<CommitRecord> commit) {
        return commit.map(CommitRecord::snapshot).orElse(StagedChange.NO_SNAPSHOT);
    }

    /** The commit of this id, or nothing for the state before the first. */
    private static Optional<CommitRecord> commit(RegistryReader registry, TableRef table, long id) {
        if (id == 0) {
            return Optional.empty();
        }
        return Optional.of(registry.commit(table.namespace(), groupOf(table), id)
                .orElseThrow(() -> OfflineError.UNKNOWN_COMMIT.because("The feature group '"
                        + groupOf(table).name() + "' has no commit " + id + ". See its commits().")));
    }

    static GroupRef groupOf(TableRef table) {
        int split = table.name().lastIndexOf("__");
        return new GroupRef(
                table.name().substring(0, split), Integer.parseInt(table.name().substring(split + 2)));
    }

    @Override
    public FileSet files(Plan.Scan scan) {
        FileSet known = fileSets.get(scan.table());
        if (known != null) {
            return known;
        }
        TablePointer pointer = pointers.get(scan.table());
        Long snapshot = snapshots.get(scan);
        if (pointer == null || snapshot == null) {
            throw SpiError.INTERNAL.because("The table " + scan.table() + " was not pinned before it was read.");
        }
        try {
            return tables.plan(pointer, snapshot, scan.filter());
        } catch (ShearwaterException failed) {
            throw failed.code() == SpiError.NOT_FOUND ? expired(scan, failed) : failed;
        }
    }

    /** A state of the past whose files are gone, in the words in which it was asked for. */
    private static ShearwaterException expired(Plan.Scan scan, ShearwaterException failed) {
        String state = switch (scan.version()) {
            case Version.AtCommit at -> "right after commit " + at.commit();
            case Version.AtInstant at -> "at " + at.instant();
            case Version.AtTag tag -> "held by '" + tag.tag() + "'";
            case Version.Latest latest -> "of now";
        };
        return OfflineError.EXPIRED_COMMIT.because(
                "The state of the feature group '" + groupOf(scan.table()).name() + "' " + state
                        + " is not kept any more: it was given up by expireCommits. Read a later one.",
                failed);
    }

    @Override
    public FrameReader frame(FrameRef ref) {
        FrameReader reader = frames.get(ref);
        if (reader == null) {
            throw SpiError.INTERNAL.because("The rows '" + ref.name() + "' were not given with the plan.");
        }
        return reader;
    }
}
