package io.shearwater.duckdb;

import io.shearwater.spi.ComputeEngine;
import io.shearwater.testing.ComputeEngineProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

@SuppressWarnings("NullAway.Init") // jqwik opens it before a property.
class DuckDbPropertiesTest extends ComputeEngineProperties {
    private Path directory;
    private DuckDbEngine engine;

    @BeforeProperty
    void open() throws IOException {
        directory = Files.createTempDirectory("duckdb-properties");
        engine = new DuckDbEngine(new DuckDbOptions(512L << 20, 2, directory, 0, List.of(directory)));
    }

    @AfterProperty
    void close() throws IOException {
        engine.close();
        Files.delete(directory);
    }

    @Override
    protected ComputeEngine engine() {
        return engine;
    }
}
