package io.shearwater.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                program));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }
}
