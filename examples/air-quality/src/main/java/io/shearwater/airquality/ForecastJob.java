package io.shearwater.airquality;

import io.shearwater.api.FeatureStore;
import io.shearwater.learning.ModelVersion;
import io.shearwater.story.Story;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Forecasts from days whose features are written, and tells how good forecasts have been. Run again, it changes nothing. */
final class ForecastJob {
    /** So many days without a forecast are told; all are in the report. */
    private static final int TOLD = 5;

    private final FeatureStore store;
    private final AirQualityGroups groups;
    private final Story story;

    ForecastJob(FeatureStore store, AirQualityGroups groups, Story story) {
        this.store = store;
        this.groups = groups;
        this.story = story;
    }

    /** Forecasts from each of these days, both included; empty if there is no model. */
    Optional<ForecastReport> run(LocalDate first, LocalDate last) {
        Optional<ModelVersion> champion = ForecastModel.champion(store);
        if (champion.isEmpty()) {
            story.say("  no forecast: no model has passed its test yet; run without --from and --to to train one");
        }
        return champion.map(model -> run(model, first, last));
    }

    /** As {@link #run(LocalDate, LocalDate)}, from each day that the model has not learnt from. */
    Optional<ForecastReport> runUntil(LocalDate last) {
        return ForecastModel.champion(store).map(model -> run(model, ForecastModel.lastTrained(store, model), last));
    }

    private ForecastReport run(ModelVersion model, LocalDate first, LocalDate last) {
        Forecasts.Outcome outcome = story.step("forecast", step -> forecast(model, first, last, step));
        List<String> refused = outcome.refused();
        refused.stream().limit(TOLD).forEach(why -> story.say("  no forecast " + why));
        if (refused.size() > TOLD) {
            story.say("  no forecast from " + (refused.size() - TOLD) + " more days");
        }
        List<Hindcast.Deviation> errors = story.step("hindcast", step -> {
            Hindcast hindcast = Hindcast.of(store);
            step.outcome(latest(hindcast));
            return hindcast.errors();
        });
        if (!errors.isEmpty()) {
            Hindcast.table(errors).forEach(line -> story.say("    " + line));
        }
        return new ForecastReport(
                model.version(), outcome.made().size(), outcome.changed(), outcome.latest(), refused, errors);
    }

    private Forecasts.Outcome forecast(ModelVersion model, LocalDate first, LocalDate last, Story.Step step) {
        Forecasts.Outcome outcome = new Forecasts(store, groups, model).write(first, last);
        int rows = outcome.made().size() * WeatherForecast.DAYS;
        step.outcome(
                outcome.made().isEmpty()
                        ? "none"
                        : String.format(
                                Locale.ROOT,
                                "%,d rows%s; from %s by %s: %s",
                                outcome.changed(),
                                outcome.changed() == rows
                                        ? ""
                                        : String.format(Locale.ROOT, ", %,d unchanged", rows - outcome.changed()),
                                outcome.made().getLast(),
                                model.ref(),
                                numbers(outcome.latest())));
        return outcome;
    }

    private static String numbers(Map<LocalDate, Double> latest) {
        return latest.values().stream()
                .map(value -> String.format(Locale.ROOT, "%.0f", value))
                .collect(Collectors.joining(", "));
    }

    private static String latest(Hindcast hindcast) {
        List<Hindcast.Day> judged =
                hindcast.ahead(1).stream().filter(day -> day.measured() != null).toList();
        if (judged.isEmpty()) {
            return "no day was forecast and measured yet";
        }
        Hindcast.Day day = judged.getLast();
        return String.format(
                Locale.ROOT,
                "%,d days; %s was forecast as %.0f and became %.0f",
                judged.size(),
                day.date(),
                day.predicted(),
                day.measured());
    }
}
