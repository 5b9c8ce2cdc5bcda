package io.shearwater.spi;

/** Opens ComputeEngines; found by {@link java.util.ServiceLoader}. */
public interface ComputeEngineProvider {
    /** The name by which configuration chooses it. */
    String name();

    ComputeEngine open(StoreContext context);
}
