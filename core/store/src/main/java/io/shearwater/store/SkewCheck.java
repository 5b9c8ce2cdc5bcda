package io.shearwater.store;

import io.shearwater.api.SkewSample;
import io.shearwater.model.ErrorCode;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.GroupRef;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.SkewReport;
import io.shearwater.offline.OfflineError;
import io.shearwater.online.VectorAssembler;
import io.shearwater.plan.Version;
import io.shearwater.query.QueryError;
import io.shearwater.registry.GroupRecord;
import io.shearwater.training.TrainingError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Computes logged vectors of a view again and compares, some hundred at a time. Used once. */
final class SkewCheck {
    private static final int VALUES_AT_ONCE = 500_000;
    private static final int FEWEST_AT_ONCE = 256;

    private final StoreParts parts;
    private final FeatureViewSpec spec;
    private final Function<Optional<Integer>, VectorAssembler> assemblers;
    private final Map<Optional<Integer>, Optional<Recomputed>> recomputed = new HashMap<>();
    private final SkewFindings findings;

    /** How vectors of one version of the training data are computed again. */
    private record Recomputed(VectorLogLayout layout, OfflineVectors vectors) {}

    /** What one query can answer. */
    private record Question(Optional<Integer> dataset, Set<String> links, Map<GroupRef, Long> commits) {}

    /**
     * A check.
     *
     * @param assemblers makes vectors as a version of the training data does
     */
    SkewCheck(StoreParts parts, FeatureViewSpec spec, Function<Optional<Integer>, VectorAssembler> assemblers) {
        this.parts = parts;
        this.spec = spec;
        this.assemblers = assemblers;
        this.findings = new SkewFindings(spec.ref());
    }

    SkewReport run(GroupRecord log, SkewSample wanted) {
        LogSample sample = new LogSample(parts, log, wanted);
        int atOnce =
                Math.max(FEWEST_AT_ONCE, VALUES_AT_ONCE / log.spec().schema().size());
        try (FrameReader rows = sample.rows()) {
            for (Optional<Frame> next = rows.next(); next.isPresent(); next = rows.next()) {
                Frame frame = next.get();
                for (int start = 0; start < frame.rows(); start += atOnce) {
                    check(frame.slice(start, Math.min(start + atOnce, frame.rows())), sample);
                }
            }
        }
        return findings.report();
    }

    private void check(Frame rows, LogSample sample) {
        Map<Question, List<LoggedVector>> questions = new LinkedHashMap<>();
        for (int row = 0; row < rows.rows(); row++) {
            if (!sample.contains(LoggedVector.time(rows, row), LoggedVector.id(rows, row))) {
                continue;
            }
            if (!LoggedVector.isSettled(rows, row)) {
                findings.skip("a group was written while it was read", 1);
                continue;
            }
            ask(rows, row, questions);
        }
        questions.forEach(this::answer);
    }

    private void ask(Frame rows, int row, Map<Question, List<LoggedVector>> questions) {
        Optional<Integer> dataset = LoggedVector.dataset(rows, row);
        Optional<Recomputed> known = recomputed.computeIfAbsent(dataset, this::recomputed);
        if (known.isEmpty()) {
            findings.skip("version " + dataset.orElse(0) + " of the training data was deleted", 1);
            return;
        }
        LoggedVector vector = LoggedVector.of(rows, row, known.get().layout());
        if (known.get().vectors().isBeyondQueries(vector)) {
            findings.skip("it names the key of a row that is found through another", 1);
            return;
        }
        Set<String> links = known.get().vectors().links(vector);
        questions
                .computeIfAbsent(new Question(dataset, links, vector.commits()), key -> new ArrayList<>())
                .add(vector);
    }

    private Optional<Recomputed> recomputed(Optional<Integer> dataset) {
        try {
            VectorAssembler assembler = assemblers.apply(dataset);
            return Optional.of(new Recomputed(
                    new VectorLogLayout(spec, assembler.program()), new OfflineVectors(parts, spec, assembler)));
        } catch (ShearwaterException failed) {
            if (failed.code() == TrainingError.NOT_FOUND) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    private void answer(Question question, List<LoggedVector> asked) {
        Recomputed how =
                recomputed.getOrDefault(question.dataset(), Optional.empty()).orElseThrow();
        List<FeatureVector> then;
        List<FeatureVector> now;
        try {
            then = how.vectors()
                    .vectors(
                            asked,
                            group -> new Version.AtCommit(question.commits().getOrDefault(group, 0L)));
            now = isNewest(question.commits()) ? then : how.vectors().vectors(asked, group -> Version.latest());
        } catch (ShearwaterException failed) {
            findings.skip(reason(failed), asked.size());
            return;
        }
        for (int i = 0; i < asked.size(); i++) {
            findings.compare(asked.get(i), how.layout(), question.dataset(), then.get(i), now.get(i));
        }
    }

    private boolean isNewest(Map<GroupRef, Long> commits) {
        String project = parts.registry().project();
        return parts.registry()
                .store()
                .read(registry -> commits.entrySet().stream()
                        .allMatch(known -> registry.latestCommit(project, known.getKey())
                                        .map(commit -> commit.commit().id())
                                        .orElse(0L)
                                == (long) known.getValue()));
    }

    private static String reason(ShearwaterException failed) {
        ErrorCode code = failed.code();
        if (code == OfflineError.EXPIRED_COMMIT || code == OfflineError.UNKNOWN_COMMIT) {
            return "a state of a group that it was served from is not kept any more";
        }
        if (code == QueryError.NO_HISTORY) {
            return "a group that it was served from keeps no history";
        }
        throw failed;
    }
}
