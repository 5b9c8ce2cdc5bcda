package io.shearwater.online;

import java.util.Arrays;

/** A pattern of {@link io.shearwater.model.Predicate.Like} over code points. Immutable and thread-safe. */
final class LikePattern {
    private static final int ANY = -1;
    private static final int ONE = -2;

    private final int[] parts;

    LikePattern(String pattern) {
        int[] points = pattern.codePoints().toArray();
        int[] found = new int[points.length];
        int count = 0;
        for (int i = 0; i < points.length; i++) {
            boolean escapes = points[i] == '\\' && i + 1 < points.length && "%_\\".indexOf(points[i + 1]) >= 0;
            if (escapes) {
                found[count++] = points[++i];
            } else {
                found[count++] = points[i] == '%' ? ANY : points[i] == '_' ? ONE : points[i];
            }
        }
        parts = Arrays.copyOf(found, count);
    }

    /** Greedy with one place to come back to, the last {@code %}: linear but for pathological patterns. */
    boolean matches(String text) {
        int[] points = text.codePoints().toArray();
        int part = 0;
        int point = 0;
        int resumePart = -1;
        int resumePoint = 0;
        while (point < points.length) {
            if (part < parts.length && parts[part] == ANY) {
                resumePart = part++;
                resumePoint = point;
            } else if (part < parts.length && (parts[part] == ONE || parts[part] == points[point])) {
                part++;
                point++;
            } else if (resumePart >= 0) {
                part = resumePart + 1;
                point = ++resumePoint;
            } else {
                return false;
            }
        }
        while (part < parts.length && parts[part] == ANY) {
            part++;
        }
        return part == parts.length;
    }
}
