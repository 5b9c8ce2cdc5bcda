package io.shearwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual's page of commands is made of the commands themselves. */
class CliReferenceTest {
    private static final Path PAGE = Path.of("../../docs/manual/cli.md");

    private static final String BEGINNING = """
            # The command line
            Every command and option, as `--help` has them. In a checkout the command is `./shearwater`; it builds what is missing.
            Options of all commands may stand before or after a command's name. Results go to the standard output stream, all else to
            the standard error stream. Exit codes: 0 done, 1 the command failed and says why, 2 wrong usage, 130 interrupted.

            """;

    @Test
    void thePageOfTheManualIsAsTheCommandsAre() throws IOException {
        CommandLine line = Commands.commandLine(Screen.pipe().terminal());
        StringBuilder page = new StringBuilder(BEGINNING);
        page.append("## Options of all commands\n");
        page.append(options(line.getCommandSpec().options()));
        // A command may be there under several names.
        new LinkedHashSet<>(line.getSubcommands().values()).forEach(command -> append(command, page));
        if (Boolean.getBoolean("manual.update")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/manual/cli.md; -Dmanual.update=true rewrites it")
                .isEqualTo(page.toString());
    }

    private static void append(CommandLine line, StringBuilder page) {
        CommandSpec command = line.getCommandSpec();
        page.append("\n## ").append(command.qualifiedName(" ")).append('\n');
        page.append(String.join("\n", command.usageMessage().description())).append("\n\n");
        page.append("<!-- not run: how it is called -->\n```text\n");
        page.append(synopsis(command)).append("\n```\n");
        List<PositionalParamSpec> parameters = command.positionalParameters();
        List<OptionSpec> own = command.options().stream()
                .filter(option -> !option.inherited() && !option.usageHelp() && !option.versionHelp())
                .toList();
        if (!parameters.isEmpty()) {
            page.append("\n| argument | means |\n|---|---|\n");
            parameters.forEach(parameter -> page.append(row(parameter.paramLabel(), parameter)));
        }
        if (!own.isEmpty()) {
            page.append('\n').append(options(own));
        }
        new LinkedHashSet<>(line.getSubcommands().values()).forEach(subcommand -> append(subcommand, page));
    }

    private static String synopsis(CommandSpec command) {
        List<String> words = new ArrayList<>(List.of(command.qualifiedName(" ")));
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            String many = parameter.arity().max() > 1
                            || parameter.index().max() > parameter.index().min()
                    ? "…"
                    : "";
            words.add(parameter.required() ? parameter.paramLabel() + many : "[" + parameter.paramLabel() + many + "]");
        }
        command.options().stream()
                .filter(OptionSpec::required)
                .map(option -> option.longestName() + " " + option.paramLabel())
                .forEach(words::add);
        if (command.options().stream().anyMatch(option -> !option.required())) {
            words.add("[options]");
        }
        if (!command.subcommands().isEmpty()) {
            words.add(command.usageMessage().synopsisSubcommandLabel());
        }
        return String.join(" ", words);
    }

    private static String options(List<OptionSpec> options) {
        return options.stream()
                .map(option -> row(
                        String.join(", ", option.names())
                                + (option.arity().max() == 0 ? "" : " " + option.paramLabel()),
                        option))
                .collect(Collectors.joining("", "| option | means |\n|---|---|\n", ""));
    }

    private static String row(String called, ArgSpec argument) {
        String description = Ansi.OFF.string(String.join(" ", argument.description()));
        return "| `" + called + "` | " + description.replace("|", "\\|").replace("<", "\\<") + " |\n";
    }
}
