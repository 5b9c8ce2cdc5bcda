package io.shearwater.cli;

import java.io.Console;
import java.util.Locale;
import java.util.Optional;

/** Asks whoever sits at the terminal. */
interface Question {
    /** Whether somebody sits there. */
    boolean canBeAsked();

    /** Whether the answer is yes; everything but y and yes is no. */
    boolean isAnsweredYes(String text);

    /** The terminal of this process, if its input and output are one. */
    static Question ofProcess() {
        return new Question() {
            @Override
            public boolean canBeAsked() {
                return console().map(Console::isTerminal).orElse(false);
            }

            @Override
            public boolean isAnsweredYes(String text) {
                String answer =
                        console().map(console -> console.readLine("%s", text)).orElse("");
                return answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
            }

            private Optional<Console> console() {
                return Optional.ofNullable(System.console());
            }
        };
    }
}
