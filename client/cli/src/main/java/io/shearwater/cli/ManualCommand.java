package io.shearwater.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Listed here for the help; the launcher of a checkout makes the manual itself and never comes here. */
@Command(name = "manual", description = "Make a searchable site of the manual; the launcher of a checkout does it.")
final class ManualCommand implements Runnable {
    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "Where to (default: build/manual/target/manual in the checkout).")
    private @Nullable Path folder;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "The manual is made by ./shearwater manual" + (folder == null ? "" : " " + folder) + " in a checkout");
    }
}
