package io.shearwater.iceberg;

import io.shearwater.spi.SpiError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.GenericBlobMetadata;
import org.apache.iceberg.GenericStatisticsFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.puffin.Blob;
import org.apache.iceberg.puffin.BlobMetadata;
import org.apache.iceberg.puffin.Puffin;
import org.apache.iceberg.puffin.PuffinCompressionCodec;
import org.apache.iceberg.puffin.PuffinReader;
import org.apache.iceberg.puffin.PuffinWriter;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.Pair;

/** Bytes that are kept beside a snapshot: a Puffin file, which the table's metadata lists, with a blob of each kind. */
final class KeptStatistics {
    private static final String PREFIX = "shearwater-";
    private static final String SUFFIX = "-v1";

    private KeptStatistics() {}

    /** Writes a file for a snapshot; it is listed by whoever writes the metadata. */
    static StatisticsFile write(
            TableOperations operations, TableMetadata state, Snapshot snapshot, Map<String, byte[]> statistics) {
        String location = operations.metadataFileLocation(TableLayout.shortId() + ".stats");
        List<Integer> fields = state.schema().columns().stream()
                .map(Types.NestedField::fieldId)
                .toList();
        // Not compressed here: Iceberg's own compression makes the JDK print a warning about unsafe memory.
        try (PuffinWriter writer = Puffin.write(operations.io().newOutputFile(location))
                .createdBy("Shearwater")
                .compressBlobs(PuffinCompressionCodec.NONE)
                .build()) {
            new TreeMap<>(statistics)
                    .forEach((kind, bytes) -> writer.add(new Blob(
                            PREFIX + kind + SUFFIX,
                            fields,
                            snapshot.snapshotId(),
                            snapshot.sequenceNumber(),
                            ByteBuffer.wrap(bytes))));
            writer.finish();
            return new GenericStatisticsFile(
                    snapshot.snapshotId(),
                    location,
                    writer.fileSize(),
                    writer.footerSize(),
                    GenericBlobMetadata.from(writer.writtenBlobsMetadata()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What is kept beside a snapshot; of other programs' blobs nothing. */
    static Map<String, byte[]> read(TableMetadata state, long snapshot, FileIO io) {
        Map<String, byte[]> kept = new HashMap<>();
        for (StatisticsFile file : state.statisticsFiles()) {
            if (file.snapshotId() == snapshot) {
                read(file, io, kept);
            }
        }
        return kept;
    }

    private static void read(StatisticsFile file, FileIO io, Map<String, byte[]> into) {
        try (PuffinReader reader = Puffin.read(io.newInputFile(file.path()))
                .withFileSize(file.fileSizeInBytes())
                .withFooterSize(file.fileFooterSizeInBytes())
                .build()) {
            List<BlobMetadata> ours = reader.fileMetadata().blobs().stream()
                    .filter(blob ->
                            blob.type().startsWith(PREFIX) && blob.type().endsWith(SUFFIX))
                    .toList();
            for (Pair<BlobMetadata, ByteBuffer> blob : reader.readAll(ours)) {
                String type = blob.first().type();
                byte[] bytes = new byte[blob.second().remaining()];
                blob.second().get(bytes);
                into.put(type.substring(PREFIX.length(), type.length() - SUFFIX.length()), bytes);
            }
        } catch (IOException failure) {
            throw SpiError.BAD_FILE.because(
                    "The statistics in " + file.path() + " cannot be read: " + failure.getMessage()
                            + ". Compute them again.",
                    failure);
        }
    }
}
