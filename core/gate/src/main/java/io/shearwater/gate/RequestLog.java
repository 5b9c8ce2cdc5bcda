package io.shearwater.gate;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One line of JSON for each request that was answered. Holds names, never values, keys or tokens. Thread-safe. */
public final class RequestLog {
    private final Consumer<String> lines;

    public RequestLog(Consumer<String> lines) {
        this.lines = lines;
    }

    /**
     * What is known of a request when it ends.
     *
     * @param method of HTTP, or the protocol
     * @param path of HTTP, or the method of gRPC
     * @param action as the audit names it; empty where it did not come so far
     * @param status as the protocol numbers it
     */
    public record Entry(
            String requestId,
            String remote,
            String method,
            String path,
            String action,
            String who,
            int status,
            String outcome,
            long micros) {}

    /**
     * Writes the line of a request.
     *
     * @param defect what went wrong by our own fault, if something did
     */
    public void write(Instant at, Entry entry, @Nullable Throwable defect) {
        StringBuilder line =
                new StringBuilder(320).append("{\"at\":\"").append(at).append('"');
        text(line, "level", defect == null ? "info" : "error");
        text(line, "request_id", entry.requestId());
        text(line, "remote", entry.remote());
        text(line, "method", entry.method());
        text(line, "path", entry.path());
        text(line, "action", entry.action());
        text(line, "who", entry.who());
        line.append(",\"status\":").append(entry.status());
        text(line, "outcome", entry.outcome());
        line.append(",\"micros\":").append(entry.micros());
        if (defect != null) {
            text(line, "defect", stack(defect));
        }
        lines.accept(line.append('}').toString());
    }

    private static String stack(Throwable defect) {
        StringBuilder text = new StringBuilder(defect.getClass().getName());
        for (StackTraceElement element : defect.getStackTrace()) {
            text.append(" < ").append(element);
        }
        Throwable cause = defect.getCause();
        return cause == null
                ? text.toString()
                : text.append(" caused by ").append(stack(cause)).toString();
    }

    private static void text(StringBuilder line, String name, String value) {
        line.append(",\"").append(name).append("\":\"");
        JsonStringEncoder.getInstance().quoteAsString(value, line);
        line.append('"');
    }
}
