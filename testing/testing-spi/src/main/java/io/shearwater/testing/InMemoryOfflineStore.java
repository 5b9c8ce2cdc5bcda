package io.shearwater.testing;

import io.shearwater.model.Frame;
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
import io.shearwater.spi.TableChange;
import io.shearwater.spi.TableField;
import io.shearwater.spi.TablePointer;
import io.shearwater.spi.TableSpec;
import io.shearwater.spi.WrittenFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Tables on the heap. Leaves out no file, since it knows nothing of their contents. Thread-safe. */
public final class InMemoryOfflineStore implements OfflineStore {
    private static final String ROOT = "/memory/";

    private final Disk disk;

    /** Data files and table states: what stays when a store is closed. Thread-safe. */
    public static final class Disk {
        private final Map<String, Frame> files = new ConcurrentHashMap<>();
        private final Map<String, TableState> states = new ConcurrentHashMap<>();
        private final AtomicLong numbers = new AtomicLong();

        /** Puts rows under a path, as an engine writes a data file. */
        public WrittenFile write(String path, Frame rows) {
            files.put(path, rows);
            return new WrittenFile(path, rows.rows(), rows.rows());
        }

        /** The rows of a file, deleted ones too. */
        public Frame rows(String path) {
            return Optional.ofNullable(files.get(path))
                    .orElseThrow(() -> SpiError.IO.because("There is no file " + path + "."));
        }

        public boolean holds(String path) {
            return files.containsKey(path);
        }

        /** How many table states there are. */
        public int states() {
            return states.size();
        }
    }

    /** A store of its own. */
    public InMemoryOfflineStore() {
        this(new Disk());
    }

    public InMemoryOfflineStore(Disk disk) {
        this.disk = disk;
    }

    @Override
    public StagedChange create(TableSpec spec) {
        return staged(spec.table(), TableState.first(spec), List.of());
    }

    @Override
    public List<TableField> fields(TablePointer table) {
        return load(table).fields();
    }

    @Override
    public long snapshot(TablePointer table) {
        return load(table).newest();
    }

    @Override
    public Set<Long> snapshots(TablePointer table) {
        return Set.copyOf(load(table).snapshots().keySet());
    }

    @Override
    public long tagged(TablePointer table, String tag) {
        Map<String, Long> tags = load(table).tags();
        return Optional.ofNullable(tags.get(tag))
                .orElseThrow(() -> SpiError.NOT_FOUND.because("The table " + table.table() + " has no tag '" + tag
                        + "'." + Names.didYouMean(tag, tags.keySet())));
    }

    @Override
    public FileSet plan(TablePointer table, long snapshot, Predicate prune) {
        TableState state = load(table);
        List<FileScan> files = snapshot == StagedChange.NO_SNAPSHOT ? List.of() : state.files(snapshot, table.table());
        return new FileSet(table.table(), snapshot, state.fields(), files);
    }

    @Override
    public FileSet added(TablePointer table, long snapshot, Set<String> paths) {
        FileSet all = plan(table, snapshot, Predicate.all());
        List<FileScan> chosen =
                all.files().stream().filter(file -> paths.contains(file.path())).toList();
        return new FileSet(all.table(), snapshot, all.fields(), chosen);
    }

    @Override
    public FileTarget target(TablePointer table, long commit) {
        TableState state = load(table);
        return new FileTarget(
                directory(table.table()),
                "c" + commit + "-",
                state.fields(),
                state.spec().sortBy(),
                state.spec().partitions(),
                Long.MAX_VALUE);
    }

    @Override
    public StagedChange stage(TablePointer base, TableChange change) {
        TableState state = load(base);
        long snapshot = disk.numbers.incrementAndGet();
        List<FileScan> before =
                state.newest() == StagedChange.NO_SNAPSHOT ? List.of() : state.files(state.newest(), base.table());
        List<FileScan> files = new ArrayList<>();
        for (FileScan file : before) {
            if (!change.replaced().contains(file.path())) {
                files.add(file);
            }
        }
        change.added()
                .forEach(file -> files.add(new FileScan(file.path(), file.rows(), file.bytes(), DeletedRows.NONE)));
        requireKnown(base, change, files, before);
        files.replaceAll(file -> with(file, change.deleted().getOrDefault(file.path(), DeletedRows.NONE)));
        files.removeIf(file -> file.rows() > 0 && file.deleted().count() == file.rows());
        return staged(
                base.table(),
                state.withSnapshot(snapshot, files).withStatistics(snapshot, change.statistics()),
                List.of());
    }

    @Override
    public StagedChange stage(TablePointer base, List<SchemaChange> changes) {
        return staged(base.table(), load(base).withColumns(changes), List.of());
    }

    @Override
    public StagedChange stageTag(TablePointer base, String tag, long snapshot) {
        TableState state = load(base);
        if (state.tags().containsKey(tag)) {
            throw SpiError.ALREADY_EXISTS.because("The table " + base.table() + " has a tag '" + tag + "' already.");
        }
        state.files(snapshot, base.table());
        return staged(base.table(), state.withTag(tag, snapshot), List.of());
    }

    @Override
    public StagedChange stageUntag(TablePointer base, String tag) {
        tagged(base, tag);
        return staged(base.table(), load(base).withoutTag(tag), List.of());
    }

    @Override
    public StagedChange stageExpiry(TablePointer base, Set<Long> snapshots) {
        TableState state = load(base);
        Set<Long> chosen = new HashSet<>(snapshots);
        chosen.removeAll(state.tags().values());
        chosen.remove(state.newest());
        TableState next = state.withoutSnapshots(chosen);
        Set<String> garbage = state.paths();
        garbage.removeAll(next.paths());
        return staged(base.table(), next, List.copyOf(garbage));
    }

    @Override
    public Map<String, byte[]> statistics(TablePointer table, long snapshot) {
        return load(table).statistics().getOrDefault(snapshot, Map.of());
    }

    @Override
    public StagedChange stageStatistics(TablePointer base, long snapshot, Map<String, byte[]> statistics) {
        TableState state = load(base);
        state.files(snapshot, base.table());
        return staged(base.table(), state.withStatistics(snapshot, statistics), List.of());
    }

    @Override
    public void delete(List<String> paths) {
        paths.forEach(disk.files::remove);
    }

    @Override
    public void discard(TablePointer base, long commit) {
        String prefix = directory(base.table()) + "/c" + commit + "-";
        Set<String> needed = load(base).paths();
        disk.files.keySet().removeIf(path -> path.startsWith(prefix) && !needed.contains(path));
    }

    @Override
    public List<String> orphans(TablePointer newest) {
        Set<String> needed = load(newest).paths();
        return disk.files.keySet().stream()
                .filter(path -> path.startsWith(directory(newest.table()) + "/") && !needed.contains(path))
                .toList();
    }

    @Override
    public void drop(TableRef table, TablePointer last) {
        disk.files.keySet().removeIf(path -> path.startsWith(directory(table) + "/"));
        disk.states.remove(last.metadata());
    }

    @Override
    public void close() {}

    private static void requireKnown(
            TablePointer base, TableChange change, List<FileScan> after, List<FileScan> before) {
        Set<String> known = new HashSet<>();
        after.forEach(file -> known.add(file.path()));
        Set<String> old = new HashSet<>();
        before.forEach(file -> old.add(file.path()));
        Optional<String> lost = change.deleted().keySet().stream()
                .filter(path -> !known.contains(path))
                .findFirst()
                .or(() -> change.replaced().stream()
                        .filter(path -> !old.contains(path))
                        .findFirst());
        lost.ifPresent(path -> {
            throw SpiError.STALE_BASE.because("The data file " + path + " is not part of the table " + base.table()
                    + " any more. Repeat the operation.");
        });
    }

    private static FileScan with(FileScan file, DeletedRows more) {
        if (more.count() == 0) {
            return file;
        }
        Set<Long> positions = new java.util.TreeSet<>();
        file.deleted().positions().forEachRemaining((Long position) -> positions.add(position));
        more.positions().forEachRemaining((Long position) -> positions.add(position));
        long[] all = positions.stream().mapToLong(Long::longValue).toArray();
        return new FileScan(file.path(), file.rows(), file.bytes(), DeletedRows.of(all));
    }

    private StagedChange staged(TableRef table, TableState state, List<String> garbage) {
        String location = ROOT + "state-" + disk.numbers.incrementAndGet();
        disk.states.put(location, state);
        return new StagedChange(new TablePointer(table, location), state.newest(), garbage);
    }

    private TableState load(TablePointer pointer) {
        return Optional.ofNullable(disk.states.get(pointer.metadata()))
                .orElseThrow(() -> SpiError.IO.because(
                        "The table " + pointer.table() + " has no state " + pointer.metadata() + "."));
    }

    private static String directory(TableRef table) {
        return ROOT + table.namespace() + "/" + table.name();
    }
}
