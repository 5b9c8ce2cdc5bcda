package io.shearwater.iceberg;

import io.shearwater.spi.SpiError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.expressions.Evaluator;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.InclusiveMetricsEvaluator;
import org.apache.iceberg.expressions.ManifestEvaluator;
import org.apache.iceberg.expressions.Projections;
import org.apache.iceberg.io.FileIO;

/**
 * The files of one snapshot. Conditions are on the table's present columns, so that a column added later can be asked for in
 * an older snapshot. Not thread-safe.
 */
final class SnapshotFiles {
    /** Commit order, then the order of adding: row ids are given out in that order. */
    private static final Comparator<Live> ORDER = Comparator.<Live>comparingLong(live -> sequence(live.file()))
            .thenComparingLong(live -> firstRow(live.file()))
            .thenComparing(live -> live.file().location());

    private final TableMetadata table;
    private final Snapshot snapshot;
    private final FileIO io;
    private final ManifestCache manifests;

    SnapshotFiles(TableMetadata table, Snapshot snapshot, FileIO io, ManifestCache manifests) {
        this.table = table;
        this.snapshot = snapshot;
        this.io = io;
        this.manifests = manifests;
    }

    /** A data file and the deletion vector that belongs to it. */
    record Live(DataFile file, Optional<DeleteFile> deletes) {
        long liveRows() {
            return file.recordCount() - deletes.map(DeleteFile::recordCount).orElse(0L);
        }
    }

    /** The files that can hold rows for which {@code prune} is true, in commit order. */
    List<Live> list(Expression prune) {
        Map<String, DeleteFile> deletes = deletesByDataFile();
        Schema schema = table.schema();
        InclusiveMetricsEvaluator byBounds = new InclusiveMetricsEvaluator(schema, prune);
        List<Live> found = new ArrayList<>();
        for (ManifestFile manifest : snapshot.dataManifests(io)) {
            PartitionSpec spec = table.spec(manifest.partitionSpecId());
            if (!ManifestEvaluator.forRowFilter(prune, spec, true).eval(manifest)) {
                continue;
            }
            Evaluator byPartition = new Evaluator(
                    spec.partitionType(), Projections.inclusive(spec).project(prune));
            for (DataFile file : manifests.dataFiles(manifest, io, table.specsById())) {
                if (byPartition.eval(file.partition()) && byBounds.eval(file)) {
                    found.add(new Live(file, Optional.ofNullable(deletes.get(file.location()))));
                }
            }
        }
        found.sort(ORDER);
        return found;
    }

    /** Every file that the snapshot needs: manifests, data files and deletion vectors. */
    Set<String> locations() {
        Set<String> locations = new HashSet<>();
        locations.add(snapshot.manifestListLocation());
        for (ManifestFile manifest : snapshot.dataManifests(io)) {
            locations.add(manifest.path());
            manifests.dataFiles(manifest, io, table.specsById()).forEach(file -> locations.add(file.location()));
        }
        for (ManifestFile manifest : snapshot.deleteManifests(io)) {
            locations.add(manifest.path());
            manifests.deleteFiles(manifest, io, table.specsById()).forEach(file -> locations.add(file.location()));
        }
        return locations;
    }

    private Map<String, DeleteFile> deletesByDataFile() {
        Map<String, DeleteFile> deletes = new HashMap<>();
        for (ManifestFile manifest : snapshot.deleteManifests(io)) {
            for (DeleteFile delete : manifests.deleteFiles(manifest, io, table.specsById())) {
                if (delete.format() != FileFormat.PUFFIN) {
                    throw SpiError.BAD_FILE.because("The table at " + table.location() + " has deletes that are no "
                            + "deletion vectors (" + delete.location() + "), written by another program. Rewrite its "
                            + "data files there, then adopt the result.");
                }
                deletes.put(delete.referencedDataFile(), delete);
            }
        }
        return deletes;
    }

    private static long sequence(DataFile file) {
        Long sequence = file.dataSequenceNumber();
        return sequence == null ? 0 : sequence;
    }

    private static long firstRow(DataFile file) {
        Long first = file.firstRowId();
        return first == null ? 0 : first;
    }
}
