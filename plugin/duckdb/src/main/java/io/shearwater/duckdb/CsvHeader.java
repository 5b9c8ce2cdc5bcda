package io.shearwater.duckdb;

import io.shearwater.spi.SpiError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The first line of a CSV file: it says the columns and, since names rarely hold one, the delimiter. What follows is read
 * exactly so, and not as a guess over the rows would have it.
 *
 * @param delimiter comma, semicolon, tab or bar
 * @param names in order; a column without a name has an empty one
 * @param padded whether a blank follows each delimiter, as in {@code a, b, c}; then blanks around fields are none of them
 */
record CsvHeader(char delimiter, List<String> names, boolean padded) {
    private static final String DELIMITERS = ",;\t|";

    /**
     * Reads a header.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_FILE for a name that is there twice or goes over a line's end
     */
    static CsvHeader parse(Path file, String line) {
        if (line.matches("(?i)sep=.")) {
            throw SpiError.BAD_FILE.because("The first line of the file " + file + " is '" + line
                    + "', which only one program understands. Delete it, so that the first line names the columns.");
        }
        if (line.chars().filter(c -> c == '"').count() % 2 != 0) {
            throw SpiError.BAD_FILE.because("The file " + file + " opens a quote in its first line, " + line
                    + ", that does not end there. Write the name of each column on that one line.");
        }
        char delimiter = delimiter(file, line);
        List<String> fields = split(line, delimiter);
        List<String> names = fields.stream().map(String::strip).toList();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!name.isEmpty() && !seen.add(name)) {
                throw SpiError.BAD_FILE.because("The file " + file + " has the column '" + name
                        + "' twice in its first line. Rename one of them.");
            }
        }
        boolean padded = fields.size() > 1 && fields.stream().skip(1).allMatch(name -> name.startsWith(" "));
        return new CsvHeader(delimiter, names, padded);
    }

    private static char delimiter(Path file, String line) {
        if (file.getFileName().toString().toLowerCase(Locale.ROOT).matches(".*\\.tsv(\\.gz|\\.zst)?")) {
            return '\t';
        }
        char best = ',';
        for (int i = 0; i < DELIMITERS.length(); i++) {
            char candidate = DELIMITERS.charAt(i);
            if (split(line, candidate).size() > split(line, best).size()) {
                best = candidate;
            }
        }
        return best;
    }

    /** The fields of a line; a quoted field may hold the delimiter, and quotes in pairs. */
    private static List<String> split(String line, char delimiter) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == delimiter && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return List.copyOf(fields);
    }
}
