package io.shearwater.aggregate;

/**
 * What is kept of consecutive events of a key to answer for them. Of no events it is as new. Not thread-safe.
 */
abstract class State {
    /** Takes in the next event in order. */
    abstract void add(Events events, int slot);

    /** Takes in the next events in order. States that vectors are mostly made of have a loop of their own, for speed. */
    void add(Events events, int from, int to) {
        for (int slot = from; slot < to; slot++) {
            add(events, slot);
        }
    }

    /** Takes the first event away again; only where {@link Algebra#isSubtractable()}. */
    void remove(Events events, int slot) {
        throw new IllegalStateException(getClass().getSimpleName() + " takes nothing away");
    }

    /** Takes in the events of another state of the same spec, all of which come after those of this one. */
    abstract void merge(State later);

    abstract void clear();

    /** Writes what is kept; states of the same events, so divided, give the same bytes. */
    abstract void write(StateSink sink);

    /** Becomes what {@link #write} of a state of the same spec wrote. */
    abstract void read(StateSource source);

    /** Takes in what {@link #write} of such a state wrote, as if it had been merged. */
    void merge(StateSource later, State scratch) {
        scratch.read(later);
        merge(scratch);
    }
}
