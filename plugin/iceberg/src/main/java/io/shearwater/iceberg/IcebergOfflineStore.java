package io.shearwater.iceberg;

import static io.shearwater.iceberg.IcebergFailure.explained;

import io.shearwater.model.Names;
import io.shearwater.model.Predicate;
import io.shearwater.plan.TableRef;
import io.shearwater.spi.DeletedRows;
import io.shearwater.spi.FileScan;
import io.shearwater.spi.FileSet;
import io.shearwater.spi.FileTarget;
import io.shearwater.spi.OfflineStore;
import io.shearwater.spi.SchemaChange;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.StagedChange;
import io.shearwater.spi.StoreContext;
import io.shearwater.spi.TableChange;
import io.shearwater.spi.TableField;
import io.shearwater.spi.TablePointer;
import io.shearwater.spi.TableSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.expressions.Expressions;

/**
 * Feature groups as Apache Iceberg tables (format 3, Parquet, deletion vectors) in a directory. Writes metadata only; a state
 * becomes visible when the registry moves its pointer. Thread-safe.
 */
public final class IcebergOfflineStore implements OfflineStore {
    private final Path directory;
    private final StoreContext.Mode mode;
    private final IcebergOptions options;
    private final LocalFiles reading;
    private final MetadataCache states = new MetadataCache();
    private final ManifestCache manifests;

    public IcebergOfflineStore(StoreContext context) {
        directory = context.directory().toAbsolutePath().normalize();
        mode = context.mode();
        options = IcebergOptions.of(context.options());
        reading = new LocalFiles(directory);
        manifests = new ManifestCache(Math.max(16L << 20, Runtime.getRuntime().maxMemory() / 32));
    }

    @Override
    public StagedChange create(TableSpec spec) {
        requireWritable();
        return explained("creating the table " + spec.table(), () -> {
            TableRef table = spec.table();
            Path home = directory.resolve(table.namespace()).resolve(TableLayout.newHome(table.name()));
            TableLayout layout = new TableLayout(home.toString());
            TableMetadata metadata = NewTable.metadata(spec, layout.location());
            LocalFiles files = new LocalFiles(directory);
            try {
                files.createDirectories(files.path(layout.data()));
                StagedOperations operations = new StagedOperations(files, layout, TableLayout.otherPrefix(), null);
                operations.commit(null, metadata);
                files.sync();
                return staged(table, operations.staged(), List.of());
            } catch (RuntimeException failed) {
                discard(home);
                throw failed;
            }
        });
    }

    /** Removes what there is of a table that nobody knows of yet. */
    private static void discard(Path home) {
        try (Stream<Path> all = Files.walk(home)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException leftBehind) {
            // No table points to it, and none ever takes its name.
        }
    }

    @Override
    public List<TableField> fields(TablePointer table) {
        TableMetadata state = load(table);
        return TableColumns.fields(state.schema(), state.properties());
    }

    @Override
    public long snapshot(TablePointer table) {
        return newest(load(table));
    }

    @Override
    public Set<Long> snapshots(TablePointer table) {
        return load(table).snapshots().stream().map(Snapshot::snapshotId).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public long tagged(TablePointer table, String tag) {
        Map<String, SnapshotRef> refs = load(table).refs();
        SnapshotRef ref = refs.get(tag);
        if (ref == null || !ref.isTag()) {
            throw SpiError.NOT_FOUND.because(
                    "The table " + table.table() + " has no tag '" + tag + "'." + Names.didYouMean(tag, refs.keySet()));
        }
        return ref.snapshotId();
    }

    @Override
    public FileSet plan(TablePointer table, long snapshot, Predicate prune) {
        TableMetadata state = load(table);
        return explained("planning the files of " + table.table(), () -> {
            List<FileScan> scans = new ArrayList<>();
            if (snapshot != StagedChange.NO_SNAPSHOT) {
                files(table, state, snapshot)
                        .list(PruneExpression.of(prune, state.schema()))
                        .forEach(live -> scans.add(scan(live)));
            }
            return new FileSet(table.table(), snapshot, TableColumns.fields(state.schema(), state.properties()), scans);
        });
    }

    @Override
    public FileSet added(TablePointer table, long snapshot, Set<String> paths) {
        FileSet all = plan(table, snapshot, Predicate.all());
        Set<String> here =
                paths.stream().map(path -> reading.path(path).toString()).collect(Collectors.toUnmodifiableSet());
        List<FileScan> chosen =
                all.files().stream().filter(file -> here.contains(file.path())).toList();
        return new FileSet(all.table(), all.snapshot(), all.fields(), chosen);
    }

    @Override
    public FileTarget target(TablePointer table, long commit) {
        TableMetadata state = load(table);
        TableLayout layout = new TableLayout(state.location());
        return new FileTarget(
                reading.path(layout.data()).toString(),
                TableLayout.commitPrefix(commit),
                TableColumns.fields(state.schema(), state.properties()),
                TableSorting.columns(state),
                TableSorting.partitions(state),
                options.targetFileBytes());
    }

    @Override
    public StagedChange stage(TablePointer base, TableChange change) {
        return stage(base, TableLayout.commitPrefix(change.commit()), "committing rows to " + base.table(), writer -> {
            writer.operations().keep(change.statistics());
            boolean touchesOldFiles =
                    !change.deleted().isEmpty() || !change.replaced().isEmpty();
            long newest = newest(writer.base());
            Map<String, SnapshotFiles.Live> live = touchesOldFiles && newest != StagedChange.NO_SNAPSHOT
                    ? RowChange.byPath(files(base, writer.base(), newest).list(Expressions.alwaysTrue()), reading)
                    : Map.of();
            new RowChange(writer.table(), change, live, writer.files()).stage();
        });
    }

    @Override
    public StagedChange stage(TablePointer base, List<SchemaChange> changes) {
        return stage(
                base,
                TableLayout.otherPrefix(),
                "changing the columns of " + base.table(),
                writer -> ColumnChange.stage(writer.table(), changes));
    }

    @Override
    public StagedChange stageTag(TablePointer base, String tag, long snapshot) {
        TableMetadata state = load(base);
        if (state.refs().containsKey(tag)) {
            throw SpiError.ALREADY_EXISTS.because("The table " + base.table() + " has a tag '" + tag + "' already.");
        }
        required(base, state, snapshot);
        return stage(
                base,
                TableLayout.otherPrefix(),
                "tagging " + base.table(),
                writer -> writer.table()
                        .manageSnapshots()
                        .createTag(tag, snapshot)
                        .commit());
    }

    @Override
    public StagedChange stageUntag(TablePointer base, String tag) {
        tagged(base, tag);
        return stage(
                base,
                TableLayout.otherPrefix(),
                "removing a tag of " + base.table(),
                writer -> writer.table().manageSnapshots().removeTag(tag).commit());
    }

    @Override
    public StagedChange stageExpiry(TablePointer base, Set<Long> snapshots) {
        List<String> garbage = new ArrayList<>();
        StagedChange change =
                stage(base, TableLayout.otherPrefix(), "expiring snapshots of " + base.table(), writer -> {
                    ExpireSnapshots expiry = writer.table()
                            .expireSnapshots()
                            .expireOlderThan(0)
                            .deleteWith(garbage::add)
                            .executeDeleteWith(CallerRuns.INSTANCE)
                            .planWith(CallerRuns.INSTANCE);
                    List<Long> chosen = expirable(writer.base(), snapshots);
                    chosen.forEach(expiry::expireSnapshotId);
                    if (!chosen.isEmpty()) {
                        expiry.commit();
                    }
                });
        garbage.addAll(change.garbage());
        return new StagedChange(change.next(), change.snapshot(), garbage);
    }

    @Override
    public Map<String, byte[]> statistics(TablePointer table, long snapshot) {
        TableMetadata state = load(table);
        return explained(
                "reading the statistics of " + table.table(), () -> KeptStatistics.read(state, snapshot, reading));
    }

    @Override
    public StagedChange stageStatistics(TablePointer base, long snapshot, Map<String, byte[]> statistics) {
        TableMetadata state = load(base);
        Snapshot chosen = required(base, state, snapshot);
        StagedChange change = stage(
                base,
                TableLayout.otherPrefix(),
                "keeping statistics of " + base.table(),
                writer -> writer.table()
                        .updateStatistics()
                        .setStatistics(KeptStatistics.write(writer.operations(), state, chosen, statistics))
                        .commit());
        List<String> garbage = new ArrayList<>(change.garbage());
        state.statisticsFiles().stream()
                .filter(file -> file.snapshotId() == snapshot)
                .forEach(file -> garbage.add(file.path()));
        return new StagedChange(change.next(), change.snapshot(), garbage);
    }

    @Override
    public void delete(List<String> paths) {
        requireWritable();
        explained("deleting files that nothing needs", () -> {
            new Sweep(directory).delete(paths);
            return true;
        });
    }

    @Override
    public void discard(TablePointer base, long commit) {
        requireWritable();
        TableMetadata state = load(base);
        explained("clearing away the abandoned commit " + commit + " of " + base.table(), () -> {
            new Sweep(directory).discard(state, commit);
            return true;
        });
    }

    @Override
    public List<String> orphans(TablePointer newest) {
        TableMetadata state = load(newest);
        return explained("looking for files that " + newest.table() + " does not need", () -> {
            Set<Path> needed = new HashSet<>();
            needed.add(reading.path(state.metadataFileLocation()));
            state.previousFiles().forEach(entry -> needed.add(reading.path(entry.file())));
            state.statisticsFiles().forEach(file -> needed.add(reading.path(file.path())));
            for (Snapshot snapshot : state.snapshots()) {
                new SnapshotFiles(state, snapshot, reading, manifests)
                        .locations()
                        .forEach(location -> needed.add(reading.path(location)));
            }
            return new Sweep(directory).others(state, needed);
        });
    }

    @Override
    public void drop(TableRef table, TablePointer last) {
        requireWritable();
        TableMetadata state = load(last);
        explained("dropping the table " + table, () -> {
            new Sweep(directory).drop(state);
            return true;
        });
    }

    @Override
    public void close() {}

    /** What a change is written with. */
    private record Writer(TableMetadata base, BaseTable table, StagedOperations operations, LocalFiles files) {}

    private StagedChange stage(TablePointer base, String prefix, String doing, Consumer<Writer> change) {
        requireWritable();
        TableMetadata state = load(base);
        return explained(doing, () -> {
            LocalFiles files = new LocalFiles(directory);
            StagedOperations operations = new StagedOperations(files, new TableLayout(state.location()), prefix, state);
            change.accept(
                    new Writer(state, new BaseTable(operations, base.table().toString()), operations, files));
            files.sync();
            return operations.isStaged()
                    ? staged(base.table(), operations.staged(), trimmed(state, operations.staged()))
                    : new StagedChange(base, newest(state), List.of());
        });
    }

    private StagedChange staged(TableRef table, TableMetadata state, List<String> garbage) {
        states.put(state);
        return new StagedChange(new TablePointer(table, state.metadataFileLocation()), newest(state), garbage);
    }

    /** Metadata files that the old state knew and the new one forgot. */
    private static List<String> trimmed(TableMetadata before, TableMetadata after) {
        List<String> known = after.previousFiles().stream()
                .map(TableMetadata.MetadataLogEntry::file)
                .toList();
        return before.previousFiles().stream()
                .map(TableMetadata.MetadataLogEntry::file)
                .filter(file -> !known.contains(file))
                .toList();
    }

    private static List<Long> expirable(TableMetadata state, Set<Long> snapshots) {
        List<Long> held =
                state.refs().values().stream().map(SnapshotRef::snapshotId).toList();
        return snapshots.stream()
                .filter(id -> state.snapshot(id) != null && !held.contains(id))
                .sorted()
                .toList();
    }

    private TableMetadata load(TablePointer pointer) {
        return explained("reading the table " + pointer.table(), () -> {
            TableMetadata state = states.load(pointer.metadata(), reading);
            int format = Integer.parseInt(state.property(NewTable.FORMAT_PROPERTY, "0"));
            if (format > NewTable.FORMAT) {
                throw SpiError.NEWER_FORMAT.because("The table " + pointer.table() + " has format " + format
                        + "; this version of Shearwater knows " + NewTable.FORMAT + " at most. Use a newer version.");
            }
            return state;
        });
    }

    private SnapshotFiles files(TablePointer table, TableMetadata state, long snapshot) {
        return new SnapshotFiles(state, required(table, state, snapshot), reading, manifests);
    }

    private static Snapshot required(TablePointer table, TableMetadata state, long snapshot) {
        return Optional.ofNullable(state.snapshot(snapshot))
                .orElseThrow(() -> SpiError.NOT_FOUND.because("The table " + table.table() + " has no snapshot "
                        + snapshot + ": it was expired, or never was one of this table's."));
    }

    private FileScan scan(SnapshotFiles.Live live) {
        return new FileScan(
                reading.path(live.file().location()).toString(),
                live.file().recordCount(),
                live.file().fileSizeInBytes(),
                live.deletes()
                        .<DeletedRows>map(vector -> new DeletionVector(vector, reading))
                        .orElse(DeletedRows.NONE));
    }

    private static long newest(TableMetadata state) {
        Snapshot current = state.currentSnapshot();
        return current == null ? StagedChange.NO_SNAPSHOT : current.snapshotId();
    }

    private void requireWritable() {
        if (mode == StoreContext.Mode.READ_ONLY) {
            throw SpiError.READ_ONLY.because("The store in " + directory + " was opened for reading only.");
        }
    }
}
