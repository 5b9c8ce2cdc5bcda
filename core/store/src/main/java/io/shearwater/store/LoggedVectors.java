package io.shearwater.store;

import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.online.VectorAssembler;
import io.shearwater.registry.GroupRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        boolean settled = true;
        for (int i = 0; i < marks.length; i++) {
            settled &= marks[i].isSettled() && marks[i].equals(states[i].mark());
        }
        long nanos = System.nanoTime() - start;
        log.offer(new LoggedRequest(
                form, LoggedRequest.named(entries), served, marks, settled, nanos, log.numbers(entries.size())));
        return served.vectors();
    }
}
