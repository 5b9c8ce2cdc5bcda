package io.shearwater.models;

import io.shearwater.evaluation.Calibration;
import io.shearwater.evaluation.ConfusionMatrix;
import io.shearwater.evaluation.Curve;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws what a test measured, as SVG that stands alone and follows the viewer, light or dark. */
final class ModelPlots {
    private static final int SIDE = 360;
    private static final int LEFT = 60;
    private static final int TOP = 50;
    private static final int RIGHT = 20;
    private static final int BOTTOM = 50;
    private static final int MOST_FEATURES = 30;
    private static final int MOST_CLASSES = 20;
    private static final int ROW = 20;
    private static final int NAMES = 260;
    private static final int CELL = 64;

    private static final String STYLE = """
            <style>
              svg { background: #ffffff; } text { font: 13px system-ui, sans-serif; fill: #1c2733; } .quiet { fill: #5b6b7b; font-size: 12px; }
              .title { font-weight: 650; } .grid { stroke: #dde4ea; } .line { fill: none; stroke: #0f7c8a; stroke-width: 1.6; }
              .mark { fill: #0f7c8a; } .same { stroke: #b7791f; stroke-dasharray: 5 4; }
              @media (prefers-color-scheme: dark) {
                svg { background: #10161c; } text { fill: #d9e2ea; } .quiet { fill: #93a4b3; } .grid { stroke: #26323d; }
                .line { stroke: #4cc3d1; } .mark { fill: #4cc3d1; } .same { stroke: #e0ab52; }
              }
            </style>
            """;

    private final StringBuilder svg = new StringBuilder();

    private ModelPlots(String title, int width, int height) {
        append(String.format(
                Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\">\n", width, height));
        svg.append(STYLE);
        text("title", "start", LEFT, 28, title);
    }

    /** The rate of alarms that are right over that of those that are wrong. */
    static String roc(Curve curve) {
        ModelPlots plot = square(
                String.format(Locale.ROOT, "ROC, area %.3f", curve.area()),
                "false positive rate",
                "true positive rate");
        plot.diagonal();
        plot.curve(curve.points());
        return plot.end();
    }

    /** How many alarms are right over how much is found. */
    static String precisionRecall(Curve curve) {
        ModelPlots plot = square(
                String.format(Locale.ROOT, "Precision over recall, average precision %.3f", curve.area()),
                "recall",
                "precision");
        plot.curve(curve.points());
        return plot.end();
    }

    /** How often it happened over how probable it was said to be. */
    static String calibration(Calibration calibration) {
        ModelPlots plot = square(
                String.format(Locale.ROOT, "Calibration, error %.4f", calibration.error()),
                "predicted probability",
                "share that happened");
        plot.diagonal();
        for (Calibration.Bin bin : calibration.bins()) {
            if (bin.rows() > 0) {
                plot.append(String.format(
                        Locale.ROOT,
                        "<circle class=\"mark\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>%d rows</title></circle>\n",
                        x(bin.meanProbability()),
                        y(bin.shareHappened()),
                        bin.rows()));
            }
        }
        return plot.end();
    }

    /** How much the model uses each feature, the most used ones. */
    static String importance(Map<String, Double> importance) {
        List<Map.Entry<String, Double>> most =
                importance.entrySet().stream().limit(MOST_FEATURES).toList();
        double greatest = most.stream().mapToDouble(Map.Entry::getValue).max().orElse(1);
        ModelPlots plot =
                new ModelPlots("Importance of features", LEFT + NAMES + SIDE + RIGHT, TOP + ROW * most.size() + RIGHT);
        for (int i = 0; i < most.size(); i++) {
            double width = greatest > 0 ? SIDE * Math.max(0, most.get(i).getValue()) / greatest : 0;
            int top = TOP + ROW * i;
            plot.text("quiet", "end", LEFT + NAMES - 8, top + 12, most.get(i).getKey());
            plot.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"mark\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"><title>%s</title></rect>\n",
                    LEFT + NAMES,
                    top,
                    width,
                    ROW - 6,
                    most.get(i).getValue()));
        }
        return plot.end();
    }

    /** What was predicted over what happened. */
    static String confusion(ConfusionMatrix matrix) {
        List<String> classes = matrix.classes();
        int shown = Math.min(classes.size(), MOST_CLASSES);
        int left = LEFT + CELL * 2;
        ModelPlots plot = new ModelPlots(
                "Confusion: rows happened, columns predicted",
                left + CELL * shown + RIGHT * 8,
                TOP + CELL * (shown + 1));
        for (int actual = 0; actual < shown; actual++) {
            int top = TOP + CELL * actual + CELL / 2;
            plot.text("quiet", "end", left - 8, top + CELL / 2 + 4, classes.get(actual));
            plot.text("quiet", "middle", left + CELL * actual + CELL / 2, TOP + CELL / 2 - 8, classes.get(actual));
            for (int predicted = 0; predicted < shown; predicted++) {
                plot.cell(matrix, actual, predicted, left + CELL * predicted, top);
            }
        }
        return plot.end();
    }

    private void cell(ConfusionMatrix matrix, int actual, int predicted, int left, int top) {
        long count = matrix.count(actual, predicted);
        double share = matrix.actual(actual) == 0 ? 0 : (double) count / matrix.actual(actual);
        append(String.format(
                Locale.ROOT,
                "<rect class=\"mark\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill-opacity=\"%.3f\"/>\n",
                left,
                top,
                CELL - 2,
                CELL - 2,
                0.05 + 0.6 * share));
        text("", "middle", left + CELL / 2, top + CELL / 2 + 4, Long.toString(count));
    }

    private static ModelPlots square(String title, String horizontal, String vertical) {
        ModelPlots plot = new ModelPlots(title, LEFT + SIDE + RIGHT, TOP + SIDE + BOTTOM);
        for (int i = 0; i <= 4; i++) {
            double at = i / 4.0;
            plot.append(String.format(
                    Locale.ROOT, "<path class=\"grid\" d=\"M%d %.1f H%d\"/>\n", LEFT, y(at), LEFT + SIDE));
            plot.text("quiet", "end", LEFT - 8, (int) y(at) + 4, String.valueOf(at));
            plot.text("quiet", "middle", (int) x(at), TOP + SIDE + 18, String.valueOf(at));
        }
        plot.text("quiet", "middle", LEFT + SIDE / 2, TOP + SIDE + 38, horizontal);
        plot.text("quiet", "start", LEFT, TOP - 6, vertical);
        return plot;
    }

    private void diagonal() {
        append(String.format(
                Locale.ROOT, "<path class=\"same\" d=\"M%.1f %.1f L%.1f %.1f\"/>\n", x(0), y(0), x(1), y(1)));
    }

    private void curve(List<Curve.Point> points) {
        StringBuilder path = new StringBuilder();
        for (Curve.Point point : points) {
            path.append(
                    String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : " L", x(point.x()), y(point.y())));
        }
        append(String.format(Locale.ROOT, "<path class=\"line\" d=\"%s\"/>\n", path));
    }

    private static double x(double share) {
        return LEFT + SIDE * share;
    }

    private static double y(double share) {
        return TOP + SIDE * (1 - share);
    }

    private void text(String style, String anchor, int x, int y, String words) {
        append(String.format(
                Locale.ROOT,
                "<text class=\"%s\" text-anchor=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n",
                style,
                anchor,
                x,
                y,
                escaped(words)));
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private void append(String element) {
        svg.append(element);
    }

    private String end() {
        return svg.append("</svg>\n").toString();
    }
}
