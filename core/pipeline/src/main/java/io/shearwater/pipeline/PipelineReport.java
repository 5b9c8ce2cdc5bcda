package io.shearwater.pipeline;

import io.shearwater.model.Commit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run did.
 *
 * @param startInclusive of the stretch of event time; empty for the beginning of the data
 * @param commits of the outputs, in their order; of a group that a run before had written, that earlier commit
 * @param rows that were computed or read, by source and node; a source that SQL reads by itself is not counted
 * @param resumed the run that an earlier process had left unfinished and this one finished first
 */
public record PipelineReport(
        Optional<Instant> startInclusive,
        Instant endExclusive,
        List<Commit> commits,
        Map<String, Long> rows,
        Optional<PipelineReport> resumed) {
    public PipelineReport {
        commits = List.copyOf(commits);
        rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    }

    PipelineReport after(Optional<PipelineReport> before) {
        return new PipelineReport(startInclusive, endExclusive, commits, rows, before);
    }

    @Override
    public String toString() {
        List<String> written = new ArrayList<>();
        commits.forEach(commit -> written.add(commit.group() + " "
                + (commit.counts().inserted() + commit.counts().updated())));
        return resumed.map(before -> before + System.lineSeparator()).orElse("")
                + startInclusive.map(Instant::toString).orElse("the beginning") + " to " + endExclusive + ", rows: "
                + String.join(", ", written);
    }
}
