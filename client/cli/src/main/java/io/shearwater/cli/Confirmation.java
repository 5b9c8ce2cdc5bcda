package io.shearwater.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Asks before something is done that cannot be taken back. */
final class Confirmation {
    private final Question question;

    @Option(names = "--yes", description = "Do it without asking; needed where nobody can be asked, as in a script.")
    private boolean yes;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec command;

    /** Asks at the terminal of this process. */
    Confirmation() {
        this(Question.ofProcess());
    }

    Confirmation(Question question) {
        this.question = question;
    }

    /**
     * Whether to go on.
     *
     * @param what is about to be done, as a whole sentence
     */
    boolean given(String what) {
        if (yes) {
            return true;
        }
        if (!question.canBeAsked()) {
            throw new ParameterException(
                    command.commandLine(), what + " Nobody can be asked here; say --yes to do it.");
        }
        return question.isAnsweredYes(what + " Go on? [y/N] ");
    }
}
