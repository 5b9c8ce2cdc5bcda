package io.shearwater.rest;

import java.util.List;

/**
 * A path with places that a request fills, such as {@code /projects/{project}/files/{path*}}. A name with a star takes the rest of
 * the path and stands last.
 *
 * @param segments the parts between the slashes
 */
record PathTemplate(List<String> segments) {
    PathTemplate {
        segments = List.copyOf(segments);
    }

    static PathTemplate of(String text) {
        return new PathTemplate(List.of(text.substring(1).split("/", -1)));
    }

    static boolean isPlace(String segment) {
        return segment.startsWith("{");
    }

    static boolean takesRest(String segment) {
        return segment.endsWith("*}");
    }

    static String nameOf(String place) {
        return place.substring(1, place.length() - (takesRest(place) ? 2 : 1));
    }

    /** The names of the places, in their order. */
    List<String> names() {
        return segments.stream()
                .filter(PathTemplate::isPlace)
                .map(PathTemplate::nameOf)
                .toList();
    }

    @Override
    public String toString() {
        return "/" + String.join("/", segments).replace("*}", "}");
    }
}
