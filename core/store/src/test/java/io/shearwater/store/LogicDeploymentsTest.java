package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.api.Deployment;
import io.shearwater.api.Deployment.PredictOptions;
import io.shearwater.learning.DeploymentSchema;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.LogicCode;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.Prediction;
import io.shearwater.learning.Prediction.Call;
import io.shearwater.learning.Variant;
import io.shearwater.learning.Variant.Logic;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Logic around two models and a view, over the payments and cards of the skew tests. */
class LogicDeploymentsTest extends DeploymentFixture {
    private Logic cascade(double cheap, double strong) {
        return Logic.of(CascadeLogic.class)
                .with("cheap", model(1, risk(cheap)))
                .with("strong", model(2, risk(strong)))
                .with("card", new Variant.Vectors(FRAUD, OptionalInt.of(1)));
    }

    private Map<String, Object> entry(String card, String id) {
        Map<String, Object> entry = new HashMap<>(request(card));
        entry.put("request_id", id);
        return entry;
    }

    @Test
    void several_models_and_a_view_answer_behind_the_schema_that_the_logic_declares() {
        Deployment deployment = deployments.deploy(DeploymentSpec.of("checkout", cascade(20, -20)));
        DeploymentSchema schema = deployment.schema();
        assertThat(schema.servingKeys()).containsExactly(new Field("card", DataType.STRING));
        assertThat(schema.needed()).containsExactly("amount", "category");
        assertThat(schema.requestParameters()).containsExactly(new Field("patience", DataType.INT));
        assertThat(schema.response()).extracting(Field::name).containsExactly("prediction", "risk", "rating");

        Prediction prediction = deployment
                .predict(List.of(entry("c1", "r1")), PredictOptions.EXPLAINED)
                .getFirst();
        Prediction strong = prediction.calls().get(1).prediction();
        assertThat(prediction.value()).isEqualTo("pass");
        assertThat(prediction.requestId()).isEqualTo("r1");
        assertThat((Double)
                        Objects.requireNonNull(prediction.outcome().outputs().get("risk")))
                .isEqualTo(strong.outcome().probability("true"))
                .isLessThan(0.001);
        assertThat(prediction.outcome().outputs().get("rating"))
                .isEqualTo(strong.feature("rating").orElseThrow().value());
        assertThat(prediction.calls()).extracting(Call::part).containsExactly("cheap", "strong", "card");
        assertThat(strong.served().model()).contains(new ModelRef("risk", 2));
        assertThat(strong.explanation().orElseThrow().bias()).isEqualTo(-20);
        assertThat(prediction.served().logic().map(LogicCode::className)).contains(CascadeLogic.class.getName());
        assertThat(prediction.timings()).containsOnlyKeys("vector", "model", "explanation", "logic");
        assertThat(deployment
                        .predict(Map.of("card", "c1", "amount", 12.5, "category", "fuel", "patience", 3))
                        .value())
                .isEqualTo("pass");
    }

    @Test
    void a_model_that_is_not_needed_is_not_asked() {
        Deployment deployment = deployments.deploy(DeploymentSpec.of("checkout", cascade(-20, 20)));
        Prediction prediction = deployment.predict(request("c1"));
        assertThat(prediction.calls()).extracting(Call::part).containsExactly("cheap", "card");
        assertThat(prediction.value()).isEqualTo("pass");
    }

    @Test
    void the_log_has_what_logic_answered_and_the_logs_of_its_models_what_they_read_under_the_same_id() {
        Deployment deployment = deployments.deploy(DeploymentSpec.of("checkout", cascade(20, 20)));
        Prediction prediction = deployment.predict(entry("c1", "r1"));
        deployment.flushLog();

        Map<String, @Nullable Object> row =
                store.featureGroup("checkout_answers").read().row(0);
        assertThat(row).containsEntry("request_id", "r1").containsEntry("request_time", START);
        assertThat(row).containsEntry("deployment", "checkout").containsEntry("role", "serving");
        assertThat(row).containsEntry("logic", CascadeLogic.class.getName());
        assertThat(row)
                .containsEntry(
                        "logic_digest",
                        prediction.served().logic().orElseThrow().digest());
        assertThat(row)
                .containsEntry("asked", "cheap=risk version 1,strong=risk version 2,card=fraud version 1")
                .containsEntry("request_card", "c1")
                .containsEntry("request_amount", 12.5)
                .containsEntry("prediction", "stop")
                .containsEntry("output_risk", prediction.outcome().outputs().get("risk"));
        for (String log : List.of("risk_1_predictions", "risk_2_predictions")) {
            Frame rows = store.featureGroup(log).read();
            assertThat(rows.rows()).as(log).isEqualTo(1);
            assertThat(rows.row(0)).containsEntry("request_id", "r1").containsEntry("deployment", "checkout");
            assertThat(rows.row(0)).containsEntry("raw_amount", 12.5);
        }
        assertThat(store.featureGroup("risk_2_predictions").read().value(0, "part"))
                .isEqualTo("strong");
        assertThat(deployment.report().log().written()).isEqualTo(4);
        assertThat(deployment.report().requests()).isEqualTo(1);
    }

    @Test
    void models_view_and_code_take_over_together_and_give_back_again() {
        LinearPredictor old = risk(-20);
        Logic first = Logic.of(CascadeLogic.class)
                .with("cheap", model(1, old))
                .with("strong", model(2, risk(20)))
                .with("card", new Variant.Vectors(FRAUD, OptionalInt.of(1)));
        Deployment deployment = deployments.deploy(DeploymentSpec.of("checkout", first));
        assertThat(deployment.predict(request("c1")).value()).isEqualTo("pass");
        deployments.deploy(DeploymentSpec.of("checkout", first.with("cheap", model(3, risk(20)))));
        Prediction stopped = deployment.predict(request("c1"));
        assertThat(stopped.value()).isEqualTo("stop");
        assertThat(stopped.calls().getFirst().prediction().served().model()).contains(new ModelRef("risk", 3));
        assertThat(old.closed).hasValue(1);
        deployment.rollback();
        assertThat(deployment.predict(request("c1")).value()).isEqualTo("pass");
        assertThatThrownBy(() -> store.deleteFeatureView("fraud", 1)).hasMessageContaining("depend");
    }

    @Test
    void wrong_requests_are_refused_by_the_schema_of_the_logic() {
        Deployment deployment = deployments.deploy(DeploymentSpec.of("checkout", cascade(20, 20)));
        assertThatThrownBy(() -> deployment.predict(Map.of("amount", 1.0, "category", "fuel")))
                .hasMessageContaining("has no 'card'");
        assertThatThrownBy(() -> deployment.predict(Map.of("card", "c1", "category", "fuel")))
                .hasMessageContaining("has no 'amount'");
        assertThatThrownBy(() -> deployment.predict(Map.of("card", "c1", "amount", "much", "category", "fuel")))
                .hasMessageContaining("gives 'amount' the value 'much'");
        assertThatThrownBy(() -> deployment.predict(Map.of("card", "c1", "amount", Double.NaN, "category", "fuel")))
                .hasMessageContaining("no number");
        assertThatThrownBy(() ->
                        deployment.predict(Map.of("card", "c1", "amount", 1.0, "category", "fuel", "patiense", 2)))
                .hasMessageContaining("Did you mean 'patience'?");
        assertThat(deployment.report().requests()).isZero();
        assertThat(deployment.report().models().getFirst().failed()).isZero();
        double risk = deployment.predict(request("c1")).outcome().outputs().get("risk") instanceof Double number
                ? number
                : Double.NaN;
        assertThat(risk).isCloseTo(1, within(1e-3));
    }
}
