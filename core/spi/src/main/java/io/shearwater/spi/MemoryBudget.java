package io.shearwater.spi;

/**
 * How much memory each part may use, in bytes; computed once where the store is opened and passed down.
 *
 * @param engine for the compute engine, outside the heap
 * @param cache for the online store's block cache, outside the heap
 */
public record MemoryBudget(long engine, long cache) {
    private static final long MIB = 1L << 20;

    /** A share of the machine that leaves room for the heap and for other programs. */
    public static MemoryBudget ofMachine(long physicalBytes, long maxHeapBytes) {
        long free = Math.max(physicalBytes - maxHeapBytes, 512 * MIB);
        return new MemoryBudget(Math.max(256 * MIB, free / 3), Math.max(32 * MIB, free / 16));
    }
}
