package io.shearwater.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Problems as JSON. */
public final class ProblemJson {
    private static final int LONGEST_DETAIL = 2_000;

    private ProblemJson() {}

    public static String write(Problem problem) {
        return write(problem, problem.status());
    }

    /** A failure as it is sent with a status that says more than its kind, such as 405. */
    public static String write(Problem problem, int status) {
        ObjectNode node = WireJson.object()
                .put("type", problem.type())
                .put("title", problem.title())
                .put("status", status)
                .put("detail", problem.detail());
        problem.instance().ifPresent(instance -> node.put("instance", instance));
        node.put("code", problem.code()).put("kind", JsonValue.written(problem.kind()));
        problem.retryAfter().ifPresent(time -> node.put("retry_after", seconds(time)));
        return node.toString();
    }

    /** Whole seconds, as the header Retry-After has them, rounded up so that nobody comes too early. */
    public static long seconds(Duration time) {
        return Math.max(0, time.plusNanos(999_999_999).toSeconds());
    }

    /**
     * What an answer that is an error says. One that is no problem of ours, such as a page of a proxy, is a problem of the kind
     * that its status means; its text is the detail.
     *
     * @param status of HTTP
     */
    public static Problem read(int status, String body) {
        try {
            JsonNode node = WireJson.parse(body, WireJson.LONGEST);
            String named = Problem.named(node.path("type").asText()).orElse("");
            int colon = named.indexOf(':');
            Optional<ErrorKind> kind = kind(node.path("kind").asText());
            if (colon > 0 && kind.isPresent() && node.path("detail").isTextual()) {
                Optional<Duration> retry = node.path("retry_after").canConvertToLong()
                        ? Optional.of(
                                Duration.ofSeconds(node.path("retry_after").longValue()))
                        : Optional.empty();
                return new Problem(
                        named.substring(0, colon),
                        named.substring(colon + 1),
                        kind.get(),
                        node.path("detail").textValue(),
                        Optional.ofNullable(node.get("instance")).map(JsonNode::asText),
                        retry);
            }
        } catch (ShearwaterException notJson) {
            // Not ours; what it says is shown as it is.
        }
        String text = body.strip();
        return new Problem(
                "http",
                "STATUS_" + status,
                ErrorStatus.ofHttp(status).kind(),
                "The server answered with the status " + status
                        + (text.isEmpty()
                                ? "."
                                : ": "
                                        + (text.length() > LONGEST_DETAIL
                                                ? text.substring(0, LONGEST_DETAIL) + "…"
                                                : text)),
                Optional.empty(),
                Optional.empty());
    }

    private static Optional<ErrorKind> kind(String text) {
        for (ErrorKind kind : ErrorKind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
