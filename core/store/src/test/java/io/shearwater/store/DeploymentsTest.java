package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.api.Deployment;
import io.shearwater.api.Deployment.PredictOptions;
import io.shearwater.learning.DeploymentSchema;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.DeploymentSpec.Fallback;
import io.shearwater.learning.DeploymentSpec.Routing;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.Prediction;
import io.shearwater.learning.Prediction.FeatureValue;
import io.shearwater.learning.Prediction.Origin;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.GroupRef;
import io.shearwater.model.ShearwaterException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeploymentsTest extends DeploymentFixture {
    @Test
    void an_answer_says_what_was_predicted_by_whom_and_from_what() {
        Deployment deployment = deployments.deploy(DeploymentSpec.of("cards", model(1, risk(-2))));
        Map<String, Object> entry = new HashMap<>(request("c1"));
        entry.put("request_id", "r1");
        Prediction prediction =
                deployment.predict(List.of(entry), PredictOptions.EXPLAINED).getFirst();

        FeatureVector vector = store.featureView("fraud").withTrainingDataset(1).featureVector(request("c1"));
        double amount = number(vector, "amount");
        double spent = number(vector, "spent");
        double gap = number(vector, "gap");
        double margin = -2 + 0.5 * amount + 1.5 * spent + 0.00001 * gap - 0.25;
        double score = LinearPredictor.score(margin);
        assertThat(prediction.requestId()).isEqualTo("r1");
        assertThat(prediction.value()).isEqualTo(score >= 0.5);
        assertThat(prediction.outcome().scores())
                .singleElement()
                .satisfies(one -> assertThat(one).isCloseTo(score, within(1e-12)));
        assertThat(prediction.outcome().probabilities()).containsOnlyKeys("false", "true");
        assertThat(prediction.served().model()).contains(new ModelRef("risk", 1));
        assertThat(prediction.served().view()).contains("fraud version 1");
        assertThat(prediction.served().trainingDataset()).isEqualTo(1);
        assertThat(prediction.served().isFallback()).isFalse();
        assertThat(prediction.timings()).containsOnlyKeys("vector", "model", "explanation");
        assertThat(prediction.features())
                .extracting(FeatureValue::name)
                .isEqualTo(vector.schema().names());
        assertThat(prediction.feature("amount").orElseThrow().origin()).isEqualTo(Origin.COMPUTED);
        assertThat(prediction.feature("gap").orElseThrow().origin()).isEqualTo(Origin.COMPUTED);
        FeatureValue rating = prediction.feature("rating").orElseThrow();
        assertThat(rating.origin()).isEqualTo(Origin.STORED);
        assertThat(rating.status()).isEqualTo(FeatureStatus.PRESENT);
        assertThat(prediction.feature("spent").orElseThrow().eventTime()).contains(START.minus(Duration.ofDays(1)));
        Prediction.Explanation explanation = prediction.explanation().orElseThrow();
        assertThat(explanation.margin()).isCloseTo(margin, within(1e-9));
        assertThat(explanation.bias()).isEqualTo(-2);
        assertThat(explanation.contributions()).containsEntry("category_fuel", -0.25);
        assertThat(deployment
                        .predict(Map.of("card", "c1", "amount", 12.5, "category", "fuel", "rating", "Z"))
                        .feature("rating")
                        .orElseThrow()
                        .origin())
                .isEqualTo(Origin.PASSED);
    }

    private static double number(FeatureVector vector, String feature) {
        return ((Number) Objects.requireNonNull(vector.value(feature))).doubleValue();
    }

    @Test
    void the_log_has_what_was_asked_read_computed_transformed_and_predicted() {
        Deployment deployment = deployments.deploy(DeploymentSpec.of("cards", model(1, risk(-2))));
        Map<String, Object> entry = new HashMap<>(request("c2"));
        entry.put("request_id", "r2");
        Prediction prediction = deployment.predict(entry);
        Frame log = log(deployment);

        Map<String, @Nullable Object> row = log.row(0);
        assertThat(log.rows()).isEqualTo(1);
        assertThat(row).containsEntry("request_id", "r2").containsEntry("request_time", START);
        assertThat(row).containsEntry("deployment", "cards").containsEntry("role", "serving");
        assertThat(row).containsEntry("model", "risk").containsEntry("model_version", 1);
        assertThat(row).containsEntry("feature_view", "fraud version 1").containsEntry("training_dataset", 1);
        // Passed, stored, computed on demand, transformed, helper.
        assertThat(row).containsEntry("request_card", "c2").containsEntry("request_amount", 12.5);
        assertThat(row).containsEntry("raw_amount", 12.5).containsEntry("raw_spent", 20.2);
        assertThat(row).containsEntry("raw_category", "fuel").containsEntry("category_fuel", 1);
        long gap = Duration.ofDays(2).toSeconds() + 60;
        assertThat(row).containsEntry("gap", gap);
        assertThat(row.get("spent"))
                .isEqualTo(prediction.feature("spent").orElseThrow().value())
                .isNotEqualTo(20.2);
        assertThat(row).containsEntry("helper_last_used", START.minusSeconds(gap));
        assertThat(row).containsEntry("prediction", prediction.value()).containsEntry("fallbacks", "");
        assertThat(row.get("probability"))
                .isEqualTo(prediction.outcome().probabilities().get(String.valueOf(prediction.value())));
        assertThat(row).containsEntry("scores", prediction.outcome().scores());
        assertThat(deployment.report().log().written()).isEqualTo(1);
        assertThat(deployment.report().log().lost()).isZero();
    }

    @Test
    void a_deployment_is_there_again_when_the_store_is_opened_again() {
        ModelRef first = model(1, risk(-2));
        deployments.deploy(DeploymentSpec.of("cards", first).withTimeout(Duration.ofSeconds(5)));
        closeAndOpen();
        assertThat(deployments.list()).extracting(DeploymentSpec::name).containsExactly("cards");
        Deployment deployment = deployments.deployment("cards");
        assertThat(deployment.spec().limits().timeout()).contains(Duration.ofSeconds(5));
        assertThat(deployment.predict(request("c1")).value()).isInstanceOf(Boolean.class);
        assertThatThrownBy(() -> deployments.deployment("card"))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("Did you mean 'cards'?");
        assertThatThrownBy(() -> store.deleteFeatureView("fraud", 1)).hasMessageContaining("depend");
    }

    @Test
    void another_version_takes_over_behind_the_same_schema_and_gives_back_again() {
        LinearPredictor old = risk(-20);
        Deployment deployment = deployments.deploy(DeploymentSpec.of("cards", model(1, old)));
        assertThat(deployment.predict(request("c1")).value()).isEqualTo(false);
        var schema = deployment.schema();
        deployments.deploy(DeploymentSpec.of("cards", model(2, risk(20))));
        assertThat(deployment.predict(request("c1")).value()).isEqualTo(true);
        assertThat(deployment.schema()).isEqualTo(schema);
        assertThat(old.closed).hasValue(1);
        deployment.rollback();
        assertThat(deployment.predict(request("c1")).value()).isEqualTo(false);
        assertThat(deployment.spec().routing())
                .isEqualTo(DeploymentSpec.of("cards", new ModelRef("risk", 1)).routing());
    }

    @Test
    void features_that_are_missing_take_what_the_training_data_says_before_they_are_transformed() {
        ModelRef first = model(1, risk(-2));
        DeploymentSpec spec = DeploymentSpec.of("cards", first)
                .withFallback("spent", new Fallback.LastKnown(), new Fallback.Median())
                .withFallback("category", new Fallback.Mode())
                .withFallback("amount", new Fallback.Constant("40"));
        Deployment deployment = deployments.deploy(spec);
        Prediction prediction = deployment.predict(Map.of("card", "nobody"));
        Frame train = store.featureView("fraud")
                .untransformed()
                .trainingData(1)
                .train()
                .features();
        assertThat(prediction.fallbacks()).extracting(FeatureValue::name).contains("spent", "amount", "category_fuel");
        Frame log = log(deployment);
        assertThat(log.value(0, "raw_amount")).isEqualTo(40.0);
        assertThat(log.value(0, "raw_spent")).isEqualTo(median(train));
        assertThat(log.value(0, "request_amount")).isNull();
        assertThat(log.value(0, "fallbacks")).isEqualTo("spent=median,category=mode,amount=constant");

        deployment.predict(request("c3"));
        later(Duration.ofDays(60));
        Prediction old = deployment.predict(request("c3"));
        assertThat(old.feature("spent").orElseThrow().status()).isEqualTo(FeatureStatus.FALLBACK);
        Frame later = log(deployment);
        assertThat(later.value(2, "fallbacks")).isEqualTo("spent=last known");
        assertThat(later.value(2, "raw_spent")).isEqualTo(10.1 * 3);
    }

    private static Object median(Frame train) {
        List<Double> values = IntStream.range(0, train.rows())
                .mapToObj(row -> (Double) train.value(row, "spent"))
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        return values.get((values.size() + 1) / 2 - 1);
    }

    @Test
    void wrong_requests_are_refused_with_one_clear_error() {
        Deployment deployment = deployments.deploy(DeploymentSpec.of("cards", model(1, risk(-2))));
        assertThatThrownBy(() -> deployment.predict(Map.of("amount", 1.0, "category", "fuel")))
                .hasMessageContaining("has no 'card'");
        assertThatThrownBy(() -> deployment.predict(Map.of("card", "c1", "category", "fuel")))
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        failed -> assertThat(failed.code()).isEqualTo(LearningError.WRONG_FEATURES))
                .hasMessageContaining("has no 'amount'");
        assertThatThrownBy(() -> deployment.predict(Map.of("card", "c1", "amount", Double.NaN, "category", "fuel")))
                .hasMessageContaining("gives 'amount' the value NaN");
        assertThatThrownBy(() -> deployment.predict(Map.of("card", "c1", "amount", "much", "category", "fuel")))
                .hasMessageContaining("'much'");
        assertThatThrownBy(
                        () -> deployment.predict(Map.of("card", "c1", "amount", 1.0, "category", "fuel", "amuont", 2)))
                .hasMessageContaining("Did you mean 'amount'?");
        assertThat(deployment.report().requests()).isZero();
        assertThat(deployment.report().availability()).isEqualTo(1);
        assertThatThrownBy(() -> deployments.deploy(DeploymentSpec.of("cards", new ModelRef("risk", 9))))
                .hasMessageContaining("There is no risk version 9");
        assertThatThrownBy(() -> deployments.deploy(
                        DeploymentSpec.of("cards", new ModelRef("risk", 1)).withFallback("spend", new Fallback.Mean())))
                .hasMessageContaining("Did you mean 'spent'?");
        assertThat(deployment.predict(request("c1")).value()).isNotNull();
    }

    @Test
    void a_view_without_a_model_gives_vectors() {
        Deployment deployment = deployments.deploy(DeploymentSpec.ofView("vectors", FRAUD, OptionalInt.of(1)));
        Prediction prediction = deployment.predict(request("c1"));
        FeatureVector vector = store.featureView("fraud").withTrainingDataset(1).featureVector(request("c1"));
        assertThat(prediction.value()).isNull();
        assertThat(prediction.features())
                .extracting(FeatureValue::value)
                .isEqualTo(List.copyOf(vector.toMap().values()));
        assertThat(deployment.schema().needed()).containsExactly("amount", "category");
        deployment.flushLog();
        assertThat(store.featureGroup("fraud_1_predictions").read().value(0, "request_card"))
                .isEqualTo("c1");
    }

    @Test
    void a_log_that_is_deleted_takes_what_waits_along_and_begins_anew_with_the_next_change() {
        DeploymentSpec spec = DeploymentSpec.of("cards", model(1, risk(-2)));
        Deployment deployment = deployments.deploy(spec);
        deployment.predict(request("c1"));
        GroupRef log = new GroupRef("risk_1_predictions", 1);
        StoreParts parts = ((EmbeddedFeatureStore) store).parts();
        LogSpool waiting = parts.logs().spool(log);
        waiting.append(log(deployment));
        waiting.seal();
        store.deleteFeatureGroup(log.name(), 1);
        assertThat(directory.resolve("store/spool/logs/default").resolve(log.name()))
                .doesNotExist();
        deployment.predict(request("c2"));
        deployment.flushLog();
        assertThat(deployment.report().log().lost()).isEqualTo(1);
        assertThat(store.findFeatureGroup(log.name(), 1)).isEmpty();
        deployments.deploy(spec);
        deployment.predict(request("c3"));
        Frame anew = log(deployment);
        assertThat(anew.rows()).isEqualTo(1);
        assertThat(anew.value(0, "request_card")).isEqualTo("c3");

        waiting.append(anew);
        waiting.seal();
        store.deleteFeatureGroup(log.name(), 1);
        LogSpool left = parts.logs().spool(log);
        left.append(anew);
        left.seal();
        closeAndOpen();
        assertThat(directory.resolve("store/spool/logs/default").resolve(log.name()))
                .as("what a process left that ended while it deleted")
                .doesNotExist();
    }

    @Test
    void a_model_that_answers_otherwise_is_refused_behind_the_schema_and_served_by_another_deployment() {
        Deployment deployment = deployments.deploy(DeploymentSpec.of("cards", model(1, risk(-20))));
        DeploymentSchema schema = deployment.schema();
        ModelRef quantiles = model(2, quantiles());
        assertThatThrownBy(() -> deployments.deploy(DeploymentSpec.of("cards", quantiles)))
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        failed -> assertThat(failed.code()).isEqualTo(LearningError.BAD_DEFINITION))
                .hasMessageContaining("The response of the deployment 'cards' would not be the same")
                .hasMessageContaining("make another deployment");
        assertThatThrownBy(() -> deployments.deploy(DeploymentSpec.of("cards", quantiles)
                        .withRouting(Routing.canary(new ModelRef("risk", 1), quantiles, 0.1))))
                .hasMessageContaining("The response of the deployment 'cards' would not be the same");
        assertThat(deployment.schema()).isEqualTo(schema);
        assertThat(deployment.predict(request("c1")).value()).isEqualTo(false);
        Deployment other = deployments.deploy(DeploymentSpec.of("losses", quantiles));
        assertThat(other.predict(request("c1")).value()).isEqualTo(2.0);
    }

    /** A model of three quantiles that are always the same. */
    private LinearPredictor quantiles() {
        ModelSignature signature =
                ModelSignature.quantiles(risk(0).signature().features(), "loss", List.of(0.05, 0.5, 0.95));
        return new LinearPredictor(signature, 0) {
            @Override
            public double[] predict(Frame features) {
                double[] scores = new double[3 * features.rows()];
                for (int row = 0; row < features.rows(); row++) {
                    scores[3 * row] = 1;
                    scores[3 * row + 1] = 2;
                    scores[3 * row + 2] = 4.5;
                }
                return scores;
            }
        };
    }

    @Test
    void quantiles_answer_with_the_median_and_an_interval_that_says_what_it_covers() {
        Deployment deployment = deployments.deploy(DeploymentSpec.of("losses", model(1, quantiles())));
        Prediction prediction =
                deployment.predict(List.of(request("c1"), request("c2"))).getLast();
        assertThat(prediction.value()).isEqualTo(2.0);
        Prediction.Interval interval = prediction.outcome().interval().orElseThrow();
        assertThat(interval.low()).isEqualTo(1);
        assertThat(interval.high()).isEqualTo(4.5);
        assertThat(interval.coverage()).isCloseTo(0.9, within(1e-12));
        assertThat(prediction.outcome().probabilities()).isEmpty();
        assertThat(deployment.schema().response()).extracting(Field::name).containsExactly("prediction", "low", "high");
        assertThat(log(deployment).value(1, "scores")).isEqualTo(List.of(1.0, 2.0, 4.5));
    }

    private void closeAndOpen() {
        deployments.close();
        store.close();
        open();
        openDeployments();
    }
}
