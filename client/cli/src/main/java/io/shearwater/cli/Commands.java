package io.shearwater.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

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
     * The command line as far as these arguments need it: with the commands that they may call, and a help that lists the
     * others too. To build a command costs milliseconds, and there are many.
     */
    static CommandLine commandLine(Terminal terminal, List<String> arguments) {
        // A file of arguments may call anything.
        if (arguments.contains("completion") || arguments.stream().anyMatch(word -> word.startsWith("@"))) {
            return commandLine(terminal);
        }
        GlobalOptions options = new GlobalOptions();
        Set<String> words = new HashSet<>(arguments);
        List<Known> all = all(options, terminal, Question.ofProcess());
        List<Object> called = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Known known : all) {
            names.add(known.name());
            if (words.contains(known.name())) {
                called.add(known.command());
            }
        }
        CommandLine line = assemble(options, terminal, called);
        line.setParameterExceptionHandler(new UsageErrors(terminal, names));
        return line.setHelpFactory(new ListHelp.Factory(() -> mentions(all)));
    }

    private static void standardOptions(CommandLine line) {
        ShearwaterCommand.addStandardOptions(line.getCommandSpec());
        line.getSubcommands().values().forEach(Commands::standardOptions);
    }

    private static Map<String, String> mentions(List<Known> all) {
        Map<String, String> mentions = new LinkedHashMap<>();
        all.forEach(known -> mentions.put(known.name(), known.mention()));
        return mentions;
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
    private record Known(Class<?> described, Supplier<Object> builder) {
        private static final Pattern NEXT_WORD = Pattern.compile("(?<=[a-z])(?=[A-Z])");

        /** That of the class, which costs less to read than what is said about it: TrainingDataCommand's is training-data. */
        String name() {
            String words = described.getSimpleName().replaceFirst("Command$", "");
            return NEXT_WORD.matcher(words).replaceAll("-").toLowerCase(Locale.ROOT);
        }

        Object command() {
            return builder.get();
        }

        /** What the list of commands says of it. */
        String mention() {
            return described.getAnnotation(Command.class).description()[0];
        }
    }

    static CommandLine assemble(GlobalOptions options, Terminal terminal, List<?> subcommands) {
        CommandLine line = ShearwaterCommand.with(options);
        // Not by a reference to the method: an archive of classes leaves out those that a reference was made to.
        for (Object subcommand : subcommands) {
            CommandLine described =
                    subcommand instanceof CommandLine built ? built : new CommandLine(subcommand, line.getFactory());
            standardOptions(described);
            line.addSubcommand(described);
        }
        CommandLine run = line.getSubcommands().get("run");
        if (run != null) {
            // What follows a program's file is for the program.
            run.setStopAtPositional(true);
        }
        return line.setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(terminal.width())
                .registerConverter(ModelName.class, new ModelName.Converter())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new RunErrors(options, terminal))
                .setParameterExceptionHandler(
                        new UsageErrors(terminal, line.getSubcommands().keySet()));
    }
}
