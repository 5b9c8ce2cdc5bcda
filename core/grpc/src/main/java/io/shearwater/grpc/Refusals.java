package io.shearwater.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.shearwater.access.RetryLater;
import io.shearwater.gate.GateError;
import io.shearwater.model.ErrorCode;
import io.shearwater.model.ShearwaterException;
import io.shearwater.wire.ErrorStatus;
import io.shearwater.wire.Problem;
import java.util.Locale;

/** Failures as statuses of gRPC with their details. */
final class Refusals {
    /** Of the details. */
    static final String DOMAIN = "shearwater";

    /** A status travels in headers, of which clients take 8 KiB. */
    private static final int LONGEST = 2_000;

    private static final java.time.Duration SOON = java.time.Duration.ofSeconds(1);

    private Refusals() {}

    /** What the caller is told of a failure; what is not the caller's is kept for the log. */
    static StatusRuntimeException of(Throwable failed, Course course) {
        return switch (failed) {
            case ShearwaterException refused -> {
                course.endedWith(refused.code().name());
                yield shown(problem(refused), course);
            }
            case StatusRuntimeException known -> ended(known, known.getStatus(), course);
            case StatusException known ->
                ended(new StatusRuntimeException(known.getStatus(), known.getTrailers()), known.getStatus(), course);
            default -> {
                course.brokeBy(failed);
                yield shown(Problem.ofDefect(), course);
            }
        };
    }

    private static StatusRuntimeException ended(StatusRuntimeException known, Status status, Course course) {
        course.endedWith(status.getCode().name());
        return known;
    }

    private static Problem problem(ShearwaterException refused) {
        Problem problem = Problem.of(refused);
        ErrorCode code = refused.code();
        if (code == GateError.OVERLOADED || code == GateError.ENDING) {
            return problem.withRetryAfter(SOON);
        }
        return code instanceof RetryLater later ? problem.withRetryAfter(later.retryAfter()) : problem;
    }

    private static StatusRuntimeException shown(Problem problem, Course course) {
        Status.Code code = Status.Code.valueOf(ErrorStatus.of(problem.kind()).grpc());
        com.google.rpc.Status.Builder status = com.google.rpc.Status.newBuilder()
                .setCode(code.value())
                .setMessage(shortened(problem.detail()))
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason(problem.code())
                        .setDomain(DOMAIN)
                        .putMetadata("module", problem.module())
                        .putMetadata("kind", problem.kind().name().toLowerCase(Locale.ROOT))
                        .putMetadata("request_id", course.caller().requestId())
                        .build()));
        problem.retryAfter()
                .ifPresent(after -> status.addDetails(Any.pack(RetryInfo.newBuilder()
                        .setRetryDelay(Duration.newBuilder()
                                .setSeconds(after.getSeconds())
                                .setNanos(after.getNano()))
                        .build())));
        return StatusProto.toStatusRuntimeException(status.build());
    }

    private static String shortened(String detail) {
        return detail.length() <= LONGEST ? detail : detail.substring(0, LONGEST) + "…";
    }
}
