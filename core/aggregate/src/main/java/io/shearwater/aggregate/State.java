package io.shearwater.aggregate;

/**
 * What is kept of consecutive events of a key to answer for them. Of no events it is as new. Not thread-safe.
 */
abstract class State {
    /** Takes in the next event in order. */
    abstract void add(Events events, int slot);

    /** Takes the first event away again; only where {@link Algebra#isSubtractable()}. */
    void remove(Events events, int slot) {
        throw new IllegalStateException(getClass().getSimpleName() + " takes nothing away");
    }

    /** Takes in the events of another state of the same spec, all of which come after those of this one. */
    abstract void merge(State later);

    abstract void clear();
}
