package io.shearwater.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what makes a shell complete commands and options. */
@Command(
        name = "completion",
        description = {
            "Print a script that makes the shell complete commands and options.",
            "For bash and zsh: source <(shearwater completion bash)"
        })
final class CompletionCommand implements Runnable {
    /** The shells there is a script for; it is one for both. */
    enum Shell {
        bash,
        zsh
    }

    private final Terminal terminal;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    @SuppressWarnings({"NullAway.Init", "UnusedVariable"
    }) // picocli sets it; the script finds out by itself where it runs
    private Shell shell;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        terminal.out().print(AutoComplete.bash("shearwater", spec.root().commandLine()));
        terminal.out().flush();
    }
}
