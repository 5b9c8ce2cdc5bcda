package io.shearwater.store;

import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.online.VectorAssembler;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Serves vectors and hands them to the log. Thread-safe. */
final class LoggedVectors {
    private final VectorAssembler assembler;
    private final VectorLogWriter log;
    private final LoggedRequest.Form form;
    private final OnlineMarks marks;

    LoggedVectors(StoreParts parts, FeatureViewSpec spec, VectorAssembler assembler, Optional<Integer> dataset) {
        VectorLogLayout layout = new VectorLogLayout(spec, assembler.program());
        this.assembler = assembler;
        this.form = new LoggedRequest.Form(layout, assembler.program(), dataset.orElse(null));
        this.marks = new OnlineMarks(parts, spec);
        this.log = parts.logs().writer(parts, layout);
    }

    List<FeatureVector> vectors(List<? extends Map<String, ?>> entries) {
        if (entries.isEmpty()) {
            return List.of();
        }
        long start = System.nanoTime();
        OnlineState.Mark[] before = marks.now();
        VectorAssembler.Served served = assembler.serve(entries);
        long[] until = marks.until(before);
        long nanos = System.nanoTime() - start;
        log.offer(new LoggedRequest(form, LoggedRequest.named(entries), served, before, until, nanos, log.dropped()));
        return served.vectors();
    }
}
