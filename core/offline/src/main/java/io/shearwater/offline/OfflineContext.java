package io.shearwater.offline;

import io.shearwater.spi.Actor;
import io.shearwater.spi.ComputeEngine;
import io.shearwater.spi.OfflineStore;
import io.shearwater.spi.RegistryStore;
import java.time.InstantSource;

/**
 * What every part of this module works with.
 *
 * @param actor in whose name changes are recorded
 * @param spool files of the store beside its tables
 */
public record OfflineContext(
        Actor actor,
        RegistryStore registryStore,
        OfflineStore tables,
        ComputeEngine engine,
        OnlineSink online,
        InstantSource clock,
        Spool spool) {}
