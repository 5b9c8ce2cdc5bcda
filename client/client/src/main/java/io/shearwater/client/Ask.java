package io.shearwater.client;

import io.shearwater.wire.TypedEntries;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked of a server. Immutable.
 *
 * @param method of HTTP
 * @param path encoded, from the project on or from the root
 * @param query encoded, with {@code ?}, or empty
 * @param body what is sent
 * @param nature what it is to the client
 */
record Ask(String method, String path, String query, Body body, Nature nature) {
    /**
     * What a request is to the client.
     *
     * @param what for messages: what is done
     * @param repeat whether it does no harm when it is done twice
     * @param work whether it may be much work
     * @param accept the media type that is wanted
     * @param key by which the server knows a write again
     */
    record Nature(String what, boolean repeat, boolean work, String accept, Optional<String> key) {}

    private static final String JSON = "application/json";

    static Ask get(Object... segments) {
        return new Ask("GET", path(segments), "", Body.NONE, new Nature("", true, false, JSON, Optional.empty()));
    }

    static Ask of(String method, Object... segments) {
        return new Ask(method, path(segments), "", Body.NONE, new Nature("", false, false, JSON, Optional.empty()));
    }

    static Ask post(Object... segments) {
        return of("POST", segments);
    }

    private static String path(Object... segments) {
        StringBuilder path = new StringBuilder();
        for (Object segment : segments) {
            path.append('/').append(encoded(segment.toString()));
        }
        return path.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** One below a path of several names. */
    Ask below(List<String> names) {
        StringBuilder longer = new StringBuilder(path);
        names.forEach(name -> longer.append('/').append(encoded(name)));
        return new Ask(method, longer.toString(), query, body, nature);
    }

    Ask query(String name, Object value) {
        return new Ask(
                method,
                path,
                query + (query.isEmpty() ? "?" : "&") + name + "=" + encoded(value.toString()),
                body,
                nature);
    }

    Ask query(Map<String, String> all) {
        Ask asked = this;
        for (Map.Entry<String, String> one : all.entrySet()) {
            asked = asked.query(one.getKey(), one.getValue());
        }
        return asked;
    }

    Ask json(String text) {
        return with(Body.text(JSON, text));
    }

    /** Entries whose values carry their types. */
    Ask entries(List<? extends Map<String, ?>> entries) {
        return with(Body.text(TypedEntries.MEDIA_TYPE, TypedEntries.write(entries)));
    }

    Ask with(Body next) {
        return new Ask(method, path, query, next, nature);
    }

    private Ask with(Nature next) {
        return new Ask(method, path, query, body, next);
    }

    /** One that reads, or writes what is the same the second time. */
    Ask repeatable() {
        return with(new Nature(nature.what, true, nature.work, nature.accept, nature.key));
    }

    /** One that may be much work. */
    Ask work() {
        return with(new Nature(nature.what, nature.repeat, true, nature.accept, nature.key));
    }

    Ask accepting(String mediaType) {
        return with(new Nature(nature.what, nature.repeat, nature.work, mediaType, nature.key));
    }

    /** A write that the server knows again by a key. */
    Ask keyed(String key) {
        return with(new Nature(nature.what, true, nature.work, nature.accept, Optional.of(key)));
    }

    /** What it does, for messages. */
    Ask named(String what) {
        return with(new Nature(what, nature.repeat, nature.work, nature.accept, nature.key));
    }

    /** For messages. */
    String what() {
        return nature.what.isEmpty() ? method + " " + path : nature.what;
    }

    boolean mayRepeat() {
        return nature.repeat && body.canRepeat();
    }

    static List<Object> with(List<Object> segments, Object... more) {
        List<Object> all = new ArrayList<>(segments);
        all.addAll(List.of(more));
        return all;
    }
}
