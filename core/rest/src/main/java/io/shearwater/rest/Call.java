package io.shearwater.rest;

import io.helidon.webserver.http.ServerRequest;
import io.shearwater.api.FeatureStore;
import io.shearwater.gate.Caller;
import io.shearwater.gate.ReadableColumns;
import io.shearwater.wire.JsonObject;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request for an operation. For one thread. */
final class Call {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final ServerRequest request;
    private final RouteTable.Match match;
    private final Caller caller;
    private final Services services;
    private final Limits limits;

    Call(ServerRequest request, RouteTable.Match match, Caller caller, Services services, Limits limits) {
        this.request = request;
        this.match = match;
        this.caller = caller;
        this.services = services;
        this.limits = limits;
    }

    Caller caller() {
        return caller;
    }

    Services services() {
        return services;
    }

    String project() {
        return place("project");
    }

    /** The store of the request's project; the gate let the caller in. */
    FeatureStore store() {
        return services.projects().store(project());
    }

    /** What the caller may read in the request's project. */
    ReadableColumns readable() {
        return new ReadableColumns(services.access(), caller.require(), project());
    }

    /** What the path says at a place of its template. */
    String place(String name) {
        String text = match.places().get(name);
        if (text == null) {
            throw new IllegalStateException(match.operation() + " has no place '" + name + "'");
        }
        return text;
    }

    Map<String, String> places() {
        return match.places();
    }

    /**
     * A whole number of the path, such as a version; that there is none below 1 is said by what has versions.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_PARAMETER
     */
    int number(String name) {
        return (int) whole(name, place(name), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** A commit of the path. */
    long longNumber(String name) {
        return whole(name, place(name), 0, Long.MAX_VALUE);
    }

    /** A parameter of the query; empty where it is not given. */
    Optional<String> query(String name) {
        if (!request.query().contains(name)) {
            return Optional.empty();
        }
        List<String> given = request.query().all(name);
        if (given.size() > 1) {
            throw RestError.BAD_PARAMETER.because(
                    "'" + name + "' is given " + given.size() + " times; once is enough.");
        }
        return Optional.of(given.getFirst());
    }

    /** Whether a parameter says {@code true}; what is not given is false. */
    boolean flag(String name) {
        return switch (query(name).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw RestError.BAD_PARAMETER.because(
                        "'" + name + "' is '" + Texts.shown(query(name).orElse("")) + "', neither true nor false.");
        };
    }

    Optional<Long> queryNumber(String name, long least, long most) {
        return query(name).map(text -> whole(name, text, least, most));
    }

    /** A parameter that is there more than once, or lists its values with commas. */
    List<String> queryList(String name) {
        if (!request.query().contains(name)) {
            return List.of();
        }
        return request.query().all(name).stream()
                .flatMap(text -> List.of(text.split(",", -1)).stream())
                .map(String::strip)
                .toList();
    }

    private static long whole(String name, String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw RestError.BAD_PARAMETER.because(
                    "'" + name + "' is '" + Texts.shown(text) + "', not a whole number.", notANumber);
        }
        throw RestError.BAD_PARAMETER.because("'" + name + "' is " + text + "; it is from " + least
                + (most == Long.MAX_VALUE || most == Integer.MAX_VALUE ? " on." : " to " + most + "."));
    }

    Optional<String> header(String name) {
        return Headers.of(request, name);
    }

    /**
     * The media type of the body, in lower case and without parameters; empty where none is named. What curl says of a body by
     * itself, that it is a form, counts as none: nothing here takes forms, and no browser sends one with a key.
     */
    String bodyType() {
        String type = Headers.mediaType(header("Content-Type").orElse(""));
        return type.equals(FORM) ? "" : type;
    }

    /** The media types that the caller reads, the best first. */
    Accepted accepted() {
        return Accepted.of(header("Accept").orElse("*/*"));
    }

    /**
     * The body as a text.
     *
     * @throws io.shearwater.model.ShearwaterException TOO_LARGE, TOO_SLOW
     */
    String text() {
        String type = bodyType();
        if (!type.isEmpty() && !type.endsWith("json")) {
            throw RestError.UNSUPPORTED_MEDIA_TYPE.because(
                    "The body is '" + Texts.shown(type) + "'; this takes application/json.");
        }
        return Bodies.text(stream(limits.document()));
    }

    /**
     * The body as an object.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST, TOO_LARGE, TOO_SLOW
     */
    JsonObject json() {
        return JsonObject.read(text());
    }

    /** The body as it comes; as large as rows and files may be. */
    InputStream stream() {
        return stream(limits.stream());
    }

    private InputStream stream(long most) {
        return new BoundedBody(request.content().inputStream(), most, limits.leastBytesPerSecond());
    }
}
