package io.shearwater.airquality;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/** A picture in PNG, light, of twice the pixels: 1920 by 1280. The same drawing gives the same bytes on the same machine. */
final class PngCanvas implements Canvas {
    private static final int SCALE = 2;
    private static final String HEADLESS = "java.awt.headless";

    private final BufferedImage image;
    private final Graphics2D graphics;

    PngCanvas() {
        withoutDisplay();
        image = new BufferedImage(WIDTH * SCALE, HEIGHT * SCALE, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.scale(SCALE, SCALE);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        box(Ink.PAPER, new Point(0, 0), WIDTH, HEIGHT);
    }

    /** Without it a machine whose display cannot be reached would refuse to paint, though nothing is shown. */
    private static void withoutDisplay() {
        if (System.getProperty(HEADLESS) == null) {
            System.setProperty(HEADLESS, "true");
        }
    }

    /** Why this machine cannot draw text, as one without fonts, which many servers are; empty if it can. */
    static Optional<String> obstacle() {
        withoutDisplay();
        try {
            Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
            graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 1));
            graphics.getFontMetrics();
            graphics.dispose();
            return Optional.empty();
        } catch (RuntimeException | LinkageError | InternalError unable) {
            return Optional.of("Java cannot draw text here (" + unable.getMessage()
                    + "). Install fonts, such as with 'apt install fontconfig fonts-dejavu-core'.");
        }
    }

    @Override
    public void box(Ink ink, Point corner, double width, double height) {
        graphics.setColor(Color.decode(ink.light()));
        graphics.fill(new Rectangle2D.Double(corner.x(), corner.y(), width, height));
    }

    @Override
    public void line(Ink ink, Stroke stroke, List<Point> points) {
        if (points.size() < 2) {
            return;
        }
        Path2D path = new Path2D.Double();
        path.moveTo(points.getFirst().x(), points.getFirst().y());
        points.stream().skip(1).forEach(point -> path.lineTo(point.x(), point.y()));
        graphics.setColor(Color.decode(ink.light()));
        graphics.setStroke(
                switch (stroke) {
                    case THIN -> new BasicStroke(1);
                    case THICK -> new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
                    case DASHED ->
                        new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0);
                });
        graphics.draw(path);
    }

    @Override
    public void dot(Ink ink, Point middle, double radius) {
        graphics.setColor(Color.decode(ink.light()));
        graphics.fill(new Ellipse2D.Double(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius));
    }

    @Override
    public void text(Ink ink, Size size, Anchor anchor, Point at, String text) {
        graphics.setColor(Color.decode(ink.light()));
        graphics.setFont(new Font(Font.SANS_SERIF, size == Size.TITLE ? Font.BOLD : Font.PLAIN, size.pixels()));
        double width = graphics.getFontMetrics().getStringBounds(text, graphics).getWidth();
        double left = switch (anchor) {
            case START -> at.x();
            case MIDDLE -> at.x() - width / 2;
            case END -> at.x() - width;
        };
        graphics.drawString(text, (float) left, (float) at.y());
    }

    /** The file. */
    byte[] end() throws IOException {
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.setUseCache(false);
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
