package io.shearwater.airquality;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An SVG that stands alone and follows the viewer, light or dark. */
final class SvgCanvas implements Canvas {
    private final StringBuilder svg = new StringBuilder();

    SvgCanvas() {
        append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\">");
        append("<style>");
        append("  text { font-family: system-ui, sans-serif; }");
        for (Size size : Size.values()) {
            append("  ." + name(size) + " { font-size: " + size.pixels() + "px; }");
        }
        append("  .title { font-weight: 650; } .c-fill { fill: currentColor; }");
        append("  .c-line { fill: none; stroke: currentColor; stroke-linejoin: round; }");
        for (Ink ink : Ink.values()) {
            append("  ." + name(ink) + " { color: " + ink.light() + "; }");
        }
        append("  @media (prefers-color-scheme: dark) {");
        for (Ink ink : Ink.values()) {
            append("    ." + name(ink) + " { color: " + ink.dark() + "; }");
        }
        append("  }");
        append("</style>");
        box(Ink.PAPER, new Point(0, 0), WIDTH, HEIGHT);
    }

    private static String name(Ink ink) {
        return "c-" + ink.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String name(Size size) {
        return size.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void box(Ink ink, Point corner, double width, double height) {
        append(String.format(
                Locale.ROOT,
                "<rect class=\"c-fill %s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                name(ink),
                corner.x(),
                corner.y(),
                width,
                height));
    }

    @Override
    public void line(Ink ink, Stroke stroke, List<Point> points) {
        if (points.size() < 2) {
            return;
        }
        String path = points.stream()
                .map(point -> String.format(Locale.ROOT, "%.1f %.1f", point.x(), point.y()))
                .collect(Collectors.joining("L", "M", ""));
        String look = switch (stroke) {
            case THIN -> "stroke-width=\"1\"";
            case THICK -> "stroke-width=\"2\"";
            case DASHED -> "stroke-width=\"2\" stroke-dasharray=\"6 4\"";
        };
        append(String.format(Locale.ROOT, "<path class=\"c-line %s\" %s d=\"%s\"/>", name(ink), look, path));
    }

    @Override
    public void dot(Ink ink, Point middle, double radius) {
        append(String.format(
                Locale.ROOT,
                "<circle class=\"c-fill %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>",
                name(ink),
                middle.x(),
                middle.y(),
                radius));
    }

    @Override
    public void text(Ink ink, Size size, Anchor anchor, Point at, String text) {
        append(String.format(
                Locale.ROOT,
                "<text class=\"c-fill %s %s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                name(ink),
                name(size),
                anchor.name().toLowerCase(Locale.ROOT),
                at.x(),
                at.y(),
                text.replace("&", "&amp;").replace("<", "&lt;")));
    }

    /** The document. */
    String end() {
        return svg + "</svg>\n";
    }

    private void append(String line) {
        svg.append(line).append('\n');
    }
}
