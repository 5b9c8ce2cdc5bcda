package io.shearwater.testing;

import io.shearwater.spi.ComputeEngine;

class NaiveEngineTest extends ComputeEngineConformance {
    private final NaiveEngine engine = new NaiveEngine();

    @Override
    protected ComputeEngine engine() {
        return engine;
    }
}
