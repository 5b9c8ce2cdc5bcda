package io.shearwater.airquality;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingData;
import io.shearwater.learning.ModelVersion;
import io.shearwater.model.Frame;
import io.shearwater.model.Query;
import io.shearwater.model.TimeRange;
import io.shearwater.story.Story;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Air quality from real measurements: hours of a file become days in a feature store, and out come training data, the
 * features of the last week as a batch, and the vector for the day to predict. Safe to run again on the same store.
 */
public final class AirQualityExample {
    private static final int LEAST_DAYS = 30;

    private final FeatureStore store;
    private final Story story;

    private AirQualityExample(FeatureStore store, Story story) {
        this.store = store;
        this.story = story;
    }

    /**
     * Runs all of it.
     *
     * @param csv the hourly file "Beijing PM2.5" of the UCI Machine Learning Repository, or one like it
     * @throws io.shearwater.model.ShearwaterException BAD_FILE, naming line, column and value, UNREADABLE_FILE or TOO_SHORT
     */
    public static AirQualityReport run(FeatureStore store, Path csv, Story story) {
        return new AirQualityExample(store, story).run(csv);
    }

    /** What a daily job did: the days that it wrote and, if there is a model, what it forecast from them. */
    public record Daily(AirQualityPipeline.Report days, Optional<ForecastReport> forecast) {}

    /**
     * The daily job, and the same over the past: writes the days from {@code first} to {@code last}, both included, and forecasts
     * from each of them.
     *
     * @throws io.shearwater.model.ShearwaterException as {@link AirQualityPipeline#run}
     */
    public static Daily daily(FeatureStore store, Path csv, LocalDate first, LocalDate last, Story story) {
        AirQualityPipeline.Report days = AirQualityPipeline.run(store, csv, first, last, story);
        AirQualityGroups groups = AirQualityGroups.in(store);
        return new Daily(days, new ForecastJob(store, groups, story).run(days.first(), days.last()));
    }

    /**
     * Draws charts of what the store has into a folder: of the days and their lags as SVG, of the latest forecast and of how good
     * forecasts were as SVG and PNG.
     *
     * @throws io.shearwater.model.ShearwaterException UNWRITABLE_FILE
     */
    public static List<Path> charts(FeatureStore store, Path folder, Story story) {
        return story.step("charts", step -> {
            Query days = AirQualityGroups.in(store).days();
            Frame rows = store.read(days);
            List<Path> files = new ArrayList<>(Charts.write(rows, folder));
            files.addAll(Charts.write(Hindcast.of(store), rows, folder));
            PngCanvas.obstacle().ifPresent(why -> story.say("  no PNG files: " + why));
            step.outcome(files.stream().map(Path::toString).collect(Collectors.joining(", ")));
            return files;
        });
    }

    private AirQualityReport run(Path csv) {
        List<Hour> hours = story.step("read", step -> read(csv, step));
        List<Day> days = Day.of(hours);
        LocalDate last = days.getLast().date();
        AirQualityGroups groups = AirQualityGroups.in(store);
        new AirQualityPipeline(groups, story).write(days);

        FeatureView view = groups.view(store);
        ForecastModel model = new ForecastModel(store, view);
        TrainingData data = story.step("training data", step -> trainingData(model, days, step));
        double error = story.step("baseline", step -> errorOfYesterday(data.test(), step));
        Optional<ModelVersion> trained = story.step("train", step -> train(model, data, error, step));
        Optional<ForecastReport> forecast = new ForecastJob(store, groups, story).runUntil(last);
        Map<String, @Nullable Object> vector = story.step("vector", step -> vector(view, last.plusDays(1), step));
        List<Map<String, @Nullable Object>> week = story.step("last week", step -> lastWeek(view, last, step));
        return new AirQualityReport(
                hours.size(),
                withoutPm25(hours),
                days.size(),
                data.dataset().version(),
                data.train().index().rows(),
                data.test().index().rows(),
                error,
                trained.map(version -> new AirQualityReport.Model(version.version(), version.metrics())),
                forecast,
                last.plusDays(1),
                vector,
                week);
    }

    private static List<Hour> read(Path csv, Story.Step step) {
        List<Hour> hours = BeijingFile.read(csv);
        if (Day.of(hours).size() < LEAST_DAYS) {
            throw AirQualityError.TOO_SHORT.because(
                    csv + " has " + Day.of(hours).size() + " days of measurements; " + LEAST_DAYS
                            + " are the least to train and test on.");
        }
        step.outcome(String.format(
                Locale.ROOT,
                "%,d hours from %s to %s, %,d of them without PM2.5",
                hours.size(),
                hours.getFirst().time(),
                hours.getLast().time(),
                withoutPm25(hours)));
        return hours;
    }

    private static int withoutPm25(List<Hour> hours) {
        return (int) hours.stream().filter(hour -> hour.pm25() == null).count();
    }

    private static TrainingData trainingData(ForecastModel model, List<Day> days, Story.Step step) {
        TrainingData data = model.data(days.stream().map(Day::date).toList());
        step.outcome(String.format(
                Locale.ROOT,
                "version %d: %d features, %,d days to train, %s, and %,d to test, %s",
                data.dataset().version(),
                data.train().features().schema().size(),
                data.train().index().rows(),
                stretch(data.train().index()),
                data.test().index().rows(),
                stretch(data.test().index())));
        return data;
    }

    private static String stretch(Frame index) {
        List<LocalDate> dates = IntStream.range(0, index.rows())
                .mapToObj(row -> (LocalDate) index.column("date").valueAt(row))
                .sorted()
                .toList();
        return dates.isEmpty() ? "none" : dates.getFirst() + " to " + dates.getLast();
    }

    private static Optional<ModelVersion> train(
            ForecastModel model, TrainingData data, double errorOfYesterday, Story.Step step) {
        Optional<ModelVersion> trained = model.train(data, errorOfYesterday);
        step.outcome(trained.map(version -> String.format(
                        Locale.ROOT,
                        "%s is off by %.1f µg/m³ on average, and is now the %s",
                        version.ref(),
                        Objects.requireNonNull(version.metrics().get("mae")),
                        ForecastModel.CHAMPION))
                .orElse("not registered: it is off by more than \"as yesterday\""));
        return trained;
    }

    /** How far the forecast "as yesterday" is off on average, where yesterday was measured. */
    private static double errorOfYesterday(TrainingData.Part test, Story.Step step) {
        double sum = 0;
        int days = 0;
        for (int row = 0; row < test.index().rows(); row++) {
            Double yesterday = (Double) test.features().value(row, "pm25_lag_1");
            Double today = (Double) test.labels().value(row, "pm25");
            if (yesterday != null && today != null) {
                sum += Math.abs(today - yesterday);
                days++;
            }
        }
        double error = sum / days;
        step.outcome(String.format(
                Locale.ROOT, "\"as yesterday\" is off by %.1f µg/m³ on average: the mark for a model to beat", error));
        return error;
    }

    private static Map<String, @Nullable Object> vector(FeatureView view, LocalDate day, Story.Step step) {
        Map<String, @Nullable Object> vector = view.featureVector(Map.of(
                        "country", AirQualityGroups.COUNTRY,
                        "city", AirQualityGroups.CITY,
                        "street", AirQualityGroups.STREET))
                .toMap();
        step.outcome(String.format(
                Locale.ROOT,
                "for %s: PM2.5 was %s, %s and %s on the three days before",
                day,
                micrograms(vector.get("pm25_lag_1")),
                micrograms(vector.get("pm25_lag_2")),
                micrograms(vector.get("pm25_lag_3"))));
        return vector;
    }

    private static String micrograms(@Nullable Object value) {
        return value == null ? "not measured" : String.format(Locale.ROOT, "%.1f", (Double) value);
    }

    private static List<Map<String, @Nullable Object>> lastWeek(FeatureView view, LocalDate last, Story.Step step) {
        LocalDate first = last.minusDays(6);
        List<Map<String, @Nullable Object>> rows = view.batchData(TimeRange.ofDays(first, last, AirQualityGroups.ZONE))
                .readAll()
                .toMaps();
        step.outcome(
                String.format(Locale.ROOT, "%d rows of features from %s to %s, as a batch", rows.size(), first, last));
        return rows;
    }
}
