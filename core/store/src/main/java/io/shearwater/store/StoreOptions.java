package io.shearwater.store;

import io.shearwater.model.Names;
import io.shearwater.spi.Actor;
import io.shearwater.spi.MemoryBudget;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * How a store is opened.
 *
 * @param project whose groups and views are seen; made when it is not there
 * @param clock tells the time everywhere in the store
 * @param memory what engine and caches may use; a share of the machine when absent
 * @param lockWait how long to wait for another process to close the store
 * @param plugins configuration for plugins by {@code <plugin>.<option>}
 */
public record StoreOptions(
        String project,
        Actor actor,
        InstantSource clock,
        Optional<MemoryBudget> memory,
        Duration lockWait,
        Map<String, String> plugins) {
    public StoreOptions {
        Names.check("project", project);
        plugins = Map.copyOf(plugins);
    }

    /** The project {@code default}, the machine's user and clock. */
    public static StoreOptions defaults() {
        return new StoreOptions(
                "default", Actor.local(), InstantSource.system(), Optional.empty(), Duration.ofSeconds(3), Map.of());
    }

    public StoreOptions withProject(String name) {
        return new StoreOptions(name, actor, clock, memory, lockWait, plugins);
    }

    public StoreOptions withClock(InstantSource source) {
        return new StoreOptions(project, actor, source, memory, lockWait, plugins);
    }

    public StoreOptions withMemory(MemoryBudget budget) {
        return new StoreOptions(project, actor, clock, Optional.of(budget), lockWait, plugins);
    }

    public StoreOptions withLockWait(Duration wait) {
        return new StoreOptions(project, actor, clock, memory, wait, plugins);
    }
}
