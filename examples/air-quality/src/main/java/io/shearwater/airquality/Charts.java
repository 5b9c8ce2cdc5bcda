package io.shearwater.airquality;

import io.shearwater.model.Frame;
import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Charts of the training data as SVG files: what was measured day by day, and how much a day is like those before it. */
final class Charts {
    private static final List<String> LAGS = List.of("pm25_lag_1", "pm25_lag_2", "pm25_lag_3");

    private Charts() {}

    /**
     * Writes {@code pm25.svg} and {@code lags.svg} into a folder.
     *
     * @param rows with date, pm25 and its lags
     * @throws io.shearwater.model.ShearwaterException UNWRITABLE_FILE
     */
    static List<Path> write(Frame rows, Path folder) {
        List<Path> files = List.of(folder.resolve("pm25.svg"), folder.resolve("lags.svg"));
        try {
            Files.createDirectories(folder);
            Files.writeString(files.getFirst(), SvgChart.series("PM2.5 by day, µg/m³", points(rows)));
            List<SvgChart.Scatter> panels = LAGS.stream()
                    .map(lag -> scatter(
                            rows,
                            lag,
                            (LAGS.indexOf(lag) + 1) + " day" + (LAGS.indexOf(lag) == 0 ? "" : "s") + " before"))
                    .toList();
            Files.writeString(
                    files.getLast(), SvgChart.scatters("PM2.5 of a day (up) and of the days before, µg/m³", panels));
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
        return files;
    }

    /**
     * Writes the latest forecast and the hindcast, as far as there are any, as {@code forecast} and {@code hindcast}, SVG and PNG;
     * no PNG where {@link PngCanvas#obstacle} says why.
     *
     * @throws io.shearwater.model.ShearwaterException UNWRITABLE_FILE
     */
    static List<Path> write(Hindcast hindcast, Frame rows, Path folder) {
        NavigableMap<LocalDate, Double> measured = new TreeMap<>();
        points(rows).forEach(point -> {
            if (point.value() != null) {
                measured.put(point.date(), point.value());
            }
        });
        List<Path> files = new ArrayList<>();
        List<Hindcast.Day> latest = hindcast.latest();
        if (!latest.isEmpty()) {
            List<Hindcast.Deviation> errors = hindcast.errors();
            files.addAll(draw(folder, "forecast", canvas -> ForecastCharts.forecast(canvas, measured, latest, errors)));
        }
        List<Hindcast.Day> judged = hindcast.judged();
        if (!judged.isEmpty()) {
            files.addAll(draw(folder, "hindcast", canvas -> ForecastCharts.hindcast(canvas, judged)));
        }
        return files;
    }

    private static List<Path> draw(Path folder, String name, Consumer<Canvas> drawing) {
        List<Path> files = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            SvgCanvas svg = new SvgCanvas();
            drawing.accept(svg);
            files.add(Files.writeString(folder.resolve(name + ".svg"), svg.end()));
            if (PngCanvas.obstacle().isEmpty()) {
                PngCanvas png = new PngCanvas();
                drawing.accept(png);
                files.add(Files.write(folder.resolve(name + ".png"), png.end()));
            }
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
        return files;
    }

    private static ShearwaterException unwritable(Path folder, IOException e) {
        return AirQualityError.UNWRITABLE_FILE.because(
                "The charts cannot be written to " + folder + ": " + e.getMessage(), e);
    }

    private static List<SvgChart.Point> points(Frame rows) {
        return IntStream.range(0, rows.rows())
                .mapToObj(row -> new SvgChart.Point(
                        (LocalDate) rows.column("date").valueAt(row), (Double) rows.value(row, "pm25")))
                .sorted(Comparator.comparing(SvgChart.Point::date))
                .toList();
    }

    private static SvgChart.Scatter scatter(Frame rows, String lag, String title) {
        List<double[]> pairs = new ArrayList<>();
        for (int row = 0; row < rows.rows(); row++) {
            @Nullable Double before = (Double) rows.value(row, lag);
            @Nullable Double day = (Double) rows.value(row, "pm25");
            if (before != null && day != null) {
                pairs.add(new double[] {before, day});
            }
        }
        return new SvgChart.Scatter(title, pairs);
    }
}
