package io.shearwater.duckdb;

import io.shearwater.model.FileSource;
import io.shearwater.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a plan touches outside the directories that the engine is confined to.
 *
 * @param files to read
 * @param directories to write to
 */
record Outside(Set<Path> files, Set<Path> directories) {
    /** Nothing. */
    static final Outside NOTHING = new Outside(Set.of(), Set.of());

    Outside {
        files = Set.copyOf(files);
        directories = Set.copyOf(directories);
    }

    static Outside of(Plan plan, DuckDbOptions options) {
        Set<Path> files = new LinkedHashSet<>();
        collect(plan, files);
        return new Outside(outside(files, options), Set.of());
    }

    static Outside of(FileSource source, DuckDbOptions options) {
        return new Outside(outside(absolute(source.paths()), options), Set.of());
    }

    /** This and a directory to write to. */
    Outside and(Path directory, DuckDbOptions options) {
        return new Outside(files, outside(absolute(List.of(directory)), options));
    }

    boolean isNothing() {
        return files.isEmpty() && directories.isEmpty();
    }

    private static Set<Path> outside(Set<Path> paths, DuckDbOptions options) {
        Set<Path> outside = new LinkedHashSet<>(paths);
        outside.removeIf(path -> options.directories().stream().anyMatch(path::startsWith));
        return outside;
    }

    private static Set<Path> absolute(Collection<Path> paths) {
        Set<Path> absolute = new LinkedHashSet<>();
        for (Path path : paths) {
            absolute.add(path.toAbsolutePath().normalize());
            // A name inside the allowed directories may be a symbolic link that leads out of them.
            real(path).ifPresent(absolute::add);
        }
        return absolute;
    }

    /** The path without symbolic links, of a file that is there. */
    private static Optional<Path> real(Path path) {
        try {
            return Optional.of(path.toRealPath());
        } catch (IOException isNotThere) {
            return Optional.empty();
        }
    }

    private static void collect(Plan plan, Set<Path> into) {
        if (plan instanceof Plan.Files files) {
            into.addAll(absolute(files.source().paths()));
        }
        plan.inputs().forEach(input -> collect(input, into));
    }
}
