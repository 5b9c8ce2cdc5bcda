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
        System.exit(code);
    }
}
