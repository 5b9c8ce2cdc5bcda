package io.shearwater.spi;

/** Is told how far a long operation has come. Called from any thread, often: implementations are cheap. */
@FunctionalInterface
public interface Progress {
    Progress NONE = (step, rows) -> {};

    /**
     * Another number of rows passed a step.
     *
     * @param step what is being done, such as "write"
     * @param rows since the last call
     */
    void advanced(String step, long rows);
}
