package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.manual.CodeBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConsoleTest {
    private static final Set<String> SHELL = Set.of("sh", "console");

    @TempDir
    private Path directory;

    static List<ManualPage> pages() {
        return ManualPage.all().stream().filter(page -> !steps(page).isEmpty()).toList();
    }

    private static List<Console.Step> steps(ManualPage page) {
        return page.blocks().stream()
                .filter(block ->
                        SHELL.contains(block.language()) && block.mark().isEmpty())
                .flatMap(block -> Console.steps(block).stream())
                .toList();
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("pages")
    void everyCommandOfAPagePrintsWhatThePageShows(ManualPage page) throws IOException {
        CommandLineProgram.install(directory);
        for (CodeBlock block : page.blocks()) {
            if (block.mark().filter(mark -> mark.kind() == CodeBlock.Kind.FILE).isPresent()) {
                Path file = directory.resolve(block.mark().orElseThrow().value());
                Files.createDirectories(file.resolveSibling(""));
                Files.writeString(file, block.text());
            }
        }
        List<Console.Step> steps = steps(page);

        List<Console.Result> results = Console.run(directory, steps);

        assertThat(results).as("results, one for each command").hasSameSizeAs(steps);
        for (int i = 0; i < steps.size(); i++) {
            assertEndsAsShown(page, steps.get(i), results.get(i));
        }
        if (ManualPage.UPDATE) {
            update(page, steps, results);
        }
    }

    /** A command that fails is one that the page shows failing: its words begin with the program's name. */
    private static void assertEndsAsShown(ManualPage page, Console.Step step, Console.Result result) {
        String where = page.at(step.block()) + ": " + step.command() + "\n" + String.join("\n", result.printed());
        boolean refused = result.printed().stream().anyMatch(line -> line.startsWith("shearwater: "));
        assertThat(result.code() == 0 || (step.compared() && refused)).as(where).isTrue();
        if (step.compared() && !ManualPage.UPDATE && !Alike.lines(step.shown(), result.printed())) {
            assertThat(result.printed())
                    .as(where + "\n-Dmanual.update=true rewrites it")
                    .isEqualTo(step.shown());
        }
    }

    private static void update(ManualPage page, List<Console.Step> steps, List<Console.Result> results) {
        Map<CodeBlock, String> changes = new LinkedHashMap<>();
        for (CodeBlock block : page.blocks()) {
            if (block.language().equals("console") && block.mark().isEmpty()) {
                List<Integer> of = IntStream.range(0, steps.size())
                        .filter(i -> steps.get(i).block().equals(block))
                        .boxed()
                        .toList();
                boolean alike = of.stream()
                        .allMatch(i ->
                                Alike.lines(steps.get(i).shown(), results.get(i).printed()));
                if (!alike) {
                    changes.put(
                            block,
                            Console.text(
                                    of.stream().map(steps::get).toList(),
                                    of.stream().map(results::get).toList()));
                }
            }
        }
        if (!changes.isEmpty()) {
            page.replace(changes);
        }
    }

    @Test
    void onlyWhatNoTwoRunsHaveInCommonMayDiffer() {
        String now = Instant.now().toString();
        assertThat(Alike.lines(List.of("at 2020-01-01T00:00:00Z  rows  3"), List.of("at " + now + " rows 3")))
                .isTrue();
        assertThat(Alike.lines(List.of("at " + now), List.of("at 2020-01-01T00:00:00Z")))
                .isFalse();
        assertThat(Alike.lines(List.of("done in 0.31 s"), List.of("done in 1.2 s")))
                .isTrue();
        assertThat(Alike.lines(List.of("age 626 d 23 h 3"), List.of("age 12 min 5 s 3")))
                .isTrue();
        assertThat(Alike.lines(List.of("4 s ago, at 2020-01-01T00:00:00Z."), List.of("1 min 2 s ago, at " + now + ".")))
                .isTrue();
        assertThat(Alike.lines(List.of("rows 3"), List.of("rows 4"))).isFalse();
        assertThat(Alike.lines(List.of("id  seconds", "1  0.5"), List.of("id  seconds", "1  0.25")))
                .isTrue();
        assertThat(Alike.lines(List.of("id  pm25", "1  0.5"), List.of("id  pm25", "1  0.25")))
                .isFalse();
        assertThat(Alike.lines(List.of("a"), List.of("a", "b"))).isFalse();
    }

    @Test
    void aConsoleIsCommandsAndWhatTheyPrint() {
        CodeBlock block =
                CodeBlock.of("```console\n$ echo a \\\n  b\na b\n$ true\n```\n").getFirst();

        List<Console.Step> steps = Console.steps(block);

        assertThat(steps).extracting(Console.Step::command).containsExactly("echo a \\\n  b", "true");
        assertThat(steps).extracting(Console.Step::shown).containsExactly(List.of("a b"), List.of());
        List<Console.Result> results = Console.run(directory, steps);
        assertThat(results).containsExactly(new Console.Result(0, List.of("a b")), new Console.Result(0, List.of()));
        assertThat(Console.text(steps, results)).isEqualTo(block.text());
    }
}
