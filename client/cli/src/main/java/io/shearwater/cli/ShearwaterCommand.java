package io.shearwater.cli;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/**
 * The root of the command line: the options that every subcommand takes. Without a subcommand it is a usage error.
 *
 * <p>Described by objects where the others are by annotations: the first annotation that the library reads makes it look for
 * the classes of another language on the whole class path, which is a fifth of what {@code --help} takes. And by classes
 * with names where lambdas would do: those of interfaces as old as the library's are made again at each start.
 */
final class ShearwaterCommand implements Runnable {
    private static final IFactory FACTORY = new LateFactory();

    private final CommandSpec spec;

    private ShearwaterCommand() {
        spec = CommandSpec.wrapWithoutInspection(this, FACTORY);
    }

    /** The root without its subcommands. */
    static CommandLine with(GlobalOptions options) {
        CommandSpec root = new ShearwaterCommand().spec;
        root.name("shearwater").scopeType(ScopeType.INHERIT).versionProvider(new Version());
        root.usageMessage()
                .description("A feature store: raw data in, point-in-time training data and online vectors out.")
                .synopsisSubcommandLabel("COMMAND")
                .autoWidth(false)
                .sortOptions(false)
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(UsageMessageSpec.keyValuesMap(
                        "0:done", "1:the command failed; the reason is on the standard error stream", "2:wrong usage"));
        for (OptionSpec option : options.specs()) {
            root.addOption(option);
        }
        addStandardOptions(root);
        return new CommandLine(root, FACTORY);
    }

    /** Gives a command {@code --help} and, where that is not an option of its own, {@code --version}. */
    static void addStandardOptions(CommandSpec command) {
        command.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build());
        if (command.findOption("--version") == null) {
            command.addOption(OptionSpec.builder("-V", "--version")
                    .versionHelp(true)
                    .description("Print version information and exit.")
                    .build());
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }

    /** The version written into the jar, and the Java that runs it. */
    private static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = ShearwaterCommand.class.getPackage().getImplementationVersion();
            return new String[] {
                "shearwater " + (version == null ? "(development)" : version) + ", Java " + Runtime.version()
            };
        }
    }

    /** The library's own, looked for when it is needed. */
    private static final class LateFactory implements IFactory {
        @Override
        public <T> T create(Class<T> type) throws Exception {
            return CommandLine.defaultFactory().create(type);
        }
    }
}
