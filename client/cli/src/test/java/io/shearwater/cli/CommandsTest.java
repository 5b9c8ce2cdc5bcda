package io.shearwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.ModelError;
import io.shearwater.model.ShearwaterException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

class CommandsTest {
    private final Screen screen = Screen.pipe();

    @Test
    void helpNamesTheOptionsAndCommandsAndSucceeds() {
        assertThat(screen.run("--help")).isZero();
        assertThat(screen.out()).contains("Usage: shearwater", "--store=DIR", "--output=FORMAT", "table, json", "test");
        assertThat(screen.err()).isEmpty();
    }

    @Test
    void versionNamesTheProgramAndTheJava() {
        assertThat(screen.run("--version")).isZero();
        assertThat(screen.out()).startsWith("shearwater ").contains("Java 25");
    }

    @Test
    void aMissingCommandIsAUsageError() {
        assertThat(screen.run()).isEqualTo(2);
        assertThat(screen.err()).contains("Missing command", "shearwater --help");
        assertThat(screen.out()).isEmpty();
    }

    @Test
    void aMistypedCommandIsAUsageErrorThatSuggestsTheNearest() {
        assertThat(screen.run("tst")).isEqualTo(2);
        assertThat(screen.err()).contains("Unknown command 'tst'. Did you mean 'test'?");
    }

    @Test
    void aMistypedOptionIsAUsageErrorThatSuggestsTheNearest() {
        assertThat(screen.run("--stor", "x")).isEqualTo(2);
        assertThat(screen.err()).contains("Unknown option '--stor'. Did you mean '--store'?");
    }

    @Test
    void anUnknownFormatNamesTheKnownOnes() {
        assertThat(screen.run("--output", "xml")).isEqualTo(2);
        assertThat(screen.err()).contains("xml", "table", "json");
    }

    @Test
    void aRefusalIsOneLineAndExitCodeOne() {
        assertThat(run(new Refusing())).isEqualTo(1);
        assertThat(screen.err()).isEqualTo("shearwater: No column 'amount'.%n".formatted());
        assertThat(screen.out()).isEmpty();
    }

    @Test
    void aRefusalShowsWhereItHappenedWhenAsked() {
        assertThat(run(new Refusing(), "--stacktrace")).isEqualTo(1);
        assertThat(screen.err()).contains("No column 'amount'.", "at io.shearwater.cli.CommandsTest");
    }

    @Test
    void aMistakeInTheProgramSaysThatItIsOne() {
        assertThat(run(new Broken())).isEqualTo(1);
        assertThat(screen.err())
                .hasLineCount(1)
                .contains("internal error", "IllegalStateException: bug", "--stacktrace");
    }

    @Test
    void commonOptionsMayStandBeforeOrAfterTheCommand() {
        String[][] lines = {{"--store", "s", "--output", "json", "probe"}, {"probe", "--store", "s", "--output", "JSON"}
        };
        for (String[] arguments : lines) {
            GlobalOptions options = new GlobalOptions();
            CommandLine line = Commands.assemble(options, screen.terminal(), List.of(new Probe()));
            assertThat(line.execute(arguments)).isZero();
            assertThat(options.store()).contains(Path.of("s"));
            assertThat(options.output()).isEqualTo(OutputFormat.json);
        }
    }

    @Test
    void helpIsColouredOnlyOnATerminalWithoutNoColor() {
        assertThat(help(Map.of("TERM", "xterm"))).contains("\u001b[");
        assertThat(help(Map.of("TERM", "xterm", "NO_COLOR", "1"))).doesNotContain("\u001b[");
        assertThat(help(Map.of("TERM", "dumb"))).doesNotContain("\u001b[");
        screen.run("--help");
        assertThat(screen.out()).doesNotContain("\u001b[");
    }

    @Test
    void everyCommandAndOptionIsDescribed() {
        describes(Commands.commandLine(screen.terminal()).getCommandSpec());
    }

    @Test
    void aCommandLineThatIsBuiltOnlyAsFarAsItIsNeededSaysTheSame() {
        Set<String> names =
                Commands.commandLine(screen.terminal()).getSubcommands().keySet();
        assertThat(names).hasSizeGreaterThan(20);
        Stream<List<String>> lines = Stream.concat(
                Stream.of(List.of("--help"), List.of(), List.of("grups"), List.of("--output", "read", "groups")),
                names.stream().map(name -> List.of(name, "--help")));
        lines.forEach(line -> {
            String[] arguments = line.toArray(String[]::new);
            saysTheSame(Screen.pipe(), Screen.pipe(), arguments);
            Map<String, String> wide = Map.of("TERM", "xterm", "COLUMNS", "132");
            saysTheSame(Screen.interactive(wide), Screen.interactive(wide), arguments);
        });
    }

    private static void saysTheSame(Screen whole, Screen needed, String... arguments) {
        int code = Commands.commandLine(whole.terminal()).execute(arguments);
        assertThat(needed.run(arguments)).as(List.of(arguments).toString()).isEqualTo(code);
        assertThat(needed.out()).as(List.of(arguments).toString()).isEqualTo(whole.out());
        assertThat(needed.err()).as(List.of(arguments).toString()).isEqualTo(whole.err());
    }

    private static void describes(CommandSpec command) {
        assertThat(command.usageMessage().description())
                .as(command.qualifiedName())
                .isNotEmpty();
        assertThat(command.options())
                .allSatisfy(option -> assertThat(option.description())
                        .as(command.qualifiedName() + " " + option.longestName())
                        .isNotEmpty());
        command.subcommands().values().forEach(subcommand -> describes(subcommand.getCommandSpec()));
    }

    private static String help(Map<String, String> environment) {
        Screen terminal = Screen.interactive(environment);
        terminal.run("--help");
        return terminal.out();
    }

    private int run(Object command, String... options) {
        CommandLine line = Commands.assemble(new GlobalOptions(), screen.terminal(), List.of(command));
        return line.execute(
                Stream.concat(Stream.of("probe"), Stream.of(options)).toArray(String[]::new));
    }

    @Command(name = "probe", description = "Succeeds.")
    static final class Probe implements Callable<Integer> {
        @Override
        public Integer call() {
            return 0;
        }
    }

    @Command(name = "probe", description = "Is refused.")
    static final class Refusing implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new ShearwaterException(ModelError.UNKNOWN_COLUMN, "No column 'amount'.");
        }
    }

    @Command(name = "probe", description = "Is wrong.")
    static final class Broken implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new IllegalStateException("bug");
        }
    }
}
