package io.shearwater.cli;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The one place where the command line is put together: every subcommand is added here and nowhere else. */
final class Commands {
    private Commands() {}

    /**
     * Builds the whole command line, writing to {@code terminal} only and asking at the terminal of this process.
     *
     * <p>A new subcommand takes what it needs through its constructor: {@link GlobalOptions} for the store and the form
     * of the output, {@link Terminal} to write to, {@link ProgressBars} to show how far it is.
     */
    static CommandLine commandLine(Terminal terminal) {
        return commandLine(terminal, Question.ofProcess());
    }

    /** As {@link #commandLine(Terminal)}, asking someone else. */
    static CommandLine commandLine(Terminal terminal, Question question) {
        GlobalOptions options = new GlobalOptions();
        return assemble(
                options,
                terminal,
                all(options, terminal, question).stream().map(Known::command).toList());
    }

    /**
     * The command line as far as these arguments need it: the command that they call, and of the others the name and the
     * description. To build a command costs milliseconds, and there are many.
     */
    static CommandLine commandLine(Terminal terminal, List<String> arguments) {
        GlobalOptions options = new GlobalOptions();
        Set<String> words = new HashSet<>(arguments);
        List<Known> all = all(options, terminal, Question.ofProcess());
        // Only what is not among the arguments can't be what they call. A file of arguments may call anything.
        boolean whole = words.contains("completion") || words.stream().anyMatch(word -> word.startsWith("@"));
        return assemble(
                options,
                terminal,
                all.stream()
                        .map(known -> whole || words.contains(known.name()) ? known.command() : known.mention())
                        .toList());
    }

    private static List<Known> all(GlobalOptions options, Terminal terminal, Question question) {
        return List.of(
                new Known(QuickstartCommand.class, () -> new QuickstartCommand(options, terminal)),
                new Known(ExampleCommand.class, () -> new ExampleCommand(options, terminal)),
                new Known(ImportCommand.class, () -> new ImportCommand(options, terminal)),
                new Known(GroupsCommand.class, () -> new GroupsCommand(options, terminal)),
                new Known(DescribeCommand.class, () -> new DescribeCommand(options, terminal)),
                new Known(CommitsCommand.class, () -> new CommitsCommand(options, terminal)),
                new Known(ReadCommand.class, () -> new ReadCommand(options, terminal)),
                new Known(SqlCommand.class, () -> new SqlCommand(options, terminal)),
                new Known(DiffCommand.class, () -> new DiffCommand(options, terminal)),
                new Known(TrainingDataCommand.class, () -> new TrainingDataCommand(options, terminal)),
                new Known(ReportCommand.class, () -> new ReportCommand(options, terminal)),
                new Known(TrainCommand.class, () -> new TrainCommand(options, terminal)),
                new Known(RunsCommand.class, () -> new RunsCommand(options, terminal)),
                new Known(ModelsCommand.class, () -> ModelsCommand.of(options, terminal)),
                new Known(DeployCommand.class, () -> new DeployCommand(options, terminal)),
                new Known(DeploymentsCommand.class, () -> DeploymentsCommand.of(options, terminal)),
                new Known(PredictCommand.class, () -> new PredictCommand(options, terminal)),
                new Known(ExplainCommand.class, () -> new ExplainCommand(options, terminal)),
                new Known(VectorCommand.class, () -> new VectorCommand(options, terminal)),
                new Known(WhyCommand.class, () -> new WhyCommand(options, terminal)),
                new Known(VerifyCommand.class, () -> new VerifyCommand(options, terminal)),
                new Known(ServeCommand.class, () -> new ServeCommand(options, terminal)),
                new Known(RunCommand.class, () -> new RunCommand(options, terminal)),
                new Known(ShellCommand.class, () -> new ShellCommand(options, terminal)),
                new Known(CompactCommand.class, () -> new CompactCommand(options, terminal)),
                new Known(DeleteCommand.class, () -> DeleteCommand.of(options, terminal, question)),
                new Known(DoctorCommand.class, () -> new DoctorCommand(options, terminal)),
                new Known(FilesCommand.class, () -> FilesCommand.of(options, terminal, question)),
                new Known(ViewsCommand.class, () -> new ViewsCommand(options, terminal)),
                new Known(TransformationsCommand.class, () -> new TransformationsCommand(options, terminal)),
                new Known(ViewCommand.class, () -> new ViewCommand(options, terminal)),
                new Known(PlanCommand.class, () -> new PlanCommand(options, terminal)),
                new Known(ApplyCommand.class, () -> new ApplyCommand(options, terminal, question)),
                new Known(PullCommand.class, () -> new PullCommand(options, terminal)),
                new Known(CompletionCommand.class, () -> new CompletionCommand(terminal)),
                new Known(ManualCommand.class, ManualCommand::new),
                new Known(TestCommand.class, TestCommand::new));
    }

    /** A command that there is, and how it is built. */
    private record Known(Class<?> annotated, Supplier<Object> builder) {
        private Command annotation() {
            return annotated.getAnnotation(Command.class);
        }

        String name() {
            return annotation().name();
        }

        Object command() {
            return builder.get();
        }

        /** What the list of commands says of it. */
        CommandSpec mention() {
            CommandSpec mention = CommandSpec.create().name(name());
            mention.usageMessage().description(annotation().description());
            return mention;
        }
    }

    /** A command whose {@code --version} is an option of its own does not inherit {@code --help} either. */
    private static void helpEverywhere(CommandLine line) {
        CommandSpec command = line.getCommandSpec();
        if (!command.optionsMap().containsKey("--help")) {
            command.addOption(OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Show this help message and exit.")
                    .build());
        }
        line.getSubcommands().values().forEach(Commands::helpEverywhere);
    }

    static CommandLine assemble(GlobalOptions options, Terminal terminal, List<?> subcommands) {
        CommandLine line = new CommandLine(new ShearwaterCommand(options));
        subcommands.forEach(line::addSubcommand);
        helpEverywhere(line);
        // What follows a program's file is for the program.
        Optional.ofNullable(line.getSubcommands().get("run")).ifPresent(run -> run.setStopAtPositional(true));
        return line.setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(terminal.width())
                .registerConverter(ModelName.class, new ModelName.Converter())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new RunErrors(options, terminal))
                .setParameterExceptionHandler(new UsageErrors(terminal));
    }
}
