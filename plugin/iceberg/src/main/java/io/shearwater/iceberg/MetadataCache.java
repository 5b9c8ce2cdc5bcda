package io.shearwater.iceberg;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.io.FileIO;

/** Table states by the location of their metadata, which never changes once written. Thread-safe. */
final class MetadataCache {
    /** About a kilobyte on the heap for each snapshot that a state names. */
    private static final int SNAPSHOT_WEIGHT = 1;

    private static final int MOST_WEIGHT = 32_768;

    private final Cache<String, TableMetadata> states = Caffeine.newBuilder()
            .maximumWeight(MOST_WEIGHT)
            .weigher((String location, TableMetadata state) ->
                    16 + SNAPSHOT_WEIGHT * state.snapshots().size())
            .executor(Runnable::run)
            .build();

    TableMetadata load(String location, FileIO io) {
        return states.get(location, missing -> TableMetadataParser.read(io, missing));
    }

    void put(TableMetadata state) {
        states.put(state.metadataFileLocation(), state);
    }
}
