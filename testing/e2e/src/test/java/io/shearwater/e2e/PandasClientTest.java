package io.shearwater.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tests of the Python client where rows are data frames of pandas. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PandasClientTest {
    static final List<String> MODULES =
            List.of("test_dataframes", "test_groups", "test_manual", "test_notebooks", "test_views");

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
    void rowsAreDataFramesWherePandasIs(String module) throws Exception {
        tests.pass(module, "import pandas", "python3-pandas");
    }
}
