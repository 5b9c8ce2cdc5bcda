package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.BatchPrediction;
import io.shearwater.api.Deployment;
import io.shearwater.api.Deployment.PredictOptions;
import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelEvaluation;
import io.shearwater.api.ModelSearch;
import io.shearwater.api.ModelSearch.Choice;
import io.shearwater.api.ModelSearch.Goal;
import io.shearwater.api.ModelSearch.Strategy;
import io.shearwater.api.ModelTraining;
import io.shearwater.api.Models;
import io.shearwater.api.Models.Direction;
import io.shearwater.api.RunSearch;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.evaluation.Check;
import io.shearwater.evaluation.Metric;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.DeploymentSpec.Fallback;
import io.shearwater.learning.DeploymentSpec.Routing;
import io.shearwater.learning.ModelDraft;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.ModelStage;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Prediction;
import io.shearwater.learning.Prediction.Call;
import io.shearwater.learning.Predictor;
import io.shearwater.learning.Run;
import io.shearwater.learning.RunStatus;
import io.shearwater.learning.Task;
import io.shearwater.learning.Validation;
import io.shearwater.learning.Variant.Logic;
import io.shearwater.learning.Variant.Vectors;
import io.shearwater.model.Commit;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TimeRange;
import io.shearwater.model.ViewRef;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelsTest extends CardStore {
    @SuppressWarnings("NullAway.Init") // set before each test
    private FeatureView view;

    @BeforeEach
    void defineView() {
        view = store.createFeatureView(
                FeatureViewSpec.builder("fraud_fv", 1, payments.select("amount", "cc_num", "is_fraud"))
                        .labels("is_fraud")
                        .trainingHelpers("cc_num")
                        .build());
    }

    private ModelVersion trained() {
        // region: models.train
        TrainingData data = view.trainTestSplit(0.25, 42);
        ModelVersion model = store.models()
                .train(ModelTraining.of("card_fraud", data)
                        .parameters(Map.of("max_depth", 3, "num_round", 50))
                        .slices("cc_num")
                        .require(Check.atMost(Metric.LOG_LOSS, 2.0))
                        .describedAs("Stops fraudulent card payments"));
        // end
        return model;
    }

    @Test
    void aModelIsTrainedRegisteredAndMovedOn() {
        ModelVersion model = trained();
        // region: models.registry
        Models models = store.models();
        ModelVersion best = models.best("card_fraud", "log_loss", Direction.MINIMIZE);
        models.alias(best.ref(), "champion");
        models.moveTo(best.ref(), ModelStage.VALIDATED, "");
        models.moveTo(best.ref(), ModelStage.PRODUCTION, "Checked by the fraud team");

        models.writeCard(best.ref(), "Monitoring", "Drift of each feature, daily");
        String card = models.card(best.ref()).text();
        // end
        assertThat(best.ref()).isEqualTo(model.ref());
        assertThat(card).contains("Drift of each feature, daily", "Stops fraudulent card payments");
        assertThat(models.aliased("card_fraud", "champion").stage()).isEqualTo(ModelStage.PRODUCTION);
        double[] scores;
        // region: models.load
        try (Predictor predictor = models.load(best.ref())) {
            scores = predictor.predict(view.trainingData(1).test().features());
        }
        // end
        assertThat(scores).isNotEmpty();
        // region: models.runs
        List<Run> runs = store.experiments()
                .search(RunSearch.of("card_fraud")
                        .where("metrics.log_loss < 2 and params.max_depth = '3'")
                        .orderBy("metrics.log_loss"));
        // end
        assertThat(runs).hasSize(1);
    }

    @Test
    void rowsOfAnySizeStreamToTheLearner() {
        // region: models.stream
        ModelVersion model = store.models()
                .train(ModelTraining.of("card_fraud", view, TrainingOptions.of(SplitSpec.trainTest(0.25, 42)))
                        .parameters(Map.of("max_depth", 3, "num_round", 50)));
        // end
        assertThat(model.metrics()).isEqualTo(trained().metrics());
    }

    @Test
    void rowsOfAQueryAreRanked() {
        FeatureView found = store.createFeatureView(
                FeatureViewSpec.builder("ranked_fv", 1, payments.select("amount", "cc_num", "is_fraud"))
                        .labels("is_fraud")
                        .trainingHelpers("cc_num")
                        .build());
        // region: models.rank
        ModelVersion model = store.models()
                .train(ModelTraining.of(
                                "ranker",
                                found,
                                TrainingOptions.of(SplitSpec.trainTest(0.25, 42).groupedBy("cc_num")))
                        .ranking("cc_num", 5));
        // end
        assertThat(model.signature().task()).isEqualTo(Task.RANKING);
    }

    @Test
    void aVersionIsEvaluatedLater() {
        ModelVersion model = trained();
        // region: models.evaluate
        Validation found = store.models()
                .evaluate(ModelEvaluation.of(model.ref())
                        .within(TimeRange.ofDays(LocalDate.of(2025, 3, 2), LocalDate.of(2025, 3, 3)))
                        .slices("cc_num")
                        .require(Check.atMost(Metric.LOG_LOSS, 2.0))
                        .named("march"));
        boolean isGood = found.scorecard().isPassed();
        // end
        assertThat(found.data().rows()).isPositive();
        assertThat(found.metrics()).containsKey("log_loss");
        assertThat(isGood).isTrue();
    }

    @Test
    void parametersAreSearched() {
        // region: models.search
        TrainingData data = view.trainValidationTestSplit(0.25, 0.25, 42);
        ModelTraining training = ModelTraining.of("card_fraud", data).parameters(Map.of("num_round", 20));
        ModelSearch.Result found = store.models()
                .search(ModelSearch.of(
                        "depth_and_eta",
                        training,
                        Map.of("max_depth", Choice.oneOf(2, 4, 6), "eta", new Choice.LogUniform(0.01, 0.5)),
                        new Strategy.Random(6),
                        new Goal("log_loss", Direction.MINIMIZE)));
        Map<String, String> best = found.best().parameters();
        // end
        assertThat(found.trials()).hasSize(6);
        assertThat(best).containsOnlyKeys("max_depth", "eta");
    }

    @Test
    void manyRowsArePredictedAtOnce() {
        ModelVersion model = trained();
        // region: models.batch
        TimeRange days = TimeRange.ofDays(LocalDate.of(2025, 3, 2), LocalDate.of(2025, 3, 3));
        Commit commit = store.deployments().predictInto(BatchPrediction.of(model.ref(), days), "fraud_predictions");
        // end
        assertThat(commit.counts().inserted()).isPositive();
        FeatureGroup predictions = store.featureGroup("fraud_predictions");
        assertThat(predictions.read().schema().names()).contains("t_id", "prediction", "probability");
    }

    @Test
    void aRunLogsWhatAProgramDoes() {
        // region: models.track
        String id = store.experiments().track("rules", "first", run -> {
            run.param("limit", 500);
            for (int round = 0; round < 3; round++) {
                run.metric("loss", 1.0 / (round + 1), round);
            }
            run.tag("team", "risk");
            return run.runId();
        });
        // end
        assertThat(store.experiments().run(id).info().status()).isEqualTo(RunStatus.FINISHED);
    }

    @Test
    void aModelFromElsewhereIsRegistered() {
        Path files = store.models().download(trained().ref(), directory.resolve("files"));
        // region: models.register
        ModelSignature signature = ModelSignature.binary(view.featureSchema(), "is_fraud", "false", "true");
        ModelVersion model = store.models()
                .register(
                        ModelDraft.of("from_python", signature)
                                .trainedOn(view.spec().ref(), 1)
                                .measured(Map.of("roc_auc", 0.97)),
                        files);
        // end
        assertThat(model.files().format()).isEqualTo("xgboost");
    }

    @Test
    void aDeploymentAnswersRequests() {
        ModelVersion first = trained();
        ModelVersion second = store.models()
                .train(ModelTraining.of("card_fraud", view.trainingData(1)).parameters(Map.of("num_round", 5)));
        store.deployments().deploy(DeploymentSpec.of("fraud_check", second.ref()));
        // region: models.deploy
        Deployment deployment = store.deployments()
                .deploy(DeploymentSpec.of("fraud_check", first.ref())
                        .withRouting(Routing.canary(first.ref(), second.ref(), 0.1))
                        .withFallback("amount", new Fallback.Median()));
        // end
        // region: models.predict
        Prediction prediction = deployment.predict(Map.of("amount", 49.0));
        Object isFraud = prediction.value();
        Map<String, Double> probabilities = prediction.outcome().probabilities();

        Prediction explained = deployment
                .predict(List.of(Map.of("amount", 49.0)), PredictOptions.EXPLAINED)
                .getFirst();
        Map<String, Double> reasons = explained.explanation().orElseThrow().contributions();
        // end
        assertThat(isFraud).isInstanceOf(Boolean.class);
        assertThat(probabilities).containsOnlyKeys("false", "true");
        assertThat(reasons).containsOnlyKeys("amount");
        // region: models.rollback
        deployment.rollback();
        // end
        assertThat(deployment.spec().routing()).isEqualTo(Routing.to(second.ref()));
    }

    @Test
    void logicAsksSeveralModelsAndAView() {
        ModelVersion first = trained();
        ModelVersion second = store.models()
                .train(ModelTraining.of("card_fraud", view.trainingData(1)).parameters(Map.of("num_round", 5)));
        store.createFeatureView(
                FeatureViewSpec.builder("limits", 1, cards.select("limit_left")).build());
        // region: models.deploy.logic
        Deployment check = store.deployments()
                .deploy(DeploymentSpec.of(
                        "payment_check",
                        Logic.of(PaymentCheck.class)
                                .with("card", new Vectors(new ViewRef("limits", 1), OptionalInt.empty()))
                                .with("quick", second.ref())
                                .with("thorough", first.ref())));
        Prediction prediction = check.predict(Map.of("cc_num", "4000000000000001", "amount", 49.0));
        Object decision = prediction.value();
        List<Call> asked = prediction.calls();
        // end
        assertThat(decision).isIn("pass", "ask");
        assertThat(asked).extracting(Call::part).startsWith("card", "quick");
        assertThat(prediction.outcome().outputs().get("risk")).isInstanceOf(Double.class);
        Prediction stopped = check.predict(Map.of("cc_num", FIRST_CARD, "amount", 1e9));
        assertThat(stopped.value()).isEqualTo("stop");
        assertThat(stopped.calls()).extracting(Call::part).containsExactly("card");
        check.flushLog();
        assertThat(store.featureGroup("payment_check_answers").read().rows()).isEqualTo(2);
    }
}
