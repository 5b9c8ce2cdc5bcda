package io.shearwater.aggregate;

/**
 * What bounds the memory of one key's history.
 *
 * @param bytes that its events take in memory, about; more of them are put aside
 * @param pageBits how many of them are put aside together, as a power of two
 * @param blockBits how many states of blocks a window keeps at most, about, as a power of two
 */
record HistoryLimits(long bytes, int pageBits, int blockBits) {
    private static final long LEAST_BYTES = 2L << 20;
    private static final long MOST_BYTES = 64L << 20;

    /** A small share of the heap, since there are several histories at a time. */
    static final HistoryLimits STANDARD =
            new HistoryLimits(Math.clamp(Runtime.getRuntime().maxMemory() / 32, LEAST_BYTES, MOST_BYTES), 12, 10);
}
