package io.shearwater.cli;

/**
 * Says one line when a command is stopped from outside, by Ctrl-C or a request to end, and leaves the screen clean. What the
 * command had written is safe without its help: a store takes being killed at any moment.
 */
final class Interruption {
    private final Terminal terminal;
    private volatile boolean done;

    private Interruption(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Watches from now on until {@link #commandIsDone}. */
    static Interruption watch(Terminal terminal) {
        Interruption watched = new Interruption(terminal);
        Runtime.getRuntime().addShutdownHook(new Thread(watched::tell, "interruption"));
        return watched;
    }

    /** The process ends by itself from here on. */
    void commandIsDone() {
        done = true;
    }

    void tell() {
        if (!done) {
            // A progress bar may be on the line, and the terminal's own ^C.
            terminal.errStream()
                    .end((terminal.progress() ? "\r\u001b[K" : "")
                            + "shearwater: " + terminal.errStream().farewell()
                            + System.lineSeparator());
        }
    }
}
