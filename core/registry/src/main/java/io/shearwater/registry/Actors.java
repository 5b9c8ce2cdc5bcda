package io.shearwater.registry;

import io.shearwater.spi.Actor;
import java.util.function.Supplier;

/**
 * In whose name changes are made. Whoever asks for one is asked for by the thread that makes it, at the time when it is made;
 * work that nobody waits for, or that another thread does, says in whose name it is done. Thread-safe.
 */
public final class Actors {
    private final Supplier<Actor> asking;
    private final ScopedValue<Actor> acting = ScopedValue.newInstance();

    /**
     * Actors by who asks.
     *
     * @param asking called by the thread that makes a change
     */
    public Actors(Supplier<Actor> asking) {
        this.asking = asking;
    }

    /** Who makes the changes of this thread now. */
    public Actor current() {
        return acting.isBound() ? acting.get() : asking.get();
    }

    /** Does work in a name. */
    public void run(Actor actor, Runnable work) {
        ScopedValue.where(acting, actor).run(work);
    }

    /** Does work in a name. */
    public <T> T call(Actor actor, Supplier<T> work) {
        return ScopedValue.where(acting, actor).call(work::get);
    }
}
