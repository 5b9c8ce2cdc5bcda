package io.shearwater.store;

import io.shearwater.offline.Offline;
import io.shearwater.registry.Registry;
import io.shearwater.spi.ComputeEngine;
import io.shearwater.spi.FileStore;
import io.shearwater.spi.StoreContext.Mode;
import io.shearwater.training.TrainingDatasets;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the handles of one open store share.
 *
 * @param closed set once; every operation looks at it first
 */
record StoreParts(
        Mode mode,
        Registry registry,
        Offline offline,
        ComputeEngine engine,
        OnlineParts online,
        TrainingDatasets training,
        RegisteredFunctions functions,
        FileStore files,
        InstantSource clock,
        VectorLogs logs,
        AtomicBoolean closed) {

    /** What definitions may say of transformations. */
    TransformationRules rules() {
        return new TransformationRules(functions, registry::functions);
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
