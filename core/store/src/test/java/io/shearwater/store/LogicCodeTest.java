package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.Deployment;
import io.shearwater.learning.DeploymentSchema;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.DeploymentSpec.Routing;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.LogicCode;
import io.shearwater.learning.Prediction;
import io.shearwater.learning.Variant.Logic;
import io.shearwater.model.Frame;
import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The code of logic: kept, found again by a program that lacks it, shared, replaced and shielded as a model is. */
class LogicCodeTest extends DeploymentFixture {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @BeforeEach
    void makeModel() {
        model(1, risk(20));
    }

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
    }

    /** Logic that is compiled, on the class path of this thread, and asks one model. */
    private Logic logic(String type, String body) throws IOException {
        Path home = Programs.compile(directory, "Rule.java", """
                package acme;
                import io.shearwater.learning.*;
                import io.shearwater.learning.Prediction.Outcome;
                import io.shearwater.model.DataType;
                import java.util.Map;
                public final class Rule implements PredictionLogic {
                    public LogicSchema schema() {
                        return LogicSchema.answering(DataType.%s).key("card", DataType.STRING)
                                .takes("amount", DataType.DOUBLE).takes("category", DataType.STRING);
                    }
                    public Outcome predict(Map<String, Object> entry, Parts parts) { return Body.answer(entry, parts); }
                }
                final class Body {
                    static Outcome answer(Map<String, Object> entry, PredictionLogic.Parts parts) { %s }
                }
                """.formatted(type, body));
        Programs.use(home, before);
        return new Logic(new LogicCode("acme.Rule", ""), Map.of()).with("model", model(1, risk(20)));
    }

    private Logic answering(String value) throws IOException {
        return logic("STRING", "parts.ask(\"model\", entry); return Outcome.of(\"%s\");".formatted(value));
    }

    private Deployment deploy(Logic logic) {
        return deployments.deploy(DeploymentSpec.of("rules", logic));
    }

    private void reopen() {
        deployments.close();
        store.close();
        open();
        openDeployments();
    }

    private Path jar() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("kept"))) {
            return files.findFirst().orElseThrow();
        }
    }

    @Test
    void a_program_without_the_class_or_with_another_runs_what_was_deployed() throws IOException {
        deploy(answering("first"));
        reopen();
        assertThat(deployments.deployment("rules").predict(request("c1")).value())
                .as("the class of the program, which is the same")
                .isEqualTo("first");
        restore();
        reopen();
        assertThat(deployments.deployment("rules").predict(request("c1")).value())
                .as("from the jar in the store")
                .isEqualTo("first");
        answering("other");
        reopen();
        assertThat(deployments.deployment("rules").predict(request("c1")).value())
                .as("beside a class of the same name")
                .isEqualTo("first");
    }

    @Test
    void code_that_is_gone_or_altered_is_an_error_that_leaves_the_deployment_to_be_changed() throws IOException {
        deploy(answering("first"));
        Path jar = jar();
        byte[] registered = Files.readAllBytes(jar);
        deploy(answering("second"));
        assertThat(deployments.check()).isEmpty();
        deployments.deployment("rules").rollback();
        Files.delete(jar);
        answering("first");
        assertThat(deployments.check()).as("though the program has it").containsOnlyKeys("rules");
        restore();
        reopen();
        Deployment deployment = deployments.deployment("rules");
        assertThat(deployment.schema().servingKeys()).hasSize(1);
        assertThatThrownBy(() -> deployment.predict(request("c1")))
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        failed -> assertThat(failed.code()).isEqualTo(StoreError.MISSING_CODE))
                .hasMessageContaining("The code of the logic 'acme.Rule' of a deployment")
                .hasMessageContaining(jar.toString());
        Files.write(jar, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> deployment.predict(request("c1")))
                .hasMessageContaining("is not the code that was registered");
        assertThat(deployment.rollback().predict(request("c1")).value()).isEqualTo("second");
        assertThatThrownBy(deployment::rollback).hasMessageContaining("is not the code that was registered");
        assertThat(deployment.predict(request("c1")).value())
                .as("what serves goes on where a change fails")
                .isEqualTo("second");
        Files.write(jar, registered);
        assertThat(deployment.rollback().predict(request("c1")).value()).isEqualTo("first");
    }

    @Test
    void two_versions_of_the_code_share_requests_and_a_third_looks_on() throws IOException {
        Logic first =
                deploy(answering("first")).spec().routing().arms().getFirst().variant() instanceof Logic kept
                        ? kept
                        : new Logic(new LogicCode("none", ""), Map.of());
        Logic second = (Logic)
                deploy(answering("second")).spec().routing().arms().getFirst().variant();
        Logic third = answering("third");
        Deployment deployment = deployments.deploy(DeploymentSpec.of("rules", first)
                .withRouting(Routing.canary(first, second, 0.5).withShadow(third)));
        List<String> answers = IntStream.range(0, 60)
                .mapToObj(i -> String.valueOf(deployment
                        .predict(Map.of("card", "c1", "amount", 1.0, "category", "fuel", "request_id", "r" + i))
                        .value()))
                .toList();
        assertThat(answers).contains("first", "second").doesNotContain("third");
        deployment.flushLog();
        Frame log = store.featureGroup("rules_answers").read();
        List<String> shadows = IntStream.range(0, log.rows())
                .filter(row -> "shadow".equals(log.value(row, "role")))
                .mapToObj(row -> String.valueOf(log.value(row, "prediction")))
                .toList();
        assertThat(shadows).hasSize(60).containsOnly("third");
        Frame asked = store.featureGroup("risk_1_predictions").read();
        assertThat(asked.rows()).isEqualTo(120);
        assertThat(IntStream.range(0, 120).mapToObj(row -> asked.value(row, "request_id")))
                .contains("r0", "r0/shadow");
    }

    @Test
    void logic_that_fails_or_hangs_is_shielded_as_a_model_is() throws IOException {
        Logic good = answering("good");
        deploy(good);
        Logic kept = (Logic) deployments
                .deployment("rules")
                .spec()
                .routing()
                .arms()
                .getFirst()
                .variant();
        Logic broken = logic("STRING", "throw new IllegalStateException(\"no rule for \" + entry.get(\"card\"));");
        Deployment deployment = deployments.deploy(
                DeploymentSpec.of("rules", kept).withRouting(Routing.to(broken).orElse(kept)));
        for (int i = 0; i < 12; i++) {
            Prediction prediction = deployment.predict(request("c1"));
            assertThat(prediction.value()).isEqualTo("good");
            assertThat(prediction.served().isFallback()).isTrue();
        }
        assertThat(deployment.report().models().getFirst().failed()).isEqualTo(10);
        assertThat(deployment.report().models().getFirst().isSwitchedOff()).isTrue();

        deploy(broken);
        assertThatThrownBy(() -> deployment.predict(request("c1")))
                .hasMessageContaining("acme.Rule")
                .hasMessageContaining("no rule for c1");
        Logic hung = logic(
                "STRING",
                "java.util.concurrent.locks.LockSupport.parkNanos(2_000_000_000L); return Outcome.of(\"late\");");
        deployments.deploy(DeploymentSpec.of("rules", hung).withTimeout(Duration.ofMillis(20)));
        assertThatThrownBy(() -> deployment.predict(request("c1")))
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        failed -> assertThat(failed.code()).isEqualTo(LearningError.NOT_AVAILABLE))
                .hasMessageContaining("did not answer within PT0.02S");
    }

    @Test
    void answers_that_are_not_what_the_schema_says_are_failures_and_never_answers() throws IOException {
        for (String body : List.of(
                "return Outcome.of(\"much\");",
                "return Outcome.of(0.0 / 0.0);",
                "return Outcome.of(1.0).withOutput(\"reason\", \"none\");",
                "return null;",
                "parts.ask(\"modle\", entry); return Outcome.of(1.0);")) {
            Deployment deployment = deployments.deploy(DeploymentSpec.of("numbers", logic("DOUBLE", body)));
            assertThatThrownBy(() -> deployment.predict(request("c1")))
                    .as(body)
                    .isInstanceOfSatisfying(
                            ShearwaterException.class,
                            failed -> assertThat(failed.code()).isEqualTo(LearningError.LEARNER_FAILED))
                    .hasMessageContaining("acme.Rule");
        }
        deployments.deploy(DeploymentSpec.of("numbers", logic("DOUBLE", "return Outcome.of(7);")));
        assertThat(deployments.deployment("numbers").predict(request("c1")).value())
                .isEqualTo(7.0);
    }

    @Test
    void a_change_that_is_refused_leaves_what_serves() throws IOException {
        Deployment deployment = deploy(answering("first"));
        DeploymentSchema schema = deployment.schema();
        Logic number = logic("DOUBLE", "return Outcome.of(1.0);");
        assertThatThrownBy(() -> deploy(number))
                .hasMessageContaining("The response of the deployment 'rules' would not be the same")
                .hasMessageContaining("make another deployment");
        assertThatThrownBy(() -> deploy(Logic.of(CascadeLogic.class)))
                .hasMessageContaining("what clients know lacks [risk double, rating string]");
        assertThatThrownBy(() -> deploy(new Logic(new LogicCode("acme.Ruel", ""), Map.of())))
                .hasMessageContaining("There is no class 'acme.Ruel'");
        assertThatThrownBy(() -> deploy(new Logic(new LogicCode("java.lang.String", ""), Map.of())))
                .hasMessageContaining("a public class that implements io.shearwater.learning.PredictionLogic");
        assertThat(deployment.schema()).isEqualTo(schema);
        assertThat(deployment.predict(request("c1")).value()).isEqualTo("first");
        assertThat(deployments
                        .deploy(DeploymentSpec.of("rules_2", number))
                        .predict(request("c1"))
                        .value())
                .isEqualTo(1.0);
    }
}
