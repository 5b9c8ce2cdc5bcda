package io.shearwater.rest;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Locale;
import java.util.Optional;

/** Headers of requests. */
final class Headers {
    private Headers() {}

    static Optional<String> of(ServerRequest request, String name) {
        return request.headers().first(HeaderNames.create(name));
    }

    /** A media type without its parameters, in lower case. */
    static String mediaType(String header) {
        int end = header.indexOf(';');
        return (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
