package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.server.ServerOptions;
import io.shearwater.server.ShearwaterServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tests of the Python client, which are Python's, with a server that runs: once with nothing else, once with pandas. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PythonClientTest {
    private static final Path CLIENT =
            Path.of("../../client/python").toAbsolutePath().normalize();
    private static final List<String> PLAIN = List.of(
            "test_frames",
            "test_groups",
            "test_http",
            "test_manual",
            "test_models",
            "test_notebooks",
            "test_queries",
            "test_types",
            "test_views");
    private static final List<String> PANDAS =
            List.of("test_dataframes", "test_groups", "test_manual", "test_notebooks", "test_views");
    private static final Pattern RAN = Pattern.compile("Ran [1-9][0-9]* tests?");
    private static final long MOST_SECONDS = 600;

    private ShearwaterServer server;
    private Path scratch;
    private String key;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        scratch = directory;
        server = ShearwaterServer.start(directory.resolve("store"), ServerOptions.defaults());
        key = Files.readString(server.administratorKey().orElseThrow()).strip();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    static List<String> plain() {
        return PLAIN;
    }

    static List<String> pandas() {
        return PANDAS;
    }

    @ParameterizedTest
    @MethodSource("plain")
    void nothingButPythonIsNeeded(String module) throws Exception {
        passes(with("").orElseGet(() -> missing("python3")), module);
    }

    @ParameterizedTest
    @MethodSource("pandas")
    void rowsAreDataFramesWherePandasIs(String module) throws Exception {
        passes(with("import pandas").orElseGet(() -> missing("python3-pandas")), module);
    }

    @Test
    void everyTestOfTheClientIsRun() throws IOException {
        TreeSet<String> run = new TreeSet<>(PLAIN);
        run.addAll(PANDAS);
        try (Stream<Path> files = Files.list(CLIENT.resolve("tests"))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.startsWith("test_") && name.endsWith(".py"))
                            .map(name -> name.substring(0, name.length() - ".py".length())))
                    .containsExactlyInAnyOrderElementsOf(run);
        }
    }

    /** A Python that can do this, that of the path before the system's. */
    private Optional<String> with(String statement) {
        return Stream.of("python3", "/usr/bin/python3")
                .filter(python -> canRun(python, statement))
                .findFirst();
    }

    private boolean canRun(String python, String statement) {
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

    private static String missing(String what) {
        return Assumptions.abort(
                "There is no " + what + " on this machine: that part of the Python client is not tested.");
    }

    private void passes(String python, String module) throws IOException, InterruptedException {
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
