package io.shearwater.definitions;

import io.shearwater.model.ShearwaterException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** What is wrong in the files of a folder, in the order of files and lines. Collected, so that all is said at once. */
final class Problems {
    private static final int SHOWN = 50;

    private final Path folder;
    private final TreeSet<Problem> problems = new TreeSet<>(Comparator.comparing(Problem::file)
            .thenComparingInt(Problem::line)
            .thenComparingInt(Problem::column)
            .thenComparing(Problem::text));

    /** None yet, in files of this folder. */
    Problems(Path folder) {
        this.folder = folder;
    }

    private record Problem(String file, int line, int column, String text) {
        @Override
        public String toString() {
            return file + (line == 0 ? "" : ":" + line + ":" + column) + ": " + text;
        }
    }

    void add(String file, int line, int column, String text) {
        problems.add(new Problem(file, line, column, text));
    }

    void clear() {
        problems.clear();
    }

    int count() {
        return problems.size();
    }

    /**
     * Ends here if there are any.
     *
     * @throws ShearwaterException BAD_DEFINITIONS naming each with file, line and column
     */
    void raise() {
        if (problems.isEmpty()) {
            return;
        }
        List<String> lines =
                problems.stream().limit(SHOWN).map(problem -> "\n  " + problem).toList();
        int left = problems.size() - lines.size();
        throw DefinitionError.BAD_DEFINITIONS.because(
                (problems.size() == 1 ? "1 problem" : problems.size() + " problems") + " in the definitions of '"
                        + folder + "':" + String.join("", lines) + (left == 0 ? "" : "\n  … and " + left + " more"));
    }
}
