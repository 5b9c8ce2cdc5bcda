package io.shearwater.airquality;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TimeRange;
import io.shearwater.story.Story;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Air quality from real measurements: hours of a file become days in a feature store, and out come training data, the
 * features of the last week as a batch, and the vector for the day to predict. Safe to run again on the same store.
 */
public final class AirQualityExample {
    /** As many days as the lags reach back: no test row knows a day that was trained on. */
    private static final int GAP_DAYS = 3;

    private static final int LEAST_DAYS = 30;
    private static final double TEST_SHARE = 0.2;

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

    /**
     * Draws charts of what the store has into a folder, as SVG.
     *
     * @throws io.shearwater.model.ShearwaterException UNWRITABLE_FILE
     */
    public static List<Path> charts(FeatureStore store, Path folder, Story story) {
        return story.step("charts", step -> {
            Query days = AirQualityGroups.in(store).days();
            List<Path> files = Charts.write(store.read(days), folder);
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
        TrainingData data = story.step("training data", step -> trainingData(view, days, step));
        double error = story.step("baseline", step -> errorOfYesterday(data.test(), step));
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

    /** The first days to train, the last fifth to test, and a gap between them. Days without a label are left out. */
    private static TrainingData trainingData(FeatureView view, List<Day> days, Story.Step step) {
        int test = (int) (days.size() * (1 - TEST_SHARE));
        LocalDate lastToTrain = days.get(test - 1 - GAP_DAYS).date();
        LocalDate firstToTest = days.get(test).date();
        SplitSpec split = SplitSpec.trainTestByTime(
                TimeRange.ofDays(days.getFirst().date(), lastToTrain, AirQualityGroups.ZONE),
                TimeRange.ofDays(firstToTest, days.getLast().date(), AirQualityGroups.ZONE));
        TrainingData data = view.trainingData(TrainingOptions.of(split).where(Predicate.not(Predicate.isNull("pm25"))));
        step.outcome(String.format(
                Locale.ROOT,
                "version %d: %d features, %,d days to train, to %s, and %,d to test, from %s",
                data.dataset().version(),
                view.featureSchema().size(),
                data.train().index().rows(),
                lastToTrain,
                data.test().index().rows(),
                firstToTest));
        return data;
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
