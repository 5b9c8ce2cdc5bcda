package io.shearwater.airquality;

import java.util.List;

/** What a chart is drawn on: x goes to the right and y down, in pixels of {@link #WIDTH} by {@link #HEIGHT}. Used by one thread. */
interface Canvas {
    int WIDTH = 960;
    int HEIGHT = 640;

    /** A colour by its meaning, for light and dark surroundings. */
    enum Ink {
        PAPER("#ffffff", "#10161c"),
        TEXT("#1c2733", "#d9e2ea"),
        QUIET("#5b6b7b", "#93a4b3"),
        GRID("#c9d3db", "#2c3a46"),
        MEASURED("#0f5f8a", "#5cb8e6"),
        FORECAST("#b3261e", "#ff8a80"),
        GOOD("#cfeeda", "#153224"),
        MODERATE("#fbf3c4", "#37330f"),
        UNHEALTHY_FOR_SOME("#fde0c0", "#3d2a14"),
        UNHEALTHY("#f9d2d0", "#3f1d1c"),
        VERY_UNHEALTHY("#e6d5ee", "#30203a"),
        HAZARDOUS("#dfc9ce", "#2f1a1f");

        private final String light;
        private final String dark;

        Ink(String light, String dark) {
            this.light = light;
            this.dark = dark;
        }

        String light() {
            return light;
        }

        String dark() {
            return dark;
        }
    }

    /** Which point of a text is where it says. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** How large a text is. */
    enum Size {
        TITLE(17),
        SMALL(12);

        private final int pixels;

        Size(int pixels) {
            this.pixels = pixels;
        }

        int pixels() {
            return pixels;
        }
    }

    /** How a line is drawn. */
    enum Stroke {
        THIN,
        THICK,
        DASHED
    }

    record Point(double x, double y) {}

    void box(Ink ink, Point corner, double width, double height);

    /** Straight from point to point; one point alone is nothing. */
    void line(Ink ink, Stroke stroke, List<Point> points);

    void dot(Ink ink, Point middle, double radius);

    /** A text whose base line is at a point. */
    void text(Ink ink, Size size, Anchor anchor, Point at, String text);
}
