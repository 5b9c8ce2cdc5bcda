package io.shearwater.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Slides a state from which nothing can be taken away: by merging alone, with a constant number of steps for an event (two stacks,
 * as in K. Tangwongsan, M. Hirzel and S. Schneider, Low-latency sliding-window aggregation in worst-case constant time, 2017).
 * The front of the window is kept as states of what follows each block of events, so that a long window costs a state for
 * {@value #BLOCK} events and not one for each; within the block in which the window begins they are made as they are needed.
 */
final class BlockStacks extends Sliding {
    private static final int BLOCK_BITS = 6;
    private static final int BLOCK = 1 << BLOCK_BITS;

    private final Supplier<State> states;
    private final State back;
    private final State result;
    private final List<State> suffixes = new ArrayList<>();
    private final @Nullable State[] partial = new State[BLOCK];
    private long firstBlock;
    /** Where the front was when it was made; up to {@link #split} it is in suffixes, from there on in the back. */
    private long front;

    private long split;
    private long added;
    private long partialBlock = -1;
    private long askedBlock = -1;

    BlockStacks(Supplier<State> states) {
        this.states = states;
        this.back = states.get();
        this.result = states.get();
    }

    @Override
    State over(Events events, long start, long end) {
        if (start >= added) {
            forget(start);
        }
        for (; added < end; added++) {
            back.add(events, events.slot(added));
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
        partialBlock = -1;
        askedBlock = -1;
    }

    /** Makes everything from a position on the front. */
    private void flip(Events events, long start) {
        firstBlock = start >> BLOCK_BITS;
        long lastBlock = (added - 1) >> BLOCK_BITS;
        while (suffixes.size() <= lastBlock - firstBlock) {
            suffixes.add(states.get());
        }
        for (long block = lastBlock; block >= firstBlock; block--) {
            State suffix = suffixes.get((int) (block - firstBlock));
            suffix.clear();
            long blockEnd = Math.min(added, (block + 1) << BLOCK_BITS);
            for (long at = Math.max(start, block << BLOCK_BITS); at < blockEnd; at++) {
                suffix.add(events, events.slot(at));
            }
            if (block < lastBlock) {
                suffix.merge(suffixes.get((int) (block + 1 - firstBlock)));
            }
        }
        back.clear();
        front = start;
        split = added;
        partialBlock = -1;
        askedBlock = -1;
    }

    /** Adds the events of the front from a position on to the result. */
    private void addFront(Events events, long start) {
        long block = start >> BLOCK_BITS;
        if (start == front || start == block << BLOCK_BITS) {
            result.merge(suffixes.get((int) (block - firstBlock)));
            return;
        }
        long blockEnd = Math.min(split, (block + 1) << BLOCK_BITS);
        if (block == askedBlock) {
            prepare(events, block, start, blockEnd);
            result.merge(made((int) (start & (BLOCK - 1))));
        } else {
            // Asked once, a block is added up; asked again, it is worth preparing.
            askedBlock = block;
            for (long at = start; at < blockEnd; at++) {
                result.add(events, events.slot(at));
            }
        }
        if (blockEnd < split) {
            result.merge(suffixes.get((int) (block + 1 - firstBlock)));
        }
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
