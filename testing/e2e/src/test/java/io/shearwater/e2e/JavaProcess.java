package io.shearwater.e2e;

import io.shearwater.testing.ProgramFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts programs of the tests in a process of their own. */
final class JavaProcess {
    private JavaProcess() {}

    /**
     * Starts a program on this process's class path.
     *
     * @param environment is added to this process's
     * @param output gets what it prints and its errors
     */
    static Process start(Class<?> program, List<String> arguments, Map<String, String> environment, Path output)
            throws IOException {
        ProcessBuilder builder =
                of(program.getName(), arguments).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** A program on this process's class path, not yet started. */
    static ProcessBuilder of(String program, List<String> arguments) {
        List<String> command = Prepared.FILES.command("-Xmx512m");
        command.add(program);
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    /** Made once for each run of the tests. */
    private static final class Prepared {
        private static final Path DIRECTORY = Path.of("target", "programs-" + System.getProperty("tests.fork", "1"));
        static final ProgramFiles FILES = ProgramFiles.in(DIRECTORY)
                .recordedBy(
                        "io.shearwater.cli.Main",
                        List.of(
                                "quickstart",
                                "--scale",
                                "0.0005",
                                "--keep",
                                DIRECTORY.resolve("recorded").toString()));
    }
}
