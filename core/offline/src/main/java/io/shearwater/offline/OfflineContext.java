package io.shearwater.offline;

import io.shearwater.spi.Actor;
import io.shearwater.spi.ComputeEngine;
import io.shearwater.spi.OfflineStore;
import io.shearwater.spi.RegistryStore;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * What every part of this module works with.
 *
 * @param actor in whose name changes are recorded
 * @param spool a directory of the store for small files that live from a commit until it is online
 */
public record OfflineContext(
        Actor actor,
        RegistryStore registryStore,
        OfflineStore tables,
        ComputeEngine engine,
        OnlineSink online,
        InstantSource clock,
        Spool spool) {
    /** The same, with the spool in a directory. */
    public OfflineContext(
            Actor actor,
            RegistryStore registryStore,
            OfflineStore tables,
            ComputeEngine engine,
            OnlineSink online,
            InstantSource clock,
            Path spool) {
        this(actor, registryStore, tables, engine, online, clock, new Spool(spool));
    }
}
