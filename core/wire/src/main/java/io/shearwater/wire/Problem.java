package io.shearwater.wire;

import io.shearwater.evaluation.EvaluationError;
import io.shearwater.learning.LearningError;
import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ModelError;
import io.shearwater.model.ShearwaterException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An error as it crosses the wire: the problem details of RFC 9457 (docs/format/wire.md). Immutable.
 *
 * @param module whose error it is: codes are unique within a module
 * @param code the name of the error's code
 * @param detail the message, for people
 * @param instance what tells this occurrence from others, such as the id of the request
 * @param retryAfter when the same request may succeed, if that is known
 */
public record Problem(
        String module,
        String code,
        ErrorKind kind,
        String detail,
        Optional<String> instance,
        Optional<Duration> retryAfter) {
    /** The media type of its JSON. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE = "urn:shearwater:error:";
    private static final List<ErrorCode> KNOWN = Stream.of(
                    ModelError.values(), LearningError.values(), EvaluationError.values(), WireError.values())
            .flatMap(Stream::<ErrorCode>of)
            .toList();

    /** A code of a module that this side does not have. */
    private record ForeignCode(String module, String name, ErrorKind kind) implements ErrorCode {
        /** As of an enum. */
        @Override
        public String toString() {
            return name;
        }
    }

    /** What an exception says. */
    public static Problem of(ShearwaterException failure) {
        ErrorCode code = failure.code();
        return new Problem(
                module(code),
                code.name(),
                code.kind(),
                String.valueOf(failure.getMessage()),
                Optional.empty(),
                Optional.empty());
    }

    /** What is said of a defect: nothing that was not meant for others. */
    public static Problem ofDefect() {
        return of(
                WireError.INTERNAL.because(
                        "This failed by a defect of Shearwater, which is in the log of who was asked. Report it with the lines there."));
    }

    private static String module(ErrorCode code) {
        if (code instanceof ForeignCode foreign) {
            return foreign.module();
        }
        String name = code.getClass().getPackageName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The same about an occurrence. */
    public Problem withInstance(String occurrence) {
        return new Problem(module, code, kind, detail, Optional.of(occurrence), retryAfter);
    }

    /** The same with a time after which the request may succeed. */
    public Problem withRetryAfter(Duration time) {
        return new Problem(module, code, kind, detail, instance, Optional.of(time));
    }

    /** The URI that names the kind of problem. */
    public String type() {
        return TYPE + module + ":" + code;
    }

    /** The code in words. */
    public String title() {
        String words = code.toLowerCase(Locale.ROOT).replace('_', ' ');
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** The status of HTTP. */
    public int status() {
        return ErrorStatus.of(kind).http();
    }

    /**
     * The exception that it tells of: with the very code where that is one of the model, of learning, of evaluation or of the
     * wire, else with one of the same name and kind.
     */
    public ShearwaterException toException() {
        ErrorCode known = KNOWN.stream()
                .filter(one -> one.name().equals(code)
                        && one.kind() == kind
                        && module(one).equals(module))
                .findFirst()
                .orElseGet(() -> new ForeignCode(module, code, kind));
        return new ShearwaterException(known, detail);
    }

    /** The module and code that a type names, with a colon between; empty where it is a type of others. */
    static Optional<String> named(String type) {
        return type.startsWith(TYPE) ? Optional.of(type.substring(TYPE.length())) : Optional.empty();
    }
}
