package io.shearwater.rest;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.shearwater.gate.Action;
import io.shearwater.gate.Caller;
import io.shearwater.gate.Masked;
import io.shearwater.gate.RequestLog;
import io.shearwater.gate.Task;
import io.shearwater.model.ShearwaterException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes each request from its first byte to its last: finds the operation, passes the gate, answers, logs. Thread-safe. */
final class Front implements Handler {
    private final RouteTable routes;
    private final Services services;
    private final Limits limits;
    private final RequestLog log;
    private final AnswerWriter writer;
    private final Replays replays = new Replays();

    Front(RouteTable routes, Services services, Limits limits, RequestLog log, UnreadAnswers unread) {
        this.routes = routes;
        this.services = services;
        this.limits = limits;
        this.log = log;
        this.writer = new AnswerWriter(unread);
    }

    /** What becomes known of a request on its way. */
    private static final class Course {
        private final String requestId;
        private final String remote;
        private final long started = System.nanoTime();
        private String action = "";
        private String who = "";
        private String outcome = "ok";
        private @Nullable Throwable defect;

        private Course(String requestId, String remote) {
            this.requestId = requestId;
            this.remote = remote;
        }
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        Course course = new Course(services.gate().requestId(Headers.of(request, "X-Request-Id")), remote(request));
        response.header(HeaderNames.create("X-Request-Id"), course.requestId);
        harden(response);
        try {
            answer(request, response, course);
        } catch (ShearwaterException failed) {
            course.outcome = failed.code().name();
            fail(response, course, failed, Problems.of(failed, course.requestId));
        } catch (UncheckedIOException | ServerConnectionException gone) {
            // The caller went away in the middle of the answer; there is nobody left to tell.
            course.outcome = "GONE";
            throw gone;
        } catch (RuntimeException | Error defect) {
            course.outcome = "DEFECT";
            course.defect = defect;
            fail(response, course, defect, Problems.defect(course.requestId));
        } finally {
            log(request, response, course);
            Turn.mayEnd();
        }
    }

    private void answer(ServerRequest request, ServerResponse response, Course course) {
        RouteTable.Match match = routes.find(request.prologue().method().text(), segments(request));
        Action action = match.operation().action();
        course.action = action.text();
        Caller unknown = Caller.unknown(course.requestId, course.remote, "rest")
                .within(Headers.of(request, "traceparent").orElse(""));
        Caller caller = action.level() == Action.Level.PUBLIC
                ? unknown
                : services.gate().authenticate(unknown, Headers.of(request, "Authorization"));
        course.who = caller.who().map(known -> known.principal().text()).orElse("");
        Call call = new Call(request, match, caller, services, limits);
        Task task = new Task(action, match.places().getOrDefault("project", ""), Assets.of(match));
        services.gate().run(caller, task, () -> {
            Operation operation = match.operation();
            String what = operation.verb() + " " + request.prologue().uriPath().rawPath();
            writer.write(
                    replays.once(call, what, action, () -> operation.handler().handle(call)), call, response);
            return Boolean.TRUE;
        });
    }

    /** The segments of the path, decoded; dots that walk upwards are names here and find nothing. */
    private static List<String> segments(ServerRequest request) {
        String raw = request.prologue().uriPath().rawPath();
        List<String> segments = new ArrayList<>();
        for (String segment : raw.substring(Math.min(1, raw.length())).split("/", -1)) {
            segments.add(PercentText.decode(segment));
        }
        return segments;
    }

    /** Asked for once, at the beginning: a connection that was closed has no other end. */
    private static String remote(ServerRequest request) {
        return request.remotePeer().address() instanceof InetSocketAddress address ? address.getHostString() : "";
    }

    private static void harden(ServerResponse response) {
        response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
    }

    private void fail(ServerResponse response, Course course, Throwable failed, Problems.Shown problem) {
        if (response.isSent() || response.bytesWritten() > 0) {
            // Rows were on their way. Only a connection that breaks says that they did not all come.
            throw new AnswerCutException(course.requestId, failed);
        }
        if (problem.status() == 401) {
            response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        problem.retryAfter()
                .ifPresent(after ->
                        response.header(HeaderNames.RETRY_AFTER, Long.toString(Math.max(1, after.toSeconds()))));
        writer.write(problem, response);
    }

    private void log(ServerRequest request, ServerResponse response, Course course) {
        log.write(
                Instant.now(),
                new RequestLog.Entry(
                        course.requestId,
                        course.remote,
                        Texts.shown(request.prologue().method().text()),
                        Masked.of(Texts.shown(request.prologue().uriPath().rawPath())),
                        course.action,
                        course.who,
                        response.status().code(),
                        course.outcome,
                        (System.nanoTime() - course.started) / 1000),
                course.defect);
    }
}
