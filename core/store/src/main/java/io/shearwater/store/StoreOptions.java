package io.shearwater.store;

import io.shearwater.model.Names;
import io.shearwater.spi.Actor;
import io.shearwater.spi.MemoryBudget;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * How one project of a store is opened.
 *
 * @param project whose groups and views are seen; made when it is not there
 * @param host how the directory is opened
 */
public record StoreOptions(String project, HostOptions host) {
    public StoreOptions {
        Names.check("project", project);
    }

    /** The project {@code default}, the machine's user and clock. */
    public static StoreOptions defaults() {
        return new StoreOptions("default", HostOptions.defaults());
    }

    public StoreOptions withProject(String name) {
        return new StoreOptions(name, host);
    }

    /** All changes are made in this name. */
    public StoreOptions withActor(Actor actor) {
        return withActor(() -> actor);
    }

    /** Changes are made in the name of whoever is asked for at the time. */
    public StoreOptions withActor(Supplier<Actor> asking) {
        return with(options -> options.withActor(asking));
    }

    public StoreOptions withClock(InstantSource source) {
        return with(options -> options.withClock(source));
    }

    public StoreOptions withMemory(MemoryBudget budget) {
        return with(options -> options.withMemory(budget));
    }

    public StoreOptions withLockWait(Duration wait) {
        return with(options -> options.withLockWait(wait));
    }

    private StoreOptions with(UnaryOperator<HostOptions> change) {
        return new StoreOptions(project, change.apply(host));
    }
}
