package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.server.ServerOptions;
import io.shearwater.server.ShearwaterServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The tests of the Python client, which are Python's, and a server for them. */
final class PythonTests implements AutoCloseable {
    private static final Path CLIENT =
            Path.of("../../client/python").toAbsolutePath().normalize();
    private static final Pattern RAN = Pattern.compile("Ran [1-9][0-9]* tests?");
    private static final long MOST_SECONDS = 600;

    private final ShearwaterServer server;
    private final Path scratch;
    private final String key;

    PythonTests(Path directory) throws IOException {
        scratch = directory;
        server = ShearwaterServer.start(directory.resolve("store"), ServerOptions.defaults());
        key = Files.readString(server.administratorKey().orElseThrow()).strip();
    }

    @Override
    public void close() {
        server.close();
    }

    /** The modules of tests that there are. */
    static Set<String> modules() throws IOException {
        try (Stream<Path> files = Files.list(CLIENT.resolve("tests"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("test_") && name.endsWith(".py"))
                    .map(name -> name.substring(0, name.length() - ".py".length()))
                    .collect(Collectors.toSet());
        }
    }

    /** Runs a module with a Python that can do something, that of the path before the system's; aborts the test if none can. */
    void pass(String module, String needed, String packaged) throws IOException, InterruptedException {
        String python = Stream.of("python3", "/usr/bin/python3")
                .filter(candidate -> canRun(candidate, needed))
                .findFirst()
                .orElseGet(() -> Assumptions.abort(
                        "There is no " + packaged + " on this machine: that part of the Python client is not tested."));
        run(python, module);
    }

    private static boolean canRun(String python, String statement) {
        try {
            Process process = new ProcessBuilder(python, "-c", statement)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run(String python, String module) throws IOException, InterruptedException {
        Path printed = Files.createTempFile(scratch, module, ".txt");
        ProcessBuilder tests = new ProcessBuilder(python, "-m", "unittest", "-v", "tests." + module)
                .directory(CLIENT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        tests.environment()
                .putAll(Map.of(
                        "PYTHONPATH",
                        CLIENT.resolve("src").toString(),
                        "PYTHONDONTWRITEBYTECODE",
                        "1",
                        "SHEARWATER_HOST",
                        server.url(),
                        "SHEARWATER_API_KEY",
                        key));
        Process process = tests.start();
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        String output = Files.readString(printed);
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output).containsPattern(RAN).doesNotContain("SHEARWATER_HOST is not set");
    }
}
