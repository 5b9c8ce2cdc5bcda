package io.shearwater.airquality;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelTraining;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.evaluation.Check;
import io.shearwater.evaluation.Metric;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.RegisteredModel;
import io.shearwater.model.Predicate;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.SplitSpec.TimePart;
import io.shearwater.model.TimeRange;
import io.shearwater.model.Times;
import io.shearwater.model.TrainingDataset;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The model of tomorrow's PM2.5: learns from the first days, is tested with the last ones, and has to beat "as yesterday". */
final class ForecastModel {
    static final String NAME = "air_quality_pm25";

    /** The version that forecasts: the newest that passed its test. */
    static final String CHAMPION = "champion";

    /** As many days as the lags reach back: no test row knows a day that was trained on. */
    private static final int GAP_DAYS = 3;

    private static final double TEST_SHARE = 0.2;

    /** Without these a day is neither trained on nor forecast; of earlier days the lags may be missing. */
    private static final Predicate MEASURED =
            Predicate.not(Predicate.isNull("pm25")).and(Predicate.not(Predicate.isNull("pm25_lag_1")));

    private final FeatureStore store;
    private final FeatureView view;

    ForecastModel(FeatureStore store, FeatureView view) {
        this.store = store;
        this.view = view;
    }

    /** The version that forecasts, if there is one. */
    static Optional<ModelVersion> champion(FeatureStore store) {
        return store.models().list().stream()
                .filter(model -> model.name().equals(NAME) && model.aliases().containsKey(CHAMPION))
                .findFirst()
                .map(model -> store.models().aliased(NAME, CHAMPION));
    }

    /** The last day that a version learnt from: it may forecast the days after it, and is tested with these alone. */
    static LocalDate lastTrained(FeatureStore store, ModelVersion model) {
        TrainingDataset dataset = store.models()
                .featureView(model.ref())
                .trainingDataset()
                .orElseThrow(() -> AirQualityError.NO_MODEL.because("The model " + model.ref()
                        + " was not trained by this example; there is no telling which days it has seen."));
        if (!(dataset.split() instanceof SplitSpec.ByTime byTime)) {
            throw AirQualityError.NO_MODEL.because("The model " + model.ref()
                    + " was not trained on days that come before those of its test, but by " + dataset.split()
                    + ". Run the example without --from and --to to train one.");
        }
        long end = byTime.parts().stream()
                .filter(part -> part.name().equals("train"))
                .mapToLong(part -> part.range().endInclusive().orElse(Long.MAX_VALUE))
                .max()
                .orElse(Long.MAX_VALUE);
        return Times.instant(end).atZone(AirQualityGroups.ZONE).toLocalDate();
    }

    /** The first days to train, the last fifth to test, and a gap between them; where nothing changed, those of the last time. */
    TrainingData data(List<LocalDate> days) {
        int test = (int) (days.size() * (1 - TEST_SHARE));
        // region: air-quality.split
        SplitSpec split = new SplitSpec.ByTime(List.of(
                new TimePart("train", days(days.getFirst(), days.get(test - 1 - GAP_DAYS))),
                new TimePart("test", days(days.get(test), days.getLast()))));
        TrainingOptions options = TrainingOptions.of(split).where(MEASURED);
        // end
        return view.trainingDatasets().reversed().stream()
                .filter(dataset -> dataset.split().equals(split)
                        && dataset.filter().equals(options.filter())
                        && dataset.pins().stream().allMatch(this::isNewest))
                .findFirst()
                .map(dataset -> view.trainingData(dataset.version()))
                .orElseGet(() -> view.trainingData(options));
    }

    private static TimeRange days(LocalDate first, LocalDate last) {
        return TimeRange.ofDays(first, last, AirQualityGroups.ZONE);
    }

    private boolean isNewest(TrainingDataset.Pin pin) {
        return store.featureGroup(pin.group().name(), pin.group().version()).commits().stream()
                .noneMatch(commit -> commit.id() > pin.commit());
    }

    /**
     * Trains on this data, if that was not done yet, and makes the result the champion.
     *
     * @param errorOfYesterday the mean absolute error of "as yesterday" over the same test rows
     * @return empty if the model did no better
     */
    Optional<ModelVersion> train(TrainingData data, double errorOfYesterday) {
        Optional<ModelVersion> model = find(data.dataset().version());
        if (model.isEmpty()) {
            try {
                model = Optional.of(learn(data, errorOfYesterday));
            } catch (ShearwaterException refused) {
                if (refused.code() != LearningError.NOT_APPROVED) {
                    throw refused;
                }
            }
        }
        model.ifPresent(version -> {
            RegisteredModel registered = store.models().registered(NAME);
            if (!Objects.equals(registered.aliases().get(CHAMPION), version.version())) {
                store.models().alias(version.ref(), CHAMPION);
            }
        });
        return model;
    }

    private ModelVersion learn(TrainingData data, double errorOfYesterday) {
        // region: air-quality.train
        return store.models()
                .train(
                        ModelTraining.of(NAME, data)
                                .parameters(Map.of("max_depth", 3, "eta", 0.05, "num_round", 150, "nthread", 1))
                                .slices("season")
                                .require(Check.atMost(Metric.MAE, errorOfYesterday))
                                .describedAs(
                                        "PM2.5 of the next day, from the air of the days before and a forecast of the weather"));
        // end
    }

    /** The version that was trained on a version of the training data. */
    private Optional<ModelVersion> find(int dataset) {
        return store.models().list().stream()
                .filter(model -> model.name().equals(NAME))
                .flatMap(model -> store.models().versions(NAME).stream())
                .filter(version -> version.origin().trainingDataset().orElse(0) == dataset)
                .findFirst();
    }
}
