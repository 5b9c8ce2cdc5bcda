package io.shearwater.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import jdk.jshell.tool.JavaShellToolBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Opens the JDK's shell with everything imported. */
@Command(
        name = "shell",
        description = {
            "Type Java and see at once what it gives: the JDK's jshell with Shearwater imported.",
            "store() is the store that --store names; show(…) prints frames, vectors and training data as tables; "
                    + "load(group, file) inserts a file. /exit leaves."
        })
final class ShellCommand implements Callable<Integer> {
    private final GlobalOptions options;
    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    ShellCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.out()
                .println(
                        "store() is the store, show(…) prints what it gives as a table, load(group, file) inserts a file.");
        terminal.out().flush();
        try {
            return JavaShellToolBuilder.builder().start(arguments(startUp()).toArray(String[]::new));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (Exception failed) {
            throw new ParameterException(spec.commandLine(), "The shell cannot be started: " + failed, failed);
        }
    }

    private static Path startUp() throws IOException {
        Path file = Files.createTempFile("shearwater-shell-", ".jsh");
        file.toFile().deleteOnExit();
        return Files.write(file, JavaProgram.IMPORTS);
    }

    /** Snippets run in a process of the shell's own, which is told of the store and the screen. */
    private List<String> arguments(Path startUp) {
        List<String> arguments = new ArrayList<>(List.of(
                "--class-path",
                System.getProperty("java.class.path"),
                "--startup",
                startUp.toString(),
                "-R--enable-native-access=ALL-UNNAMED",
                "-R--sun-misc-unsafe-memory-access=allow",
                "-R-Dshearwater.terminal=" + System.getProperty("shearwater.terminal", "")));
        options.store()
                .ifPresent(directory -> arguments.add("-R-D" + Session.STORE + "=" + directory.toAbsolutePath()));
        return arguments;
    }
}
