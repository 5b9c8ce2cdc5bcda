package io.shearwater.airquality;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Draws lines and scatters as SVG that stands alone and follows the viewer, light or dark. */
final class SvgChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 340;
    private static final int LEFT = 52;
    private static final int TOP = 44;
    private static final int BOTTOM = HEIGHT - 34;
    private static final int PANEL = 270;

    private static final String STYLE = """
            <style>
              svg { background: #ffffff; } text { font: 13px system-ui, sans-serif; fill: #1c2733; } .quiet { fill: #5b6b7b; font-size: 12px; }
              .title { font-weight: 650; } .grid { stroke: #dde4ea; } .series { fill: none; stroke: #0f7c8a; stroke-width: 1.2; }
              .dot { fill: #0f7c8a; fill-opacity: .35; } .same { stroke: #b7791f; stroke-dasharray: 5 4; }
              @media (prefers-color-scheme: dark) {
                svg { background: #10161c; } text { fill: #d9e2ea; } .quiet { fill: #93a4b3; } .grid { stroke: #26323d; }
                .series { stroke: #4cc3d1; } .dot { fill: #4cc3d1; } .same { stroke: #e0ab52; }
              }
            </style>
            """;

    private final StringBuilder svg = new StringBuilder();

    private SvgChart(String title) {
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT)
                .append("\">\n")
                .append(STYLE);
        text(LEFT, 24, "title", title);
    }

    /** A day's value; null where there is none, which leaves a gap. */
    record Point(LocalDate date, @Nullable Double value) {}

    /** A panel of dots. Each pair is x and y. */
    record Scatter(String title, List<double[]> pairs) {
        /** Pearson's correlation; NaN for fewer than two different values. */
        double correlation() {
            double meanX = pairs.stream().mapToDouble(pair -> pair[0]).average().orElse(Double.NaN);
            double meanY = pairs.stream().mapToDouble(pair -> pair[1]).average().orElse(Double.NaN);
            double xy = 0;
            double xx = 0;
            double yy = 0;
            for (double[] pair : pairs) {
                xy += (pair[0] - meanX) * (pair[1] - meanY);
                xx += (pair[0] - meanX) * (pair[0] - meanX);
                yy += (pair[1] - meanY) * (pair[1] - meanY);
            }
            return xy / Math.sqrt(xx * yy);
        }
    }

    /** A line through time; the points in the order of their dates. */
    static String series(String title, List<Point> points) {
        SvgChart chart = new SvgChart(title);
        if (!points.isEmpty()) {
            chart.line(points);
        }
        return chart.end();
    }

    /** Panels side by side, at most three, all on one scale. */
    static String scatters(String title, List<Scatter> panels) {
        SvgChart chart = new SvgChart(title);
        double top = top(panels.stream()
                .flatMap(panel -> panel.pairs().stream())
                .mapToDouble(pair -> Math.max(pair[0], pair[1]))
                .max()
                .orElse(1));
        for (int i = 0; i < panels.size(); i++) {
            chart.panel(panels.get(i), LEFT + i * (PANEL + 16), top);
        }
        return chart.end();
    }

    private void line(List<Point> points) {
        LocalDate first = points.getFirst().date();
        LocalDate last = points.getLast().date();
        double days = Math.max(1, ChronoUnit.DAYS.between(first, last));
        double top = top(points.stream()
                .map(Point::value)
                .filter(value -> value != null)
                .mapToDouble(value -> value)
                .max()
                .orElse(1));
        int right = WIDTH - 12;
        for (int i = 0; i <= 4; i++) {
            double y = y(top * i / 4, top);
            svg.append(String.format(Locale.ROOT, "<path class=\"grid\" d=\"M%d %.1f H%d\"/>\n", LEFT, y, right));
            textEnd(LEFT - 8, y + 4, number(top * i / 4));
        }
        for (int i = 0; i <= 5; i++) {
            LocalDate date = first.plusDays(Math.round(days * i / 5));
            double x = LEFT + (right - LEFT) * i / 5.0;
            svg.append(String.format(
                    Locale.ROOT,
                    "<text class=\"quiet\" text-anchor=\"%s\" x=\"%.1f\" y=\"%d\">%s</text>\n",
                    i == 0 ? "start" : i == 5 ? "end" : "middle",
                    x,
                    BOTTOM + 22,
                    date));
        }
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (Point point : points) {
            Double value = point.value();
            if (value != null) {
                double x = LEFT + (right - LEFT) * ChronoUnit.DAYS.between(first, point.date()) / days;
                path.append(String.format(Locale.ROOT, "%s%.1f %.1f", drawing ? "L" : "M", x, y(value, top)));
            }
            drawing = value != null;
        }
        svg.append("<path class=\"series\" d=\"").append(path).append("\"/>\n");
    }

    private void panel(Scatter panel, int left, double top) {
        int size = BOTTOM - TOP;
        svg.append(String.format(
                Locale.ROOT,
                "<path class=\"grid\" fill=\"none\" d=\"M%d %d h%d v%d h-%d Z\"/>\n",
                left,
                TOP,
                size,
                size,
                size));
        svg.append(String.format(
                Locale.ROOT, "<path class=\"same\" d=\"M%d %d L%d %d\"/>\n", left, BOTTOM, left + size, TOP));
        for (double[] pair : panel.pairs()) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle class=\"dot\" r=\"2\" cx=\"%.1f\" cy=\"%.1f\"/>\n",
                    left + size * pair[0] / top,
                    y(pair[1], top)));
        }
        text(
                left,
                BOTTOM + 22,
                "quiet",
                String.format(
                        Locale.ROOT, "%s: correlation %.2f; to %s", panel.title(), panel.correlation(), number(top)));
    }

    private static double y(double value, double top) {
        return BOTTOM - (BOTTOM - TOP) * value / top;
    }

    /** A round number that is not below. */
    private static double top(double greatest) {
        double unit = Math.pow(10, Math.floor(Math.log10(Math.max(greatest, 1e-9))));
        for (double step : new double[] {1, 2, 4, 6, 8, 10}) {
            if (greatest <= step * unit) {
                return step * unit;
            }
        }
        return 10 * unit;
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%s", value);
    }

    private void text(double x, double y, String kind, String text) {
        svg.append(
                String.format(Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n", kind, x, y, text));
    }

    private void textEnd(double x, double y, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"quiet\" text-anchor=\"end\" x=\"%.1f\" y=\"%.1f\">%s</text>\n",
                x,
                y,
                text));
    }

    private String end() {
        return svg.append("</svg>\n").toString();
    }
}
