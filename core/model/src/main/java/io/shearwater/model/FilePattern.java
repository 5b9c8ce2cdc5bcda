package io.shearwater.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Names of files with {@code *}, {@code ?}, {@code **}, {@code [ ]} and {@code { }} in them. */
final class FilePattern {
    private static final String SPECIAL = ".*[*?\\[{].*";
    private static final int DEEPEST = 32;

    private FilePattern() {}

    /**
     * The files that match, sorted by path; names that begin with a point only where the pattern's name does. A file whose name
     * is the pattern itself is that file.
     *
     * @throws ShearwaterException BAD_DEFINITION when there is none
     */
    static List<Path> files(String pattern) {
        Path whole = Path.of(pattern);
        if (!pattern.matches(SPECIAL) || Files.exists(whole)) {
            return List.of(whole);
        }
        Path base = whole.isAbsolute() ? whole.getRoot() : Path.of("");
        int fixed = 0;
        while (!whole.getName(fixed).toString().matches(SPECIAL)) {
            base = base.resolve(whole.getName(fixed++));
        }
        Path rest = whole.subpath(fixed, whole.getNameCount());
        List<Path> found = search(pattern, base, rest);
        if (found.isEmpty()) {
            throw ModelError.BAD_DEFINITION.because("No file matches '" + pattern + "'"
                    + (Files.isDirectory(base.toAbsolutePath()) ? "" : ": there is no directory '" + base + "'")
                    + ". Check the pattern; * stands for what is within a name, ** for any directories.");
        }
        return found;
    }

    private static List<Path> search(String pattern, Path base, Path rest) {
        if (!Files.isDirectory(base.toAbsolutePath())) {
            return List.of();
        }
        int depth = rest.toString().contains("**") ? DEEPEST : rest.getNameCount();
        boolean hidden = rest.getFileName().toString().startsWith(".");
        try (Stream<Path> all = Files.walk(base, depth, FileVisitOption.FOLLOW_LINKS)) {
            PathMatcher matcher = base.getFileSystem().getPathMatcher("glob:" + rest);
            return all.filter(path -> !path.equals(base))
                    .filter(path -> matcher.matches(relative(base, path)))
                    .filter(path -> hidden || !path.getFileName().toString().startsWith("."))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (PatternSyntaxException wrong) {
            throw ModelError.BAD_DEFINITION.because(
                    "The pattern '" + pattern + "' is none: " + wrong.getDescription() + ".");
        } catch (IOException | UncheckedIOException unreadable) {
            throw ModelError.BAD_DEFINITION.because("The directories that '" + pattern + "' names cannot be listed: "
                    + unreadable.getMessage() + ". Check who may read them.");
        }
    }

    private static Path relative(Path base, Path path) {
        return base.toString().isEmpty() ? path : base.relativize(path);
    }
}
