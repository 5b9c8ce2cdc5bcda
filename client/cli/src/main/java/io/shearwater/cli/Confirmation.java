package io.shearwater.cli;

import java.io.Console;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Asks before something is done that cannot be taken back. */
final class Confirmation {
    @Option(names = "--yes", description = "Do it without asking; needed where nobody can be asked, as in a script.")
    private boolean yes;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec command;

    /**
     * Whether to go on.
     *
     * @param what is about to be done, as a whole sentence
     */
    boolean given(String what) {
        if (yes) {
            return true;
        }
        Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        if (console.isEmpty()) {
            throw new ParameterException(command.commandLine(), what + " Say --yes to do it.");
        }
        String answer = console.get().readLine("%s Go on? [y/N] ", what);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }
}
