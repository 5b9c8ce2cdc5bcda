package io.shearwater.cli;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The few texts of a column whose other values are all numbers: mostly what its writer put where nothing was measured. */
final class OddTexts {
    private static final Pattern NUMBER = Pattern.compile("\\s*[+-]?(0|[1-9]\\d{0,14}|(0|[1-9]\\d{0,14})?\\.\\d+)\\s*");
    private static final Pattern DECIMAL_COMMA = Pattern.compile("\\s*[+-]?\\d{1,3}([. ']?\\d{3})*,\\d+\\s*");
    private static final int MOST = 3;

    private final Set<String> odd = new LinkedHashSet<>();
    private long numbers;
    private long commas;

    /** Takes the next value. */
    void add(String text) {
        if (odd.size() > MOST) {
            return;
        }
        if (NUMBER.matcher(text).matches()) {
            numbers++;
        } else if (DECIMAL_COMMA.matcher(text).matches()) {
            commas++;
        } else {
            odd.add(text);
        }
    }

    /** What to do so that the column is one of numbers, if that is what it looks like. */
    Optional<String> hint(String column) {
        if (commas > 0 && odd.isEmpty()) {
            return Optional.of("'" + column + "' is text: its numbers have a decimal comma. Write them with a point.");
        }
        return numbers == 0 || odd.isEmpty() || odd.size() > MOST || commas > 0
                ? Optional.empty()
                : Optional.of("'" + column + "' is text because of "
                        + odd.stream().map(text -> "'" + text + "'").collect(Collectors.joining(", "))
                        + " among its numbers. If that means null: "
                        + odd.stream().map(text -> "--null " + shell(text)).collect(Collectors.joining(" ")));
    }

    private static String shell(String text) {
        return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
