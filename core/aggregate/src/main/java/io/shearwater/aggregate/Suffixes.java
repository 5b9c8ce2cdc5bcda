package io.shearwater.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** For each block of a stretch of events the state of those from its beginning to the end of the stretch. Not thread-safe. */
final class Suffixes {
    private final Supplier<State> states;
    private final List<State> kept = new ArrayList<>();
    private int bits;
    private long first;
    private long firstBlock;

    Suffixes(Supplier<State> states) {
        this.states = states;
    }

    /**
     * Of the events between two positions.
     *
     * @param blockBits how many events a block has, as a power of two; blocks begin at multiples
     */
    void make(Events events, long start, long end, int blockBits) {
        bits = blockBits;
        first = start;
        firstBlock = start >> bits;
        long lastBlock = (end - 1) >> bits;
        while (kept.size() <= lastBlock - firstBlock) {
            kept.add(states.get());
        }
        for (long block = lastBlock; block >= firstBlock; block--) {
            State suffix = kept.get((int) (block - firstBlock));
            suffix.clear();
            long blockEnd = Math.min(end, (block + 1) << bits);
            events.giveTo(suffix, Math.max(start, block << bits), blockEnd);
            if (block < lastBlock) {
                suffix.merge(kept.get((int) (block + 1 - firstBlock)));
            }
        }
    }

    int bits() {
        return bits;
    }

    /** Where the stretch begins. */
    long first() {
        return first;
    }

    /** Whether a block begins at a position. */
    boolean begins(long position) {
        return (position & ((1L << bits) - 1)) == 0;
    }

    /** The end of the block of a position. */
    long endOf(long position) {
        return ((position >> bits) + 1) << bits;
    }

    /** The state of the events from the beginning of a block, or of the stretch, on. */
    State from(long position) {
        return kept.get((int) ((position >> bits) - firstBlock));
    }
}
