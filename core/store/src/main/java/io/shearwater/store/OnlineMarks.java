package io.shearwater.store;

import io.shearwater.model.FeatureViewSpec;
import org.jspecify.annotations.Nullable;

/** Up to which commits the groups of a view are online, before and after a request reads them. Thread-safe. */
final class OnlineMarks {
    private final OnlineState[] states;

    OnlineMarks(StoreParts parts, FeatureViewSpec view) {
        this.states = VectorLogLayout.lookedUp(view).stream()
                .map(rows -> VectorLogLayout.lookup(view, rows))
                .map(group ->
                        parts.registry().store().read(reader -> parts.registry().stored(reader, group)))
                .map(group -> parts.online().states().of(group, parts.registry()))
                .toArray(OnlineState[]::new);
    }

    OnlineState.Mark[] now() {
        OnlineState.Mark[] marks = new OnlineState.Mark[states.length];
        for (int i = 0; i < marks.length; i++) {
            marks[i] = states[i].mark();
        }
        return marks;
    }

    /** The newest commit of each group that can have been seen since these marks; null if it is that of the marks. */
    long @Nullable [] until(OnlineState.Mark[] before) {
        boolean settled = true;
        long[] until = new long[before.length];
        for (int i = 0; i < before.length; i++) {
            OnlineState.Mark now = states[i].mark();
            settled &= before[i].isSettled() && before[i].equals(now);
            until[i] = Math.max(before[i].arriving(), Math.max(now.commit(), now.arriving()));
        }
        return settled ? null : until;
    }
}
