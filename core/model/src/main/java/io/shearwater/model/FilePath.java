package io.shearwater.model;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where a file of a project lies: a well-known directory, then names, divided by {@code /}. There is no way up and none out: a
 * name is neither {@code .} nor {@code ..}, does not begin with a dot, and holds no slash, backslash, colon or control
 * character.
 */
public record FilePath(List<String> names) {
    /** What each of a project's directories is for; there are no others. */
    public static final List<String> DIRECTORIES = List.of(
            "Training_Datasets",
            "DataValidation",
            "Models",
            "Experiments",
            "Statistics",
            "Logs",
            "Resources",
            "Jupyter");

    private static final int LONGEST_NAME = 200;
    private static final int MOST_NAMES = 16;

    public FilePath {
        names = List.copyOf(names);
        if (names.isEmpty() || !DIRECTORIES.contains(names.getFirst())) {
            String first = names.isEmpty() ? "" : names.getFirst();
            throw ModelError.BAD_NAME.because(
                    "'" + String.join("/", names) + "' is in no directory of a project; these are " + DIRECTORIES + "."
                            + Names.didYouMean(first, DIRECTORIES) + " For example: Resources/" + last(names));
        }
        if (names.size() > MOST_NAMES) {
            throw ModelError.BAD_NAME.because("'" + String.join("/", names) + "' is deeper than " + MOST_NAMES
                    + " names. Use fewer directories.");
        }
        String path = String.join("/", names);
        names.forEach(name -> check(name, path));
    }

    private static String last(List<String> names) {
        return names.isEmpty() || names.getLast().isEmpty() ? "notes.txt" : names.getLast();
    }

    private static void check(String name, String path) {
        boolean odd = name.startsWith(".")
                || name.endsWith(" ")
                || name.chars().anyMatch(c -> c == '/' || c == '\\' || c == ':' || Character.isISOControl(c));
        if (name.isBlank() || odd || name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw ModelError.BAD_NAME.because("'" + printable(path) + "' has the name '" + printable(name)
                    + "', which is not allowed: a name has 1 to " + LONGEST_NAME
                    + " bytes, begins with no dot, ends with no blank, and holds no /, \\, : or control character.");
        }
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /**
     * The path of a text such as {@code Models/fraud/3/model.json}.
     *
     * @throws ShearwaterException BAD_NAME naming what is not allowed
     */
    public static FilePath of(String text) {
        return new FilePath(List.of(text.split("/", -1)));
    }

    /** Whether this is the other or lies in it. */
    public boolean isIn(FilePath directory) {
        return names.size() >= directory.names.size()
                && names.subList(0, directory.names.size()).equals(directory.names);
    }

    @Override
    public String toString() {
        return String.join("/", names);
    }
}
