package io.shearwater.duckdb;

import io.shearwater.spi.ComputeEngine;
import io.shearwater.testing.ComputeEngineConformance;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

@SuppressWarnings("NullAway.Init") // JUnit opens it before a test.
class DuckDbConformanceTest extends ComputeEngineConformance {
    private DuckDbEngine engine;

    @BeforeEach
    void open() {
        engine =
                new DuckDbEngine(new DuckDbOptions(512L << 20, 2, directory.resolve("scratch"), 0, List.of(directory)));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Override
    protected ComputeEngine engine() {
        return engine;
    }
}
