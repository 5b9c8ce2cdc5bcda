package io.shearwater.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/** The one place where the command line is put together: every subcommand is added here and nowhere else. */
final class Commands {
    private Commands() {}

    /**
     * Builds the whole command line, writing to {@code terminal} only.
     *
     * <p>A new subcommand takes what it needs through its constructor: {@link GlobalOptions} for the store and the form
     * of the output, {@link Terminal} to write to, {@link ProgressBars} to show how far it is.
     */
    static CommandLine commandLine(Terminal terminal) {
        GlobalOptions options = new GlobalOptions();
        return assemble(
                options,
                terminal,
                List.of(
                        new QuickstartCommand(options, terminal),
                        new ExampleCommand(options, terminal),
                        new ImportCommand(options, terminal),
                        new GroupsCommand(options, terminal),
                        new DescribeCommand(options, terminal),
                        new CommitsCommand(options, terminal),
                        new ReadCommand(options, terminal),
                        new SqlCommand(options, terminal),
                        new DiffCommand(options, terminal),
                        new TrainingDataCommand(options, terminal),
                        new ExplainCommand(options, terminal),
                        new VectorCommand(options, terminal),
                        new WhyCommand(options, terminal),
                        new RunCommand(options, terminal),
                        new ShellCommand(options, terminal),
                        new CompactCommand(options, terminal),
                        new DeleteCommand(options, terminal),
                        new DoctorCommand(options, terminal),
                        FilesCommand.of(options, terminal),
                        new ViewsCommand(options, terminal),
                        new ViewCommand(options, terminal),
                        new PlanCommand(options, terminal),
                        new ApplyCommand(options, terminal, Question.ofProcess()),
                        new PullCommand(options, terminal),
                        new CompletionCommand(terminal),
                        new ManualCommand(),
                        new TestCommand()));
    }

    static CommandLine assemble(GlobalOptions options, Terminal terminal, List<?> subcommands) {
        CommandLine line = new CommandLine(new ShearwaterCommand(options));
        subcommands.forEach(line::addSubcommand);
        // What follows a program's file is for the program.
        Optional.ofNullable(line.getSubcommands().get("run")).ifPresent(run -> run.setStopAtPositional(true));
        return line.setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(terminal.width())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new RunErrors(options))
                .setParameterExceptionHandler(new UsageErrors());
    }
}
