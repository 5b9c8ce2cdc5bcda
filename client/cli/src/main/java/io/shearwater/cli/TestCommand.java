package io.shearwater.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Listed here for the help; the launcher of a checkout runs the tests itself and never comes here. */
@Command(name = "test", description = "Run the test suite of this checkout; the launcher does it through Maven.")
final class TestCommand implements Runnable {
    @Option(names = "--all", description = "Also run the tests that start servers, and list what was left out.")
    private boolean all;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "The tests are run by ./shearwater test" + (all ? " --all" : "") + " in a checkout");
    }
}
