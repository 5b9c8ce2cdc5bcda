package io.shearwater.aggregate;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Slides a state from which nothing can be taken away: by merging alone, with a constant number of steps for an event (two stacks,
 * as in K. Tangwongsan, M. Hirzel and S. Schneider, Low-latency sliding-window aggregation in worst-case constant time, 2017).
 * The front of the window is kept as states of what follows each block of events, so that a long window costs a state for
 * {@value #BLOCK} events and not one for each; within the block in which the window begins they are made as they are needed. Of a
 * window with very many events the blocks are larger, so that there are never many, and divided again while it begins in one.
 */
final class BlockStacks extends Sliding {
    private static final int BLOCK_BITS = 6;
    private static final int BLOCK = 1 << BLOCK_BITS;

    private final Supplier<State> states;
    private final int mostBits;
    private final State back;
    private final State result;
    private final Suffixes outer;
    private final Suffixes inner;
    private final @Nullable State[] partial = new State[BLOCK];
    /** Where the front was when it was made; up to {@link #split} it is in blocks, from there on in the back. */
    private long front;

    private long split;
    private long added;
    private long divided = -1;
    private long partialBlock = -1;
    private long askedBlock = -1;

    /** With about as many blocks at most, as a power of two. */
    BlockStacks(Supplier<State> states, int mostBits) {
        this.states = states;
        this.mostBits = mostBits;
        this.back = states.get();
        this.result = states.get();
        this.outer = new Suffixes(states);
        this.inner = new Suffixes(states);
    }

    @Override
    State over(Events events, long start, long end) {
        if (start >= added) {
            forget(start);
        }
        if (added < end) {
            events.giveTo(back, added, end);
            added = end;
        }
        if (start > split) {
            flip(events, start);
        }
        if (start == split) {
            return back;
        }
        result.clear();
        addFront(events, start);
        result.merge(back);
        return result;
    }

    private void forget(long position) {
        back.clear();
        front = position;
        split = position;
        added = position;
        forgetBlock();
    }

    private void forgetBlock() {
        divided = -1;
        partialBlock = -1;
        askedBlock = -1;
    }

    /** Makes everything from a position on the front. */
    private void flip(Events events, long start) {
        int bits = BLOCK_BITS;
        while ((added - start) >> bits > 1 << mostBits) {
            bits++;
        }
        outer.make(events, start, added, bits);
        back.clear();
        front = start;
        split = added;
        forgetBlock();
    }

    /** Adds the events of the front from a position on to the result. */
    private void addFront(Events events, long start) {
        if (start == front || outer.begins(start)) {
            result.merge(outer.from(start));
            return;
        }
        long outerEnd = Math.min(split, outer.endOf(start));
        if (outer.bits() == BLOCK_BITS) {
            addBlock(events, start, outerEnd);
        } else {
            addDivided(events, start, outerEnd);
        }
        if (outerEnd < split) {
            result.merge(outer.from(outerEnd));
        }
    }

    /** Adds what a large block has from a position on. */
    private void addDivided(Events events, long start, long outerEnd) {
        long block = start >> outer.bits();
        if (block != divided) {
            divided = block;
            inner.make(events, start, outerEnd, BLOCK_BITS);
        }
        if (inner.begins(start) || start == inner.first()) {
            result.merge(inner.from(start));
            return;
        }
        long innerEnd = Math.min(outerEnd, inner.endOf(start));
        addBlock(events, start, innerEnd);
        if (innerEnd < outerEnd) {
            result.merge(inner.from(innerEnd));
        }
    }

    /** Adds what a block has from a position on. */
    private void addBlock(Events events, long start, long blockEnd) {
        long block = start >> BLOCK_BITS;
        if (block == askedBlock) {
            prepare(events, block, start, blockEnd);
            result.merge(made((int) (start & (BLOCK - 1))));
            return;
        }
        // Asked once, a block is added up; asked again, it is worth preparing.
        askedBlock = block;
        events.giveTo(result, start, blockEnd);
    }

    private void prepare(Events events, long block, long start, long blockEnd) {
        if (block == partialBlock) {
            return;
        }
        partialBlock = block;
        for (long at = blockEnd - 1; at >= start; at--) {
            State state = made((int) (at & (BLOCK - 1)));
            state.clear();
            state.add(events, events.slot(at));
            if (at + 1 < blockEnd) {
                state.merge(made((int) ((at + 1) & (BLOCK - 1))));
            }
        }
    }

    private State made(int place) {
        State state = partial[place];
        if (state == null) {
            state = states.get();
            partial[place] = state;
        }
        return state;
    }

    @Override
    void clear() {
        forget(0);
    }
}
