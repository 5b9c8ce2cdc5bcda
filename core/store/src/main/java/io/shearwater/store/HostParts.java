package io.shearwater.store;

import io.shearwater.offline.Offline;
import io.shearwater.registry.Actors;
import io.shearwater.registry.Registry;
import io.shearwater.spi.ComputeEngine;
import io.shearwater.spi.RegistryStore;
import io.shearwater.spi.StoreContext.Mode;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the projects of one open directory share.
 *
 * @param withdrawals counts the shares that were taken back or changed: what was compiled before may read what it may not
 * @param closed set once; every operation looks at it first
 */
record HostParts(
        Mode mode,
        Files files,
        RegistryStore registryStore,
        Stores stores,
        Actors actors,
        InstantSource clock,
        AtomicLong withdrawals,
        AtomicBoolean closed) {

    /**
     * Where files lie.
     *
     * @param scratch for temporary ones
     */
    record Files(StoreDirectory directory, Path scratch) {}

    /** Where rows are, and code. */
    record Stores(Offline offline, ComputeEngine engine, OnlineParts online, KeptCode code) {}

    /** The definitions of a project. */
    Registry registry(String project) {
        return new Registry(registryStore, project, actors);
    }

    /**
     * Checks that the store is open.
     *
     * @throws io.shearwater.model.ShearwaterException CLOSED
     */
    void requireOpen() {
        if (closed.get()) {
            throw StoreError.CLOSED.because("The store was closed. Open it again.");
        }
    }

    /**
     * Checks that the store is open for writing.
     *
     * @throws io.shearwater.model.ShearwaterException CLOSED or READ_ONLY
     */
    void requireWritable(String action) {
        requireOpen();
        if (mode == Mode.READ_ONLY) {
            throw StoreError.READ_ONLY.because(
                    "The store was opened to read only; it cannot " + action + ". Open it with Shearwater.open.");
        }
    }
}
