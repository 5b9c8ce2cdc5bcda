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
import java.util.stream.Stream;

/** Computes logged vectors of a view again and compares, some hundred at a time. Used once. */
final class SkewCheck {
    private static final int VALUES_AT_ONCE = 500_000;
    private static final int FEWEST_AT_ONCE = 256;
    /** Of groups that were written while a vector was read. */
    private static final int MOST_STATES = 16;

    private static final String WRITTEN = "a group was written while it was read, and it cannot be told what was there";

    private final StoreParts parts;
    private final FeatureViewSpec spec;
    private final Function<Optional<Integer>, VectorAssembler> assemblers;
    private final Map<Optional<Integer>, Optional<Recomputed>> recomputed = new HashMap<>();
    private final SkewFindings findings;

    /** How vectors of one version of the training data are computed again. */
    private record Recomputed(VectorLogLayout layout, OfflineVectors vectors) {}

    /** What one query can answer. */
    private record Question(
            Optional<Integer> dataset, Set<String> links, Map<GroupRef, Long> commits, Map<GroupRef, Long> until) {}

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
            findings.skip("it names a part of the key of a row that is found through another", 1);
            return;
        }
        if (vector.until().isEmpty() && !LoggedVector.isSettled(rows, row)) {
            findings.skip(WRITTEN, 1);
            return;
        }
        if (known.get().vectors().isBeyondAnotherTime(vector)) {
            findings.skip("it names another time, as of which it has aggregates of what it found as of now", 1);
            return;
        }
        Set<String> links = known.get().vectors().links(vector);
        questions
                .computeIfAbsent(
                        new Question(dataset, links, vector.commits(), vector.until()), key -> new ArrayList<>())
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
        List<LoggedVector> left = asked;
        try {
            List<Map<Integer, Long>> states = states(question, how.vectors().nodes());
            for (int i = 0; i < states.size() && !left.isEmpty(); i++) {
                left = compare(question, states.get(i), left);
            }
        } catch (ShearwaterException failed) {
            findings.skip(reason(failed), left.size());
            return;
        }
        findings.skip(WRITTEN, left.size());
    }

    /**
     * Compares with a state of the groups. Where groups were written meanwhile it may be another one: none differs then.
     *
     * @return the vectors that were served from another state
     */
    private List<LoggedVector> compare(Question question, Map<Integer, Long> state, List<LoggedVector> asked) {
        Recomputed how =
                recomputed.getOrDefault(question.dataset(), Optional.empty()).orElseThrow();
        List<FeatureVector> then =
                how.vectors().vectors(asked, node -> new Version.AtCommit(state.getOrDefault(node, 0L)));
        List<FeatureVector> now =
                isNewest(question.commits()) ? then : how.vectors().vectors(asked, node -> Version.latest());
        List<LoggedVector> others = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            if (question.until().isEmpty() || SkewFindings.isSame(asked.get(i), then.get(i))) {
                findings.compare(asked.get(i), how.layout(), question.dataset(), then.get(i), now.get(i));
            } else {
                others.add(asked.get(i));
            }
        }
        return others;
    }

    /**
     * The states of the groups that a vector can have been served from, each a commit for each node: one, or where groups
     * were written meanwhile, one for each choice among their commits; none if these are too many.
     */
    private List<Map<Integer, Long>> states(Question question, List<Integer> nodes) {
        List<Map<Integer, Long>> states = List.of(Map.of());
        for (int node : nodes) {
            GroupRef group = spec.query().nodes().get(node).group().stored().ref();
            List<Long> commits = commits(question, group);
            if (states.size() * commits.size() > MOST_STATES) {
                return List.of();
            }
            List<Map<Integer, Long>> longer = new ArrayList<>();
            for (Map<Integer, Long> state : states) {
                for (long commit : commits) {
                    Map<Integer, Long> next = new HashMap<>(state);
                    next.put(node, commit);
                    longer.add(next);
                }
            }
            states = longer;
        }
        return states;
    }

    /** From the commit that was online before to the newest that was being carried there. */
    private List<Long> commits(Question question, GroupRef group) {
        long before = question.commits().getOrDefault(group, 0L);
        Long until = question.until().get(group);
        if (until == null) {
            return List.of(before);
        }
        String project = home(group);
        return Stream.concat(
                        Stream.of(before),
                        parts.registry().store().read(registry -> registry.commits(project, group)).stream()
                                .map(commit -> commit.commit().id())
                                .filter(id -> id > before && id <= until))
                .toList();
    }

    private boolean isNewest(Map<GroupRef, Long> commits) {
        return commits.entrySet().stream().allMatch(known -> newest(known.getKey()) == known.getValue());
    }

    private long newest(GroupRef group) {
        String project = home(group);
        return parts.registry()
                .store()
                .read(registry -> registry.latestCommit(project, group))
                .map(commit -> commit.commit().id())
                .orElse(0L);
    }

    /** The project that has the rows of a group. */
    private String home(GroupRef rows) {
        return parts.registry().home(VectorLogLayout.lookup(spec, rows));
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
