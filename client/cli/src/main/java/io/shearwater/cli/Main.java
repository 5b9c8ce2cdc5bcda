package io.shearwater.cli;

/** Entry point of the {@code shearwater} command. */
final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Commands.commandLine(Terminal.ofProcess()).execute(arguments));
    }
}
