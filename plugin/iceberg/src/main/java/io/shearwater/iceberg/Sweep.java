package io.shearwater.iceberg;

import io.shearwater.spi.SpiError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;

/** Deletes files of tables; those it finds by itself only within the store's directory. */
final class Sweep {
    private final Path directory;
    private final LocalFiles files;

    Sweep(Path directory) {
        this.directory = directory;
        this.files = new LocalFiles(directory);
    }

    void delete(List<String> locations) {
        locations.forEach(files::deleteFile);
    }

    /** Deletes what a commit wrote that never became visible, and metadata of changes that no state remembers. */
    void discard(TableMetadata state, long commit) {
        for (Snapshot snapshot : state.snapshots()) {
            if (Long.toString(commit).equals(snapshot.summary().get(RowChange.COMMIT_ID))) {
                throw SpiError.INTERNAL.because(
                        "The commit " + commit + " is part of the table at " + state.location() + "; its files stay.");
            }
        }
        TableLayout layout = new TableLayout(state.location());
        String prefix = TableLayout.commitPrefix(commit);
        Set<Path> remembered = new HashSet<>();
        remembered.add(files.path(state.metadataFileLocation()));
        state.previousFiles().forEach(entry -> remembered.add(files.path(entry.file())));
        deleteIn(layout.data(), path -> name(path).startsWith(prefix));
        deleteIn(layout.metadata(), path -> name(path).startsWith(prefix));
        deleteIn(layout.metadata(), path -> name(path).endsWith(".metadata.json") && !remembered.contains(path));
    }

    /** The files in a table's directories that are not among these. */
    List<String> others(TableMetadata state, Set<Path> needed) {
        TableLayout layout = new TableLayout(state.location());
        return Stream.of(layout.data(), layout.metadata())
                .flatMap(location -> list(location).stream())
                .filter(path -> !needed.contains(path))
                .map(Path::toString)
                .toList();
    }

    void drop(TableMetadata state) {
        Path home = files.path(state.location());
        if (!Files.exists(home)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(home)) {
            paths.sorted(Comparator.reverseOrder()).forEach(this::delete);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void deleteIn(String location, Predicate<Path> chosen) {
        list(location).stream().filter(chosen).forEach(this::delete);
    }

    private List<Path> list(String location) {
        Path path = files.path(location);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(path)) {
            return paths.toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void delete(Path path) {
        Path plain = path.toAbsolutePath().normalize();
        if (!plain.startsWith(directory) || plain.equals(directory)) {
            throw SpiError.INTERNAL.because(
                    "The file " + plain + " does not lie in " + directory + " and is not deleted.");
        }
        try {
            Files.deleteIfExists(plain);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }
}
