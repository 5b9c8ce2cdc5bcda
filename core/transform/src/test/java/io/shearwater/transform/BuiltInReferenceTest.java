package io.shearwater.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The manual's page of built-in transformations is made of the functions themselves. */
class BuiltInReferenceTest {
    private static final Path PAGE = Path.of("../../docs/manual/built-in-transformations.md");
    private static final Path FACTORIES = Path.of("src/main/java/io/shearwater/transform/BuiltIns.java");
    private static final Pattern FACTORY =
            Pattern.compile("public static TransformationCall (\\w+)\\(([^)]*)\\) \\{(.*?)\\n    \\}", Pattern.DOTALL);
    private static final Pattern CALLED = Pattern.compile("call\\(\\s*\"(\\w+)\"");

    private static final String BEGINNING = """
            # Built-in transformations
            Every function that comes along, its parameters and its rules. In Java a call is made by the class `BuiltIns`; its result stands
            in the place of the column it reads, unless `as("name")` names it otherwise, and `each(BuiltIns::standardScaler, "a", "b")` calls
            a function on several columns. As data, a call has the function's name and its parameters.

            What holds for all of them, unless a function says otherwise:

            - **Fitted** functions learn from the training part of a training dataset alone, whatever its order, and keep what they learnt
              in that version. Nulls, NaN and infinities teach nothing. A column without a value to learn from is refused.
            - **Null** stays null, **NaN** stays NaN. A number for which a function is not defined gives null, never NaN. -0.0 is 0.0.
            - **Numbers** become doubles; dates and timestamps count as days and microseconds since 1970. **Encoders** and bins give whole
              numbers that are categories again: they cannot be scaled, and a number cannot be encoded. A number that is a code is declared
              nominal in its feature group.
            - **A batch and its rows one by one** give the same bits, on every processor: logarithms, powers, sines and cosines are those of
              `StrictMath`.
            - **Sums** are exact, so that the order of rows cannot be seen in a mean or a deviation. **Quantiles** are exact, interpolated
              between neighbours, up to 1,048,576 values (131,072 of `box_cox` and `yeo_johnson`); beyond, each is known to 1/256 of itself.

            """;

    @Test
    void thePageOfTheManualIsAsTheFunctionsAre() throws IOException {
        Map<String, List<String>> factories = factories();
        StringBuilder page = new StringBuilder(BEGINNING);
        page.append("| function | does |\n|---|---|\n");
        for (BuiltInFunction function : BuiltInFunctions.all()) {
            page.append("| [`%s`](#%s) | %s |%n"
                    .formatted(
                            function.name(),
                            function.name(),
                            cell(function.about().does())));
        }
        for (BuiltInFunction function : BuiltInFunctions.all()) {
            append(function, factories.getOrDefault(function.name(), List.of()), page);
        }
        if (Boolean.getBoolean("manual.update")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/manual/built-in-transformations.md; -Dmanual.update=true rewrites it")
                .isEqualTo(page.toString());
    }

    @Test
    void everyFunctionCanBeCalledFromJava() throws IOException {
        assertThat(factories().keySet())
                .containsExactlyInAnyOrderElementsOf(BuiltInFunctions.all().stream()
                        .map(BuiltInFunction::name)
                        .toList());
    }

    /** The calls in Java of each function, by its name. */
    private static Map<String, List<String>> factories() throws IOException {
        Map<String, List<String>> factories = new LinkedHashMap<>();
        Matcher factory = FACTORY.matcher(Files.readString(FACTORIES));
        while (factory.find()) {
            Matcher called = CALLED.matcher(factory.group(3));
            if (called.find()) {
                String parameters = factory.group(2)
                        .replaceAll("[\\w<>?]+(\\.\\.\\.)? (\\w+)", "$2$1")
                        .replaceAll("\\s+", " ");
                factories
                        .computeIfAbsent(called.group(1), name -> new ArrayList<>())
                        .add("`" + factory.group(1) + "(" + parameters.strip() + ")`");
            }
        }
        return factories;
    }

    private static void append(BuiltInFunction function, List<String> factories, StringBuilder page) {
        BuiltInFunction.About about = function.about();
        page.append("%n## %s%n%s.%n%n| | |%n|---|---|%n".formatted(function.name(), capital(about.does())));
        row(page, "in Java", String.join(", ", factories));
        row(page, "reads", cell(about.appliesTo()));
        row(page, "learns", about.learns().isEmpty() ? "nothing" : cell(about.learns()));
        row(page, "rules", cell(about.rules()));
        if (!function.parameters().isEmpty()) {
            page.append("\n| parameter | is | unless given | means |\n|---|---|---|---|\n");
            for (Parameter parameter : function.parameters()) {
                page.append("| `%s` | %s | %s | %s |%n"
                        .formatted(parameter.name(), kind(parameter), standard(parameter), cell(parameter.meaning())));
            }
        }
    }

    private static void row(StringBuilder page, String name, String text) {
        page.append("| %s | %s |%n".formatted(name, text));
    }

    private static String kind(Parameter parameter) {
        return parameter.choices().isEmpty()
                ? parameter.kind().words()
                : parameter.choices().stream().map(choice -> "`" + choice + "`").collect(Collectors.joining(", "));
    }

    private static String standard(Parameter parameter) {
        return parameter.isRequired()
                ? "required"
                : parameter.standard().map(value -> "`" + value + "`").orElse("");
    }

    private static String capital(String text) {
        // What begins with a formula keeps its letter.
        boolean formula = text.length() > 1 && !Character.isLetter(text.charAt(1));
        return formula ? cell(text) : cell(Character.toUpperCase(text.charAt(0)) + text.substring(1));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "\\<").replace("*", "\\*");
    }
}
