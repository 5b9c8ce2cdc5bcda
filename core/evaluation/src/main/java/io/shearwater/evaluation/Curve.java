package io.shearwater.evaluation;

import java.util.List;

/**
 * A curve over all thresholds of a score, the greatest threshold first. Immutable.
 *
 * @param area under the whole curve, also where points are left out
 */
public record Curve(List<Point> points, double area) {
    /** The number of points that a curve has where nothing else is said. */
    public static final int POINTS = 500;

    public Curve {
        points = List.copyOf(points);
    }

    /**
     * A point: rows that score at least the threshold are predicted positive.
     *
     * @param x the false positive rate, or recall
     * @param y the true positive rate, or precision
     */
    public record Point(double x, double y, double threshold) {}
}
