package io.shearwater.store;

import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.online.VectorAssembler;
import io.shearwater.registry.GroupRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Serves vectors and hands them to the log. Thread-safe. */
final class LoggedVectors {
    private final VectorAssembler assembler;
    private final VectorLogWriter log;
    private final LoggedRequest.Form form;
    private final OnlineState[] states;

    LoggedVectors(StoreParts parts, FeatureViewSpec spec, VectorAssembler assembler, Optional<Integer> dataset) {
        VectorLogLayout layout = new VectorLogLayout(spec, assembler.program());
        this.assembler = assembler;
        this.form = new LoggedRequest.Form(layout, assembler.program(), dataset.orElse(null));
        this.states = layout.groups().stream()
                .map(parts.registry()::group)
                .map(group -> state(parts, group))
                .toArray(OnlineState[]::new);
        this.log = parts.logs().writer(parts, spec.ref(), layout);
    }

    private static OnlineState state(StoreParts parts, GroupRecord group) {
        return parts.online().states().of(group, parts.registry());
    }

    List<FeatureVector> vectors(List<? extends Map<String, ?>> entries) {
        if (entries.isEmpty()) {
            return List.of();
        }
        long start = System.nanoTime();
        OnlineState.Mark[] marks = new OnlineState.Mark[states.length];
        for (int i = 0; i < marks.length; i++) {
            marks[i] = states[i].mark();
        }
        VectorAssembler.Served served = assembler.serve(entries);
        long[] until = until(marks);
        long nanos = System.nanoTime() - start;
        log.offer(new LoggedRequest(form, LoggedRequest.named(entries), served, marks, until, nanos, log.dropped()));
        return served.vectors();
    }

    /** The newest commit of each group that can have been seen since these marks; null if it is that of the marks. */
    private long @Nullable [] until(OnlineState.Mark[] before) {
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
