package io.shearwater.cli;

/** Entry point of the {@code shearwater} command. */
final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Terminal terminal = Terminal.ofProcess();
        Interruption interruption = Interruption.watch(terminal);
        int code = Commands.commandLine(terminal).execute(arguments);
        interruption.commandIsDone();
        System.exit(code);
    }
}
