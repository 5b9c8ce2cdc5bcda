package io.shearwater.iceberg;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.io.FileIO;

/** The contents of manifests, which never change once written. Thread-safe. */
final class ManifestCache {
    /** What an entry costs without its statistics, and a statistic of one column; estimates in bytes. */
    private static final int ENTRY_BYTES = 600;

    private static final int STATISTIC_BYTES = 120;

    private final Cache<String, List<DataFile>> data;
    private final Cache<String, List<DeleteFile>> deletes;

    ManifestCache(long bytes) {
        data = cache(bytes);
        deletes = cache(bytes / 4);
    }

    /** The data files that a manifest holds alive. */
    List<DataFile> dataFiles(ManifestFile manifest, FileIO io, Map<Integer, PartitionSpec> specs) {
        return data.get(manifest.path(), path -> read(ManifestFiles.read(manifest, io, specs)));
    }

    /** The delete files that a manifest holds alive. */
    List<DeleteFile> deleteFiles(ManifestFile manifest, FileIO io, Map<Integer, PartitionSpec> specs) {
        return deletes.get(manifest.path(), path -> read(ManifestFiles.readDeleteManifest(manifest, io, specs)));
    }

    private static <F extends ContentFile<F>> List<F> read(ManifestReader<F> reader) {
        List<F> files = new ArrayList<>();
        try (reader) {
            reader.forEach(files::add);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return List.copyOf(files);
    }

    private static <F extends ContentFile<F>> Cache<String, List<F>> cache(long bytes) {
        return Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((String path, List<F> files) -> weight(files))
                .executor(Runnable::run)
                .build();
    }

    private static <F extends ContentFile<F>> int weight(List<F> files) {
        long weight = ENTRY_BYTES;
        for (F file : files) {
            Map<Integer, Long> counts = file.valueCounts();
            weight += ENTRY_BYTES + (long) STATISTIC_BYTES * (counts == null ? 0 : counts.size());
        }
        return (int) Math.min(weight, Integer.MAX_VALUE);
    }
}
