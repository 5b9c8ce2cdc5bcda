package io.shearwater.rest;

import io.shearwater.access.RetryLater;
import io.shearwater.gate.GateError;
import io.shearwater.model.ShearwaterException;
import io.shearwater.wire.Problem;
import io.shearwater.wire.ProblemJson;
import java.time.Duration;
import java.util.Optional;

/** Failures as problem details of RFC 9457. */
final class Problems {
    private static final Duration SOON = Duration.ofSeconds(1);

    private Problems() {}

    /** A failure as it is sent. */
    record Shown(int status, String mediaType, String body, Optional<Duration> retryAfter) {}

    static Shown of(ShearwaterException failed, String requestId) {
        Problem problem = Problem.of(failed).withInstance("urn:shearwater:request:" + requestId);
        if (failed.code() == GateError.OVERLOADED || failed.code() == GateError.ENDING) {
            problem = problem.withRetryAfter(SOON);
        }
        if (failed.code() instanceof RetryLater later) {
            problem = problem.withRetryAfter(later.retryAfter());
        }
        int status = failed.code() instanceof RestError own ? own.status() : problem.status();
        return shown(problem, status);
    }

    /** A failure that is not the caller's: what it was stands in the log, under the request's id. */
    static Shown defect(String requestId) {
        Problem problem = Problem.ofDefect().withInstance("urn:shearwater:request:" + requestId);
        return shown(problem, problem.status());
    }

    /**
     * What HTTP refused before it was a request: a head that is too long, a line that makes no sense, a body that stops.
     *
     * @param status as HTTP has it
     */
    static Shown ofTransport(int status) {
        RestError error = status == 413 ? RestError.TOO_LARGE : RestError.BAD_HTTP;
        String why = status == 413
                ? "The body is larger than it may be."
                : "This is no request of HTTP/1.1 that is understood here: look at the request line, the headers and their"
                        + " lengths.";
        return shown(Problem.of(error.because(why)), status);
    }

    private static Shown shown(Problem problem, int status) {
        return new Shown(status, Problem.MEDIA_TYPE, ProblemJson.write(problem, status), problem.retryAfter());
    }
}
