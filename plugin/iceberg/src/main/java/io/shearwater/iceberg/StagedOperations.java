package io.shearwater.iceberg;

import io.shearwater.spi.SpiError;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.jspecify.annotations.Nullable;

/**
 * One change of one table: Iceberg's operations commit into a metadata file that nothing names yet. Making it visible is the
 * registry's, in a transaction of its own. Not thread-safe.
 */
final class StagedOperations implements TableOperations {
    private final LocalFiles files;
    private final TableLayout layout;
    private final String prefix;
    private final @Nullable TableMetadata base;
    private Map<String, byte[]> statistics = Map.of();
    private @Nullable TableMetadata staged;

    StagedOperations(LocalFiles files, TableLayout layout, String prefix, @Nullable TableMetadata base) {
        this.files = files;
        this.layout = layout;
        this.prefix = prefix;
        this.base = base;
    }

    /** Keeps these beside the snapshot that the change makes. */
    void keep(Map<String, byte[]> kept) {
        statistics = kept;
    }

    /** The new state, with its location. */
    TableMetadata staged() {
        if (staged == null) {
            throw SpiError.INTERNAL.because("Nothing was staged for the table at " + layout.location() + ".");
        }
        return staged;
    }

    boolean isStaged() {
        return staged != null;
    }

    @Override
    public TableMetadata current() {
        TableMetadata known = staged == null ? base : staged;
        if (known == null) {
            throw SpiError.INTERNAL.because("The table at " + layout.location() + " has no state yet.");
        }
        return known;
    }

    @Override
    public TableMetadata refresh() {
        return current();
    }

    @Override
    public void commit(@Nullable TableMetadata from, TableMetadata next) {
        if (staged != null || !Objects.equals(location(from), location(base))) {
            throw SpiError.INTERNAL.because("A second change was staged for the table at " + layout.location() + ".");
        }
        String location = metadataFileLocation(TableLayout.shortId() + ".metadata.json");
        TableMetadata whole = withStatistics(next);
        TableMetadataParser.write(whole, files.newOutputFile(location));
        staged = TableMetadata.buildFrom(whole)
                .withMetadataLocation(location)
                .discardChanges()
                .build();
    }

    /** In the same state, so that there is no snapshot whose statistics are still to come. */
    private TableMetadata withStatistics(TableMetadata next) {
        Snapshot made = next.currentSnapshot();
        if (statistics.isEmpty() || made == null) {
            return next;
        }
        return TableMetadata.buildFrom(next)
                .setStatistics(KeptStatistics.write(this, next, made, statistics))
                .build();
    }

    private static @Nullable String location(@Nullable TableMetadata state) {
        return state == null ? null : state.metadataFileLocation();
    }

    @Override
    public FileIO io() {
        return files;
    }

    @Override
    public String metadataFileLocation(String fileName) {
        return layout.metadata() + "/" + prefix + fileName;
    }

    @Override
    public LocationProvider locationProvider() {
        return new DataLocations(layout.data() + "/" + prefix);
    }

    /** Names files beside the data files. */
    private record DataLocations(String start) implements LocationProvider {
        @Override
        public String newDataLocation(String fileName) {
            return start + fileName;
        }

        @Override
        public String newDataLocation(PartitionSpec spec, StructLike partition, String fileName) {
            return start + fileName;
        }
    }
}
