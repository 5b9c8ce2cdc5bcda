package io.shearwater.cli;

import io.shearwater.model.ShearwaterException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Turns the failure of a command into a message and exit code 1. What Shearwater refuses speaks for itself; anything
 * else is a mistake in the program and says so.
 */
final class RunErrors implements IExecutionExceptionHandler {
    private final GlobalOptions options;
    private final Terminal terminal;

    RunErrors(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (failure instanceof ShearwaterException refused) {
            err.println(terminal.said("shearwater: " + refused.getMessage()));
        } else {
            err.println("shearwater: internal error: " + failure
                    + (options.stacktrace() ? "" : " (run again with --stacktrace to see where)"));
        }
        if (options.stacktrace()) {
            failure.printStackTrace(err);
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }
}
