package io.shearwater.duckdb;

import io.shearwater.spi.ComputeEngine;
import io.shearwater.spi.ComputeEngineProvider;
import io.shearwater.spi.StoreContext;

/** Opens the engine {@code duckdb}; its options are those of {@link DuckDbOptions}. */
public final class DuckDbEngineProvider implements ComputeEngineProvider {
    @Override
    public String name() {
        return "duckdb";
    }

    @Override
    public ComputeEngine open(StoreContext context) {
        return new DuckDbEngine(DuckDbOptions.of(context));
    }
}
