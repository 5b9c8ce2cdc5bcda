package io.shearwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tables of the manual say what the code takes and gives. */
class AggregateManualTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "manual", "aggregates.md");
    private static final Pattern FUNCTION = Pattern.compile("\\| `([a-z_]+\\(.*?\\))` \\| ([^|`]+?) \\| [^|]* \\|");
    private static final Pattern WINDOW = Pattern.compile("\\| `[a-z]+\\(.*?` \\| `([a-z]+[^`]*)` \\| .* \\|");
    private static final Schema EVENTS = Schema.of(new Field("x", DataType.DOUBLE), new Field("y", DataType.STRING));

    private static List<Matcher> rows(Pattern pattern) throws IOException {
        List<Matcher> rows = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = pattern.matcher(line);
            if (row.matches()) {
                rows.add(row);
            }
        }
        return rows;
    }

    @Test
    void eachFunctionIsThereWithWhatItGives() throws IOException {
        Set<String> names = new LinkedHashSet<>();
        for (Matcher row : rows(FUNCTION)) {
            AggregateFunction function = AggregateFunction.parse(row.group(1));
            assertThat(function.resultType(EVENTS).toString()).as(row.group(1)).isEqualTo(row.group(2));
            names.add(row.group(1).replaceAll("\\(.*", ""));
        }
        assertThat(catchThrowable(() -> AggregateFunction.parse("none(x)"))).hasMessageContaining(names.toString());
    }

    @Test
    void eachKindOfWindowIsThere() throws IOException {
        Set<String> kinds = new LinkedHashSet<>();
        for (Matcher row : rows(WINDOW)) {
            assertThat(AggregationWindow.parse(row.group(1)).toString()).isEqualTo(row.group(1));
            kinds.add(row.group(1).replaceAll(" .*", ""));
        }
        String known = String.valueOf(
                catchThrowable(() -> AggregationWindow.parse("none 1h")).getMessage());
        assertThat(kinds)
                .containsExactlyInAnyOrder(
                        known.replaceAll("(?s).*\\[(.*)].*", "$1").split(", "));
    }
}
