package io.shearwater.rest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The media types that a caller reads, the best first. Immutable. */
record Accepted(List<Range> ranges) {
    private static final int MOST = 32;

    /** A type with stars, and how much it is liked. */
    record Range(String type, double quality) {
        private boolean covers(String mediaType) {
            return type.equals("*/*")
                    || type.equals(mediaType)
                    || (type.endsWith("/*") && mediaType.startsWith(type.substring(0, type.length() - 1)));
        }
    }

    static Accepted of(String header) {
        List<Range> ranges = new ArrayList<>();
        for (String part : header.split(",", MOST)) {
            String type = Headers.mediaType(part);
            if (!type.isEmpty()) {
                ranges.add(new Range(type, quality(part)));
            }
        }
        ranges.sort(Comparator.comparingDouble(Range::quality).reversed());
        return new Accepted(List.copyOf(ranges));
    }

    private static double quality(String part) {
        int at = part.indexOf("q=");
        if (at < 0) {
            return 1;
        }
        try {
            return Double.parseDouble(part.substring(at + 2).strip());
        } catch (NumberFormatException odd) {
            return 0;
        }
    }

    /** The one of these that the caller likes best; of equals the first. */
    Optional<String> best(List<String> offered) {
        return ranges.stream()
                .filter(range -> range.quality > 0)
                .flatMap(range -> offered.stream().filter(range::covers))
                .findFirst();
    }
}
