package io.shearwater.cli;

import io.shearwater.model.Names;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers a wrong command line with what is wrong, the nearest right spelling, and exit code 2. */
final class UsageErrors implements IParameterExceptionHandler {
    private static final Pattern ARGUMENT =
            Pattern.compile("(?:option )?positional parameter at index [0-9.*]+ \\((.*?)\\)");
    private static final Pattern NO_PAIR = Pattern.compile("Value for .* should be in KEY=VALUE format but was (.*)");

    private final Terminal terminal;
    private final Collection<String> commands;

    /** @param commands those that there are, of which not all may have been built */
    UsageErrors(Terminal terminal, Collection<String> commands) {
        this.terminal = terminal;
        this.commands = commands;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(terminal.said("shearwater: " + message(failure)));
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private String message(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)) {
            return inOurWords(String.valueOf(failure.getMessage()));
        }
        CommandLine command = failure.getCommandLine();
        String argument = unmatched.getUnmatched().getFirst();
        if (unmatched.isUnknownOption()) {
            return unknown(
                    "option", argument, command.getCommandSpec().optionsMap().keySet());
        }
        Collection<String> known = command.getParent() == null
                ? commands
                : command.getSubcommands().keySet();
        return known.isEmpty() ? unexpected(argument, command) : unknown("command", argument, known);
    }

    /** An argument is known by the name that the help has for it, not by its place. */
    private static String inOurWords(String message) {
        String named = ARGUMENT.matcher(message).replaceAll("$1");
        return NO_PAIR.matcher(named).replaceFirst("'$1' is not NAME=VALUE. Write NAME=VALUE, without spaces.");
    }

    private static String unexpected(String argument, CommandLine command) {
        boolean pairs = command.getCommandSpec().positionalParameters().stream()
                .anyMatch(parameter -> parameter.paramLabel().contains("="));
        return "Unexpected argument '" + argument + "'." + (pairs ? " Write NAME=VALUE, without spaces." : "");
    }

    private static String unknown(String what, String given, Collection<String> known) {
        return "Unknown " + what + " '" + given + "'." + Names.didYouMean(given, known);
    }
}
