package io.shearwater.pipeline;

import io.shearwater.model.GroupRef;
import io.shearwater.model.Times;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a store keeps of a pipeline's runs, as a file of the project: lines of a word and what it says.
 *
 * @param mark up to where everything is computed and written
 * @param unfinished a run that has begun to write and not ended
 */
record RunState(Optional<Instant> mark, Optional<Unfinished> unfinished) {
    static final RunState NONE = new RunState(Optional.empty(), Optional.empty());

    /**
     * A run that has begun to write.
     *
     * @param id that its writes are known by
     * @param digest of the pipeline that began it
     * @param commits the states that groups are read at
     */
    record Unfinished(String id, Span span, String digest, Map<GroupRef, Long> commits) {
        Unfinished {
            commits = Collections.unmodifiableMap(new LinkedHashMap<>(commits));
        }
    }

    RunState withUnfinished(Unfinished begun) {
        return new RunState(mark, Optional.of(begun));
    }

    RunState withoutUnfinished() {
        return new RunState(mark, Optional.empty());
    }

    /** The state once a span is written: the mark moves on where nothing lies between it and the span. */
    RunState after(Span written) {
        Instant end = Times.instant(written.endExclusive());
        boolean isJoined = mark.isEmpty() || written.startInclusive() <= Times.micros(mark.get());
        boolean isLater = mark.isEmpty() || end.isAfter(mark.get());
        return new RunState(isJoined && isLater ? Optional.of(end) : mark, Optional.empty());
    }

    String text() {
        StringBuilder text = new StringBuilder("format 1\n");
        mark.ifPresent(at -> text.append("mark ").append(at).append('\n'));
        unfinished.ifPresent(begun -> {
            text.append("run ").append(begun.id()).append('\n');
            text.append("start ").append(begun.span().startInclusive()).append('\n');
            text.append("end ").append(begun.span().endExclusive()).append('\n');
            text.append("pipeline ").append(begun.digest()).append('\n');
            new TreeMap<>(Map.copyOf(named(begun.commits())))
                    .forEach((group, commit) -> text.append("commit ")
                            .append(group)
                            .append(' ')
                            .append(commit)
                            .append('\n'));
        });
        return text.toString();
    }

    private static Map<String, Long> named(Map<GroupRef, Long> commits) {
        Map<String, Long> named = new LinkedHashMap<>();
        commits.forEach((group, commit) -> named.put(group.name() + " " + group.version(), commit));
        return named;
    }

    static RunState parse(String text, String path) {
        try {
            Map<String, String> said = new LinkedHashMap<>();
            Map<GroupRef, Long> commits = new LinkedHashMap<>();
            for (String line : text.lines().toList()) {
                List<String> words = List.of(line.split(" ", -1));
                if (words.getFirst().equals("commit")) {
                    commits.put(
                            new GroupRef(words.get(1), Integer.parseInt(words.get(2))), Long.parseLong(words.get(3)));
                } else {
                    said.put(words.getFirst(), words.get(1));
                }
            }
            if (!"1".equals(said.get("format"))) {
                throw PipelineError.DAMAGED.because("The file '" + path
                        + "' is of another version of Shearwater, or was changed. Use the Shearwater that wrote it.");
            }
            Optional<Unfinished> unfinished = Optional.ofNullable(said.get("run"))
                    .map(id -> new Unfinished(
                            id,
                            new Span(
                                    Long.parseLong(said.getOrDefault("start", "")),
                                    Long.parseLong(said.getOrDefault("end", ""))),
                            said.getOrDefault("pipeline", ""),
                            commits));
            return new RunState(Optional.ofNullable(said.get("mark")).map(Instant::parse), unfinished);
        } catch (IndexOutOfBoundsException | NumberFormatException | DateTimeParseException broken) {
            throw PipelineError.DAMAGED.because(
                    "The file '" + path + "', which says how far a pipeline is, is damaged: " + broken.getMessage()
                            + ". Delete it with files().delete(…) and run the pipeline over the time that is wanted.",
                    broken);
        }
    }
}
