package io.shearwater.airquality;

import io.shearwater.airquality.Canvas.Anchor;
import io.shearwater.airquality.Canvas.Ink;
import io.shearwater.airquality.Canvas.Point;
import io.shearwater.airquality.Canvas.Size;
import io.shearwater.airquality.Canvas.Stroke;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Draws PM2.5 over days, on a logarithmic scale, over bands of how good the air is. */
final class ForecastCharts {
    private static final double LEFT = 64;
    private static final double RIGHT = Canvas.WIDTH - 136;
    private static final double TOP = 76;
    private static final double LEAST = 5;
    private static final double MOST = 500;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

    /** So many days before a forecast are shown with it. */
    static final int DAYS_BEFORE = 21;

    /** So many days of a hindcast are shown. */
    static final int DAYS_BACK = 60;

    /** So many forecasts have to be judged before a chart says how far they are off. */
    private static final int ENOUGH = 10;

    /**
     * How good air is, by the mean of a day: the levels of the US Environmental Protection Agency, whose bounds are given for the
     * index in most charts and here in the unit of the measurements, as they were in 2012.
     */
    private enum Level {
        GOOD("Good", 12.0, Ink.GOOD),
        MODERATE("Moderate", 35.4, Ink.MODERATE),
        UNHEALTHY_FOR_SOME("Unhealthy for some", 55.4, Ink.UNHEALTHY_FOR_SOME),
        UNHEALTHY("Unhealthy", 150.4, Ink.UNHEALTHY),
        VERY_UNHEALTHY("Very unhealthy", 250.4, Ink.VERY_UNHEALTHY),
        HAZARDOUS("Hazardous", MOST, Ink.HAZARDOUS);

        private final String text;
        private final double most;
        private final Ink ink;

        Level(String text, double most, Ink ink) {
            this.text = text;
            this.most = most;
            this.ink = ink;
        }
    }

    private final Canvas canvas;
    private final LocalDate first;
    private final LocalDate last;
    private final double bottom;

    private ForecastCharts(Canvas canvas, LocalDate first, LocalDate last, double bottom) {
        this.canvas = canvas;
        this.first = first;
        this.last = last;
        this.bottom = bottom;
    }

    /**
     * The last days that were measured and the seven that are forecast.
     *
     * @param measured by day
     * @param forecast the days of one forecast, at least one
     * @param errors how far forecasts were off, by days ahead
     */
    static void forecast(
            Canvas canvas,
            NavigableMap<LocalDate, Double> measured,
            List<Hindcast.Day> forecast,
            List<Hindcast.Deviation> errors) {
        LocalDate made = forecast.getFirst().madeOn();
        ForecastCharts chart = new ForecastCharts(
                canvas, made.minusDays(DAYS_BEFORE - 1L), forecast.getLast().date(), Canvas.HEIGHT - 44);
        chart.title(
                "PM2.5 of the next seven days",
                "Daily means, µg/m³, logarithmic. Made when " + made
                        + " was over. Bars: how far forecasts were off on average");
        chart.bands();
        chart.days();
        chart.measured(measured.subMap(chart.first, true, made, true));
        double divide = (chart.x(made) + chart.x(made.plusDays(1))) / 2;
        canvas.line(Ink.QUIET, Stroke.THIN, List.of(new Point(divide, TOP), new Point(divide, chart.bottom)));
        List<Point> line = new ArrayList<>();
        Double now = measured.get(made);
        if (now != null) {
            line.add(chart.at(made, now));
        }
        forecast.forEach(day -> line.add(chart.at(day.date(), day.predicted())));
        canvas.line(Ink.FORECAST, Stroke.DASHED, line);
        for (Hindcast.Day day : forecast) {
            double off = errors.stream()
                    .filter(error -> error.daysAhead() == day.daysAhead() && error.days() >= ENOUGH)
                    .mapToDouble(Hindcast.Deviation::model)
                    .findFirst()
                    .orElse(0);
            Point top = chart.at(day.date(), day.predicted() + off);
            canvas.line(Ink.FORECAST, Stroke.THIN, List.of(chart.at(day.date(), day.predicted() - off), top));
            canvas.dot(Ink.FORECAST, chart.at(day.date(), day.predicted()), 4);
            canvas.text(
                    Ink.TEXT,
                    Size.SMALL,
                    Anchor.MIDDLE,
                    new Point(top.x(), top.y() - 8),
                    String.format(Locale.ROOT, "%.0f", day.predicted()));
        }
        chart.legend(Stroke.DASHED, "forecast");
    }

    /**
     * What was forecast one day ahead beside what was measured, and below by how much it was off.
     *
     * @param days of which each was measured, ascending, at least one
     */
    static void hindcast(Canvas canvas, List<Hindcast.Day> days) {
        List<Hindcast.Day> shown = days.subList(Math.max(0, days.size() - DAYS_BACK), days.size());
        ForecastCharts chart = new ForecastCharts(
                canvas, shown.getFirst().date(), shown.getLast().date(), 430);
        double mean = shown.stream().mapToDouble(Hindcast.Day::error).average().orElse(Double.NaN);
        chart.title(
                "PM2.5 as it was forecast one day ahead, and as it became",
                String.format(
                        Locale.ROOT,
                        "Daily means, µg/m³, logarithmic. Off by %.1f µg/m³ on average over these %d days",
                        mean,
                        shown.size()));
        chart.bands();
        NavigableMap<LocalDate, Double> measured = new TreeMap<>();
        NavigableMap<LocalDate, Double> predicted = new TreeMap<>();
        for (Hindcast.Day day : shown) {
            predicted.put(day.date(), day.predicted());
            if (day.measured() != null) {
                measured.put(day.date(), day.measured());
            }
        }
        chart.line(Ink.MEASURED, Stroke.THICK, measured);
        chart.line(Ink.FORECAST, Stroke.THICK, predicted);
        chart.legend(Stroke.THICK, "forecast one day ahead");
        chart.errors(shown, mean);
        chart.days();
    }

    private void title(String title, String more) {
        canvas.text(Ink.TEXT, Size.TITLE, Anchor.START, new Point(LEFT, 28), title);
        canvas.text(Ink.QUIET, Size.SMALL, Anchor.START, new Point(LEFT, 47), more);
    }

    private void bands() {
        double below = LEAST;
        for (Level level : Level.values()) {
            double top = y(level.most);
            canvas.box(level.ink, new Point(LEFT, top), RIGHT - LEFT, y(below) - top);
            canvas.text(
                    Ink.QUIET, Size.SMALL, Anchor.START, new Point(RIGHT + 8, (y(below) + top) / 2 + 4), level.text);
            canvas.text(
                    Ink.QUIET,
                    Size.SMALL,
                    Anchor.END,
                    new Point(LEFT - 8, top + 4),
                    String.format(Locale.ROOT, "%.0f", level.most));
            below = level.most;
        }
        canvas.text(Ink.QUIET, Size.SMALL, Anchor.END, new Point(LEFT - 8, bottom + 4), "5");
    }

    private void days() {
        long days = ChronoUnit.DAYS.between(first, last);
        long step = Math.max(1, Math.ceilDiv(days, 9));
        for (long day = 0; day <= days; day += step) {
            LocalDate date = first.plusDays(day);
            double x = x(date);
            canvas.line(Ink.QUIET, Stroke.THIN, List.of(new Point(x, axis()), new Point(x, axis() + 5)));
            canvas.text(
                    Ink.QUIET,
                    Size.SMALL,
                    Anchor.MIDDLE,
                    new Point(x, axis() + 19),
                    date.format(DAY) + (day == 0 ? " " + date.getYear() : ""));
        }
    }

    private double axis() {
        return Canvas.HEIGHT - 44;
    }

    private void measured(NavigableMap<LocalDate, Double> values) {
        line(Ink.MEASURED, Stroke.THICK, values);
        values.forEach((date, value) -> canvas.dot(Ink.MEASURED, at(date, value), 3));
    }

    /** A day without value is a gap. */
    private void line(Ink ink, Stroke stroke, NavigableMap<LocalDate, Double> values) {
        List<Point> points = new ArrayList<>();
        for (LocalDate date = first; !date.isAfter(last); date = date.plusDays(1)) {
            Double value = values.get(date);
            if (value == null) {
                canvas.line(ink, stroke, points);
                points = new ArrayList<>();
            } else {
                points.add(at(date, value));
            }
        }
        canvas.line(ink, stroke, points);
    }

    private void legend(Stroke stroke, String forecast) {
        double y = 62;
        double x = LEFT;
        canvas.line(Ink.MEASURED, Stroke.THICK, List.of(new Point(x, y), new Point(x + 26, y)));
        canvas.text(Ink.TEXT, Size.SMALL, Anchor.START, new Point(x + 32, y + 4), "measured");
        canvas.line(Ink.FORECAST, stroke, List.of(new Point(x + 110, y), new Point(x + 136, y)));
        canvas.text(Ink.TEXT, Size.SMALL, Anchor.START, new Point(x + 142, y + 4), forecast);
    }

    /** A bar for each day, as high as its forecast was off, and a line where they are on average. */
    private void errors(List<Hindcast.Day> shown, double mean) {
        double top = bottom + 40;
        double height = axis() - top;
        double worst = shown.stream().mapToDouble(Hindcast.Day::error).max().orElse(0);
        double greatest = Math.max(20, 20 * Math.ceil(worst / 20));
        canvas.text(Ink.TEXT, Size.SMALL, Anchor.START, new Point(LEFT, top - 8), "Off by, µg/m³");
        for (double part : new double[] {0, 0.5, 1}) {
            double y = axis() - height * part;
            canvas.line(Ink.GRID, Stroke.THIN, List.of(new Point(LEFT, y), new Point(RIGHT, y)));
            canvas.text(
                    Ink.QUIET,
                    Size.SMALL,
                    Anchor.END,
                    new Point(LEFT - 8, y + 4),
                    String.format(Locale.ROOT, "%.0f", greatest * part));
        }
        double width = Math.min(24, 0.7 * (RIGHT - LEFT) / (ChronoUnit.DAYS.between(first, last) + 1));
        for (Hindcast.Day day : shown) {
            double tall = height * day.error() / greatest;
            canvas.box(Ink.QUIET, new Point(x(day.date()) - width / 2, axis() - tall), width, tall);
        }
        double y = axis() - height * mean / greatest;
        canvas.line(Ink.FORECAST, Stroke.DASHED, List.of(new Point(LEFT, y), new Point(RIGHT, y)));
        canvas.text(
                Ink.FORECAST,
                Size.SMALL,
                Anchor.START,
                new Point(RIGHT + 8, y + 4),
                String.format(Locale.ROOT, "%.1f on average", mean));
    }

    private Point at(LocalDate date, double value) {
        return new Point(x(date), y(value));
    }

    /** Each day has a stretch of the axis, and its point in the middle of it. */
    private double x(LocalDate date) {
        double days = ChronoUnit.DAYS.between(first, last) + 1.0;
        return LEFT + (RIGHT - LEFT) * (ChronoUnit.DAYS.between(first, date) + 0.5) / days;
    }

    /** What is beyond the scale is at its end. */
    private double y(double value) {
        double inside = Math.min(MOST, Math.max(LEAST, value));
        return bottom - (bottom - TOP) * Math.log(inside / LEAST) / Math.log(MOST / LEAST);
    }
}
