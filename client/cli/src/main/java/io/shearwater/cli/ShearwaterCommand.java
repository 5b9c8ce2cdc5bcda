package io.shearwater.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the command line: the options that every subcommand takes. Without a subcommand it is a usage error. */
@Command(
        name = "shearwater",
        description = "A feature store: raw data in, point-in-time training data and online vectors out.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = ShearwaterCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = false,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the command failed; the reason is on the standard error stream", "2:wrong usage"})
final class ShearwaterCommand implements Runnable {
    @Mixin
    @SuppressWarnings({"FieldCanBeLocal", "unused"}) // picocli reads it
    private final GlobalOptions options;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    ShearwaterCommand(GlobalOptions options) {
        this.options = options;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }

    /** The version written into the jar, and the Java that runs it. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = ShearwaterCommand.class.getPackage().getImplementationVersion();
            return new String[] {
                "shearwater " + (version == null ? "(development)" : version) + ", Java " + Runtime.version()
            };
        }
    }
}
