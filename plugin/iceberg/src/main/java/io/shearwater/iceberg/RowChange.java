package io.shearwater.iceberg;

import io.shearwater.spi.DeletedRows;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.TableChange;
import io.shearwater.spi.WrittenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PrimitiveIterator;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.deletes.BaseDVFileWriter;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.io.DeleteWriteResult;
import org.apache.iceberg.io.OutputFileFactory;
import org.jspecify.annotations.Nullable;

/**
 * Writes one change of rows as one Iceberg snapshot. A file whose rows are all deleted leaves the table; of the others new
 * deletions and the old vector become one vector. Not thread-safe.
 */
final class RowChange {
    /** The property of a snapshot that names the commit that made it. */
    static final String COMMIT_ID = "shearwater.commit-id";

    private final BaseTable table;
    private final TableChange change;
    private final Map<String, SnapshotFiles.Live> live;
    private final LocalFiles files;

    private final Map<String, DataFile> added = new LinkedHashMap<>();
    private final List<DataFile> removed = new ArrayList<>();
    private final Map<String, DeletedRows> vectors = new LinkedHashMap<>();

    /**
     * Prepares a change.
     *
     * @param live the files of the newest snapshot by path
     */
    RowChange(BaseTable table, TableChange change, Map<String, SnapshotFiles.Live> live, LocalFiles files) {
        this.table = table;
        this.change = change;
        this.live = live;
        this.files = files;
    }

    void stage() {
        Registration registration = new Registration(table);
        for (WrittenFile written : change.added()) {
            if (added.put(written.path(), registration.register(written)) != null || live.containsKey(written.path())) {
                throw SpiError.INTERNAL.because("The data file " + written.path() + " was added twice.");
            }
        }
        boolean sameRows = replacesWithSameRows();
        change.replaced().forEach(path -> removed.add(required(path).file()));
        change.deleted().forEach(this::delete);
        if (sameRows) {
            commit(rewrite());
        } else if (removed.isEmpty() && vectors.isEmpty()) {
            commit(append());
        } else {
            commit(delta());
        }
    }

    /** Whether only the files change and no row does: other engines then see no change of rows. */
    private boolean replacesWithSameRows() {
        long before = change.replaced().stream()
                .mapToLong(path -> required(path).liveRows())
                .sum();
        long after = change.added().stream().mapToLong(WrittenFile::rows).sum();
        return !change.replaced().isEmpty() && change.deleted().isEmpty() && before == after;
    }

    private void delete(String path, DeletedRows rows) {
        if (rows.count() == 0) {
            return;
        }
        if (change.replaced().contains(path)) {
            throw SpiError.INTERNAL.because("Rows of the data file " + path + " were deleted and the file replaced.");
        }
        DataFile file =
                added.containsKey(path) ? added.get(path) : required(path).file();
        Optional<DeletionVector> before = vector(path);
        if (leavesNoRow(file, rows, before)) {
            if (added.remove(path) == null) {
                removed.add(file);
            }
        } else {
            vectors.put(path, rows);
        }
    }

    private static boolean leavesNoRow(DataFile file, DeletedRows rows, Optional<DeletionVector> before) {
        long countBefore = before.map(DeletionVector::count).orElse(0L);
        if (countBefore + rows.count() < file.recordCount()) {
            return false;
        }
        long fresh = rows.count();
        if (before.isPresent()) {
            PositionDeleteIndex index = before.get().index();
            fresh = 0;
            for (PrimitiveIterator.OfLong at = rows.positions(); at.hasNext(); ) {
                fresh += index.isDeleted(at.nextLong()) ? 0 : 1;
            }
        }
        return countBefore + fresh == file.recordCount();
    }

    private SnapshotUpdate<?> append() {
        var append = table.newAppend();
        added.values().forEach(append::appendFile);
        return append;
    }

    private SnapshotUpdate<?> rewrite() {
        RewriteFiles rewrite = table.newRewrite();
        newest().ifPresent(rewrite::validateFromSnapshot);
        removed.forEach(rewrite::deleteFile);
        added.values().forEach(rewrite::addFile);
        return rewrite;
    }

    private SnapshotUpdate<?> delta() {
        RowDelta delta = table.newRowDelta();
        newest().ifPresent(delta::validateFromSnapshot);
        removed.forEach(delta::removeRows);
        added.values().forEach(delta::addRows);
        if (!vectors.isEmpty()) {
            DeleteWriteResult written = writeVectors();
            written.deleteFiles().forEach(delta::addDeletes);
            written.rewrittenDeleteFiles().forEach(delta::removeDeletes);
        }
        return delta;
    }

    private void commit(SnapshotUpdate<?> update) {
        change.properties().forEach(update::set);
        update.set(COMMIT_ID, Long.toString(change.commit()));
        update.scanManifestsWith(CallerRuns.INSTANCE);
        update.writeManifestsWith(CallerRuns.INSTANCE, 1);
        update.commit();
    }

    private DeleteWriteResult writeVectors() {
        OutputFileFactory names = OutputFileFactory.builderFor(table, 0, 0)
                .format(FileFormat.PUFFIN)
                .build();
        BaseDVFileWriter writer = new BaseDVFileWriter(names, this::previous);
        try (writer) {
            for (Map.Entry<String, DeletedRows> entry : vectors.entrySet()) {
                String path = entry.getKey();
                DataFile file = added.containsKey(path)
                        ? added.get(path)
                        : required(path).file();
                write(writer, file, entry.getValue());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return writer.result();
    }

    private void write(BaseDVFileWriter writer, DataFile file, DeletedRows rows) {
        for (PrimitiveIterator.OfLong at = rows.positions(); at.hasNext(); ) {
            long position = at.nextLong();
            if (position < 0 || position >= file.recordCount()) {
                throw SpiError.INTERNAL.because("The row " + position + " of the data file " + file.location()
                        + " was deleted, which has " + file.recordCount() + " rows.");
            }
            writer.delete(file.location(), position, table.specs().get(file.specId()), file.partition());
        }
    }

    private @Nullable PositionDeleteIndex previous(String location) {
        return vector(files.path(location).toString())
                .map(DeletionVector::index)
                .orElse(null);
    }

    private Optional<DeletionVector> vector(String path) {
        return Optional.ofNullable(live.get(path))
                .flatMap(SnapshotFiles.Live::deletes)
                .map((DeleteFile vector) -> new DeletionVector(vector, files));
    }

    private SnapshotFiles.Live required(String path) {
        SnapshotFiles.Live file = live.get(path);
        if (file == null) {
            throw SpiError.STALE_BASE.because("The data file " + path + " is not part of the table " + table.name()
                    + " any more. Repeat the operation.");
        }
        return file;
    }

    private Optional<Long> newest() {
        return Optional.ofNullable(table.currentSnapshot()).map(Snapshot::snapshotId);
    }

    /** The files of a snapshot by path. */
    static Map<String, SnapshotFiles.Live> byPath(List<SnapshotFiles.Live> files, LocalFiles paths) {
        Map<String, SnapshotFiles.Live> byPath = new HashMap<>();
        files.forEach(file -> byPath.put(paths.path(file.file().location()).toString(), file));
        return byPath;
    }
}
