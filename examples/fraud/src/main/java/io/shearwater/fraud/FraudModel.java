package io.shearwater.fraud;

import io.shearwater.api.Deployment;
import io.shearwater.api.Deployment.PredictOptions;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelTraining;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.DeploymentSpec.Fallback;
import io.shearwater.learning.DeploymentSpec.Routing;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Prediction;
import io.shearwater.model.Column;
import io.shearwater.model.Frame;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.SplitSpec.TimePart;
import io.shearwater.model.TimeRange;
import io.shearwater.story.Story;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A model of card fraud: learns from the first days of the month, is tested with the last ones, as it would be used, and answers
 * requests beside a simpler version that is tried on a tenth of them.
 */
final class FraudModel {
    static final String NAME = "card_fraud";
    static final String DEPLOYMENT = "fraud_check";

    private static final int DEEP = 6;
    private static final int SHALLOW = 3;

    /** Of a month's days so many for training, and so many after these to see when to stop. */
    private static final double TRAINING = 0.6;

    private static final double VALIDATION = 0.2;

    private final FeatureStore store;
    private final FeatureView view;
    private final Story story;

    FraudModel(FeatureStore store, FeatureView view, Story story) {
        this.store = store;
        this.view = view;
        this.story = story;
    }

    /** Trains, deploys and asks; a mart with too few attacks to learn from gives nothing. */
    Optional<QuickstartReport.Model> run(QuickstartOptions options, FraudPipelines pipelines) {
        Optional<ModelVersion> known = find(DEEP);
        if (known.isEmpty()) {
            TrainingData data = split(options.mart());
            if (!canLearn(data)) {
                view.deleteTrainingDataset(data.dataset().version());
                story.say("");
                story.say(
                        "No model: with so few attacks some days have none to learn from. Take --scale 0.01 or more.");
                return Optional.empty();
            }
            story.step("train", step -> train(data, DEEP, step));
            story.step("train another", step -> train(data, SHALLOW, step));
        }
        ModelVersion deep = find(DEEP).orElseThrow();
        Deployment deployment =
                story.step("deploy", step -> deploy(deep, find(SHALLOW).orElseThrow(), step));
        Asked asked = story.step(
                "predict",
                step -> predict(deployment, deep, pipelines.drawn(options.predictions(), "predictions"), step));
        explain(asked.riskiest);
        return Optional.of(asked.report);
    }

    /** Training data by time: what a model may know comes before what it is tested with. */
    private TrainingData split(MartSpec mart) {
        LocalDate first = mart.firstDay();
        LocalDate last = first.plusDays(mart.days() - 1L);
        LocalDate trainEnd = first.plusDays(Math.max(1, Math.round(mart.days() * TRAINING)) - 1);
        LocalDate validationEnd = first.plusDays(Math.max(2, Math.round(mart.days() * (TRAINING + VALIDATION))) - 1);
        // region: fraud.split
        SplitSpec byTime = new SplitSpec.ByTime(List.of(
                new TimePart("train", TimeRange.ofDays(first, trainEnd)),
                new TimePart("validation", TimeRange.ofDays(trainEnd.plusDays(1), validationEnd)),
                new TimePart("test", TimeRange.ofDays(validationEnd.plusDays(1), last))));
        return view.trainingData(TrainingOptions.of(byTime).withClassWeights("is_fraud"));
        // end
    }

    /** Whether each part has fraud and honest payments; a small mart has too few attacks for that. */
    private static boolean canLearn(TrainingData data) {
        return data.parts().values().stream().allMatch(part -> {
            Column labels = part.labels().column("is_fraud");
            long frauds = 0;
            for (int row = 0; row < labels.size(); row++) {
                frauds += Boolean.TRUE.equals(labels.value(row)) ? 1 : 0;
            }
            return frauds > 0 && frauds < labels.size();
        });
    }

    private ModelVersion train(TrainingData data, int depth, Story.Step step) {
        // region: fraud.train
        ModelTraining training = ModelTraining.of(NAME, data)
                .parameters(Map.of("max_depth", depth, "eta", 0.2, "eval_metric", "aucpr", "early_stopping_rounds", 20))
                .without("ip_address", "prev_ip_transaction", "prev_ts_transaction", "zipcode", "merchant_country")
                .slices("country")
                .describedAs("Is this payment fraud? Trees of depth " + depth);
        ModelVersion model = store.models().train(training);
        // end
        step.outcome(String.format(
                Locale.ROOT,
                "%s, depth %d: of the last days' fraud it finds %.0f %%, and %.0f %% of its alarms are right",
                model.ref(),
                depth,
                100 * Objects.requireNonNull(model.metrics().get("recall")),
                100 * Objects.requireNonNull(model.metrics().get("precision"))));
        return model;
    }

    /** The newest version of this depth, if there is one. */
    private Optional<ModelVersion> find(int depth) {
        return store.models().list().stream()
                .filter(model -> model.name().equals(NAME))
                .flatMap(model -> store.models().versions(NAME).stream())
                .filter(version -> Integer.toString(depth)
                        .equals(version.origin().parameters().get("max_depth")))
                .reduce((older, newer) -> newer);
    }

    private Deployment deploy(ModelVersion deep, ModelVersion shallow, Story.Step step) {
        // region: fraud.deploy
        Deployment deployment = store.deployments()
                .deploy(DeploymentSpec.of(DEPLOYMENT, deep.ref())
                        .withRouting(Routing.canary(deep.ref(), shallow.ref(), 0.1))
                        .withFallback("days_since_bank_cr_changed", new Fallback.LastKnown(), new Fallback.Median()));
        // end
        step.outcome(DEPLOYMENT + ": " + deep.ref() + ", and " + shallow.ref() + " for a tenth of the requests");
        return deployment;
    }

    /** What came of the requests. */
    private record Asked(QuickstartReport.Model report, Prediction riskiest) {}

    private Asked predict(Deployment deployment, ModelVersion deep, Frame payments, Story.Step step) {
        long[] nanos = new long[payments.rows()];
        Map<Integer, Integer> answers = new TreeMap<>();
        Prediction worst = null;
        step.outOf(payments.rows());
        for (int row = 0; row < payments.rows(); row++) {
            Map<String, Object> request = Replay.request(payments, row);
            long start = System.nanoTime();
            Prediction prediction = deployment.predict(request);
            nanos[row] = System.nanoTime() - start;
            answers.merge(prediction.served().model().orElseThrow().version(), 1, Integer::sum);
            if (worst == null || risk(prediction) > risk(worst)) {
                worst = deployment
                        .predict(List.of(request), PredictOptions.EXPLAINED)
                        .getFirst();
            }
            step.reached(row + 1L);
        }
        Arrays.sort(nanos);
        QuickstartReport.Model report = new QuickstartReport.Model(
                deep.version(),
                Objects.requireNonNull(deep.metrics().get("pr_auc")),
                answers,
                nanos[nanos.length / 2] / 1_000.0,
                nanos[(int) (nanos.length * 0.99)] / 1_000.0);
        step.outcome(String.format(
                Locale.ROOT,
                "%,d payments judged, by version %s: half of them within %.0f µs, 99 %% within %.0f µs",
                payments.rows(),
                answers,
                report.p50Micros(),
                report.p99Micros()));
        return new Asked(report, Objects.requireNonNull(worst));
    }

    private static double risk(Prediction prediction) {
        return prediction.outcome().scores().getFirst();
    }

    private void explain(Prediction prediction) {
        String reasons = prediction.explanation().stream()
                .flatMap(explanation -> explanation.contributions().entrySet().stream())
                .limit(3)
                .map(reason -> String.format(Locale.ROOT, "%s %+.1f", reason.getKey(), reason.getValue()))
                .collect(Collectors.joining(", "));
        story.say("");
        story.say(String.format(
                Locale.ROOT, "The riskiest, %.1f %%, because of (log odds): %s", 100 * risk(prediction), reasons));
    }
}
