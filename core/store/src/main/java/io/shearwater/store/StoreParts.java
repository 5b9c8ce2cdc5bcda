package io.shearwater.store;

import io.shearwater.offline.Offline;
import io.shearwater.registry.Registry;
import io.shearwater.spi.ComputeEngine;
import io.shearwater.spi.FileStore;
import io.shearwater.spi.StoreContext.Mode;
import io.shearwater.training.TrainingDatasets;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * What the handles of one project share.
 *
 * @param deleted set once the project is; every operation looks at it first
 */
record StoreParts(
        HostParts host,
        Registry registry,
        TrainingDatasets training,
        RegisteredFunctions functions,
        FileStore files,
        VectorLogs logs,
        AtomicBoolean deleted) {

    Mode mode() {
        return host.mode();
    }

    Offline offline() {
        return host.stores().offline();
    }

    ComputeEngine engine() {
        return host.stores().engine();
    }

    OnlineParts online() {
        return host.stores().online();
    }

    InstantSource clock() {
        return host.clock();
    }

    /** A value that is made again once a share was taken back. */
    <T> Once<T> whileShared(Supplier<T> make) {
        return new Once<>(make, host.withdrawals()::get);
    }

    /** What definitions may say of transformations. */
    TransformationRules rules() {
        return new TransformationRules(functions, registry::functions);
    }

    /**
     * Checks that the store is open and the project there.
     *
     * @throws io.shearwater.model.ShearwaterException CLOSED or PROJECT_DELETED
     */
    void requireOpen() {
        host.requireOpen();
        requireThere();
    }

    /**
     * Checks that the store is open for writing, and the project there.
     *
     * @throws io.shearwater.model.ShearwaterException CLOSED, READ_ONLY or PROJECT_DELETED
     */
    void requireWritable(String action) {
        host.requireWritable(action);
        requireThere();
    }

    private void requireThere() {
        if (deleted.get()) {
            throw StoreError.PROJECT_DELETED.because("The project '" + registry.project() + "' was deleted.");
        }
    }
}
