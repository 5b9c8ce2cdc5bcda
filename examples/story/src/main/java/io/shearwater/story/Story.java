package io.shearwater.story;

/**
 * What an example tells while it runs: lines, and steps that take time. The command line shows them on a terminal, a test
 * keeps them. Used by one thread.
 */
public interface Story {
    /** A line of its own; an empty text is an empty line. */
    void say(String line);

    /**
     * Does one step. Its name is shown while it runs, its outcome and the time it took when it is done. What the work
     * throws is thrown on.
     *
     * @param name two or three words: "insert cc_trans_fg"
     */
    <T> T step(String name, Work<T> work);

    /** A story that nobody hears. */
    static Story untold() {
        return new Story() {
            @Override
            public void say(String line) {}

            @Override
            public <T> T step(String name, Work<T> work) {
                return work.run(outcome -> {});
            }
        };
    }

    /** The work of a step. */
    @FunctionalInterface
    interface Work<T> {
        T run(Step step);
    }

    /** A step that is under way. */
    @FunctionalInterface
    interface Step {
        /** What came out, told when the step is done. */
        void outcome(String text);

        /** How much there is to do; from now on progress can be shown against it. */
        default void outOf(long total) {}

        /** How much is done. */
        default void reached(long done) {}
    }
}
