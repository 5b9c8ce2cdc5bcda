package io.shearwater.offline;

import io.shearwater.registry.Actors;
import io.shearwater.spi.Actor;
import io.shearwater.spi.ComputeEngine;
import io.shearwater.spi.OfflineStore;
import io.shearwater.spi.RegistryStore;
import java.time.InstantSource;

/**
 * What every part of this module works with.
 *
 * @param actors in whose name changes are recorded
 * @param spool files of the store beside its tables
 */
public record OfflineContext(
        Actors actors,
        RegistryStore registryStore,
        OfflineStore tables,
        ComputeEngine engine,
        OnlineSink online,
        InstantSource clock,
        Spool spool) {
    /** Who makes a change that is made by this thread now. */
    Actor actor() {
        return actors.current();
    }
}
