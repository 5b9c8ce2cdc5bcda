package io.shearwater.cli;

import java.util.List;

/** Entry point of the {@code shearwater} command. */
final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Terminal terminal = Terminal.ofProcess();
        Interruption interruption = Interruption.watch(terminal);
        int code = Commands.commandLine(terminal, List.of(arguments)).execute(arguments);
        interruption.commandIsDone();
        // To exit searches the whole class path for a logger to tell, a fifth of the time of a short command.
        if (code != 0 || othersRun()) {
            System.exit(code);
        }
    }

    /** Whether the process would stay although this thread ends. */
    private static boolean othersRun() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> !thread.isDaemon() && !thread.equals(Thread.currentThread()));
    }
}
