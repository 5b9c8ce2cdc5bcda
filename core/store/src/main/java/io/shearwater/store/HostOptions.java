package io.shearwater.store;

import io.shearwater.spi.Actor;
import io.shearwater.spi.MemoryBudget;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How the directory of a store is opened, whatever its projects.
 *
 * @param actor tells in whose name a change is made; asked by the thread that makes it, at the time when it does. What nobody
 *     asks for then, as writing logs, is done in the name of the project
 * @param clock tells the time everywhere in the store
 * @param memory what engine and caches may use; a share of the machine when absent
 * @param lockWait how long to wait for another process to close the store
 * @param plugins configuration for plugins by {@code <plugin>.<option>}
 */
public record HostOptions(
        Supplier<Actor> actor,
        InstantSource clock,
        Optional<MemoryBudget> memory,
        Duration lockWait,
        Map<String, String> plugins) {
    public HostOptions {
        plugins = Map.copyOf(plugins);
    }

    /** The machine's user and clock. */
    public static HostOptions defaults() {
        Actor local = Actor.local();
        return new HostOptions(() -> local, InstantSource.system(), Optional.empty(), Duration.ofSeconds(3), Map.of());
    }

    /** Changes are made by whoever is asked for at the time. */
    public HostOptions withActor(Supplier<Actor> asking) {
        return new HostOptions(asking, clock, memory, lockWait, plugins);
    }

    public HostOptions withClock(InstantSource source) {
        return new HostOptions(actor, source, memory, lockWait, plugins);
    }

    public HostOptions withMemory(MemoryBudget budget) {
        return new HostOptions(actor, clock, Optional.of(budget), lockWait, plugins);
    }

    public HostOptions withLockWait(Duration wait) {
        return new HostOptions(actor, clock, memory, wait, plugins);
    }

    public HostOptions withPlugins(Map<String, String> options) {
        return new HostOptions(actor, clock, memory, lockWait, options);
    }
}
