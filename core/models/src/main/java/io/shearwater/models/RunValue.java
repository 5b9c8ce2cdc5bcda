package io.shearwater.models;

import io.shearwater.learning.LearningError;
import io.shearwater.learning.Run;
import io.shearwater.learning.Run.MetricPoint;
import io.shearwater.model.Names;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a condition or an order looks at: a metric, a parameter, a tag, or an attribute of the run itself.
 *
 * @param kind where it is found
 * @param name under which name
 */
record RunValue(Kind kind, String name) {
    private static final List<String> ATTRIBUTES = List.of(
            "run_id", "run_name", "status", "experiment_id", "artifact_uri", "start_time", "end_time", "user_id");

    /** Where a value is found. */
    enum Kind {
        METRIC("metric", "metrics"),
        PARAM("param", "params", "parameter", "parameters"),
        TAG("tag", "tags"),
        ATTRIBUTE("attribute", "attributes", "attr", "run");

        private final List<String> words;

        Kind(String... words) {
            this.words = List.of(words);
        }

        static Optional<Kind> find(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.words.contains(word.toLowerCase(Locale.ROOT)))
                    .findFirst();
        }
    }

    RunValue {
        if (kind == Kind.ATTRIBUTE && !ATTRIBUTES.contains(name)) {
            throw LearningError.BAD_DEFINITION.because("A run has no attribute '" + name + "'; it has " + ATTRIBUTES
                    + ", and metrics.…, params.… and tags.…." + Names.didYouMean(name, ATTRIBUTES));
        }
    }

    /** Whether values are numbers: metrics, and times in milliseconds since 1970. */
    boolean isNumber() {
        return kind == Kind.METRIC || name.endsWith("_time");
    }

    @Nullable
    Double number(Run run) {
        if (kind == Kind.METRIC) {
            MetricPoint point = run.data().metrics().get(name);
            return point == null ? null : (Double) point.value();
        }
        Optional<Instant> time = name.equals("start_time")
                ? Optional.of(run.info().startTime())
                : run.info().endTime();
        return time.map(at -> (double) at.toEpochMilli()).orElse(null);
    }

    @Nullable
    String text(Run run) {
        return switch (kind) {
            case METRIC -> throw new IllegalStateException("A metric is a number");
            case PARAM -> run.data().params().get(name);
            case TAG -> run.data().tags().get(name);
            case ATTRIBUTE ->
                switch (name) {
                    case "run_id" -> run.runId();
                    case "run_name" -> run.info().runName();
                    case "status" -> run.info().status().name();
                    case "experiment_id" -> run.info().experimentId();
                    case "user_id" -> run.data().tags().get(Run.USER_TAG);
                    default -> run.info().artifactUri();
                };
        };
    }
}
