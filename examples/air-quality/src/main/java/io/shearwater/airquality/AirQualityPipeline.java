package io.shearwater.airquality;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.ReadOptions;
import io.shearwater.model.Frame;
import io.shearwater.model.TimeRange;
import io.shearwater.story.Story;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The feature pipeline: hours of a file become rows of days. One program for the past and for each new day: run it over years
 * to fill the store, over one day to add that day, over days again to correct them. However its runs cut the days, the store
 * ends up the same.
 */
public final class AirQualityPipeline {
    /** So many refused rows are told; all are in the report. */
    private static final int TOLD = 10;

    private final AirQualityGroups groups;
    private final Story story;
    private final List<String> refused = new ArrayList<>();

    AirQualityPipeline(AirQualityGroups groups, Story story) {
        this.groups = groups;
        this.story = story;
    }

    /**
     * What a run did.
     *
     * @param days written
     * @param refused for each row that broke a rule: group, row and reason
     */
    public record Report(LocalDate first, LocalDate last, int days, List<String> refused) {}

    /**
     * Writes the days of a file from {@code first} to {@code last}, both included.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_FILE, UNREADABLE_FILE, or NO_DAYS when the file has none of them
     */
    public static Report run(FeatureStore store, Path csv, LocalDate first, LocalDate last, Story story) {
        List<Day> all = story.step("read", step -> {
            List<Day> days = Day.of(BeijingFile.read(csv));
            step.outcome(String.format(Locale.ROOT, "%,d days", days.size()));
            return days;
        });
        List<Day> days = all.stream()
                .filter(day -> !day.date().isBefore(first) && !day.date().isAfter(last))
                .toList();
        if (days.isEmpty()) {
            throw AirQualityError.NO_DAYS.because(csv + " has no day from " + first + " to " + last + "; "
                    + (all.isEmpty()
                            ? "it has no day at all."
                            : "its days are " + all.getFirst().date() + " to "
                                    + all.getLast().date() + "."));
        }
        return new AirQualityPipeline(AirQualityGroups.in(store), story).write(days);
    }

    // region: air-quality.pipeline
    Report write(List<Day> days) {
        LocalDate first = days.getFirst().date();
        LocalDate last = days.getLast().date();
        insert(groups.airQuality(), AirQualityGroups.airQuality(days), AirQualityGroups.EXPECTED_OF_AIR);
        insert(groups.weather(), AirQualityGroups.weather(days), AirQualityGroups.EXPECTED_OF_WEATHER);

        // Lags reach two days back, so these days also change what the two days after them know.
        Map<LocalDate, @Nullable Double> known =
                pm25(TimeRange.ofDays(first.minusDays(2), last.plusDays(2), AirQualityGroups.ZONE));
        List<LocalDate> lagged = Stream.concat(
                        days.stream().map(Day::date),
                        Stream.of(last.plusDays(1), last.plusDays(2)).filter(known::containsKey))
                .toList();
        insert(groups.lags(), AirQualityGroups.lags(lagged, known), AirQualityGroups.EXPECTED_OF_LAGS);
        insert(groups.forecast(), forecasts(first), AirQualityGroups.EXPECTED_OF_FORECASTS);
        return new Report(first, last, days.size(), List.copyOf(refused));
    }
    // end

    /** What each day from the first one on that has weather forecasts, from the weather of all days until then. */
    private Frame forecasts(LocalDate first) {
        Frame weather = groups.weather().read();
        List<LocalDate> made = IntStream.range(0, weather.rows())
                .mapToObj(row -> (LocalDate) weather.column("date").valueAt(row))
                .filter(date -> !date.isBefore(first))
                .sorted()
                .toList();
        return new WeatherForecast(weather).rows(made);
    }

    /** What the store has of PM2.5. */
    private Map<LocalDate, @Nullable Double> pm25(TimeRange range) {
        Frame rows = groups.airQuality()
                .read(ReadOptions.all().select("date", "pm25").within(range));
        Map<LocalDate, @Nullable Double> byDate = new HashMap<>();
        for (int row = 0; row < rows.rows(); row++) {
            byDate.put((LocalDate) rows.column("date").valueAt(row), (Double) rows.value(row, "pm25"));
        }
        return byDate;
    }

    private void insert(FeatureGroup group, Frame rows, Expectations expected) {
        String name = group.spec().name();
        Expectations.Sifted sifted = expected.sift(rows);
        sifted.refused().stream().limit(TOLD).forEach(why -> story.say("  refused: " + name + " " + why));
        if (sifted.refused().size() > TOLD) {
            story.say("  refused: " + (sifted.refused().size() - TOLD) + " more");
        }
        sifted.refused().forEach(why -> refused.add(name + " " + why));
        story.step("insert " + name, step -> {
            int changed = ChangedRows.insert(group, sifted.kept());
            int same = sifted.kept().rows() - changed;
            String others = same == 0 ? "" : String.format(Locale.ROOT, ", %,d unchanged", same);
            step.outcome(String.format(Locale.ROOT, "%,d days%s", changed, others));
            return changed;
        });
    }
}
