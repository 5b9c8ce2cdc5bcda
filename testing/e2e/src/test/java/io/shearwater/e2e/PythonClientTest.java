package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tests of the Python client with nothing else but Python. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PythonClientTest {
    static final List<String> MODULES = List.of(
            "test_frames",
            "test_groups",
            "test_http",
            "test_manual",
            "test_models",
            "test_notebooks",
            "test_queries",
            "test_types",
            "test_views");

    private PythonTests tests;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        tests = new PythonTests(directory);
    }

    @AfterAll
    void stop() {
        tests.close();
    }

    static List<String> modules() {
        return MODULES;
    }

    @ParameterizedTest
    @MethodSource("modules")
    void nothingButPythonIsNeeded(String module) throws Exception {
        tests.pass(module, "", "python3");
    }

    @Test
    void everyTestOfTheClientIsRun() throws IOException {
        Set<String> run = new HashSet<>(MODULES);
        run.addAll(PandasClientTest.MODULES);
        assertThat(PythonTests.modules()).isEqualTo(run);
    }
}
