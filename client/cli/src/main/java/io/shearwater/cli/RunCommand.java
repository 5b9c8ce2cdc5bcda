package io.shearwater.cli;

import io.shearwater.model.IoReason;
import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compiles and runs a Java program of one file. */
@Command(
        name = "run",
        description = {
            "Compile and run a Java program of one file, with Shearwater on its class path and imported.",
            "store() is the store that --store names; show(…) prints frames, vectors and training data as tables; "
                    + "load(group, file) inserts a file. Options stand before the file; what follows it is the program's."
        })
final class RunCommand implements Callable<Integer> {
    private final GlobalOptions options;
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "FILE", description = "The program: a .java file with a main method.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private Path file;

    @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "What its main method is given.")
    private List<String> arguments = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    RunCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        options.store().ifPresent(directory -> System.setProperty(Session.STORE, directory.toString()));
        try (JavaProgram program = JavaProgram.compile(file)) {
            return run(program);
        } catch (JavaProgram.Mistake mistake) {
            return told(mistake.told());
        } catch (IOException failed) {
            throw new ParameterException(
                    spec.commandLine(), "The program '" + file + "' cannot be read: " + IoReason.of(failed), failed);
        }
    }

    private int run(JavaProgram program) {
        try {
            program.run(arguments);
            return 0;
        } catch (JavaProgram.Mistake mistake) {
            return told(mistake.told());
        } catch (ShearwaterException refused) {
            return told(refused.getMessage() + where(program, refused));
        } catch (Throwable thrown) {
            trim(thrown, program);
            PrintWriter err = terminal.err();
            thrown.printStackTrace(err);
            err.flush();
            return 1;
        } finally {
            Session.close();
        }
    }

    private int told(String message) {
        terminal.err().println("shearwater: " + message);
        terminal.err().flush();
        return 1;
    }

    /** The line of the program that asked for what was refused. */
    private String where(JavaProgram program, ShearwaterException refused) {
        return Arrays.stream(refused.getStackTrace())
                .filter(program::isOwn)
                .findFirst()
                .map(frame -> System.lineSeparator() + "  at " + file + ":" + frame.getLineNumber())
                .orElse("");
    }

    /** What lies below the program's own main is ours and tells its author nothing. */
    private static void trim(Throwable thrown, JavaProgram program) {
        StackTraceElement[] trace = thrown.getStackTrace();
        for (int last = trace.length - 1; last >= 0; last--) {
            if (program.isOwn(trace[last])) {
                thrown.setStackTrace(Arrays.copyOf(trace, last + 1));
                return;
            }
        }
    }
}
