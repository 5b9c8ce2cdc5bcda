package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.api.Deployment;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.learning.DeploymentSchema;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.DeploymentSpec.Fallback;
import io.shearwater.learning.DeploymentSpec.Routing;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Variant;
import io.shearwater.model.Predicate;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.ViewRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of the registry that are to take over and cannot: what serves goes on. */
class ReplacedModelsTest {
    private static final Map<String, Object> ENTRY = Map.of("amount", 240.0, "shop", "far");

    @TempDir
    private Path directory;

    private Path modelFile(int version) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("files"))) {
            return files.filter(file -> file.toString().contains("/" + version + "/")
                            && file.getFileName().toString().startsWith("model."))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void a_change_that_fails_leaves_what_serves() throws IOException {
        try (FeatureStore store = Shearwater.open(directory)) {
            FeatureView view = CardRisk.view(store);
            TrainingData data = CardRisk.data(view);
            ModelVersion first = store.models().train(CardRisk.training(data));
            ModelVersion second = store.models().train(CardRisk.training(data).seed(12));
            Deployment deployment = store.deployments().deploy(DeploymentSpec.of("risk", first.ref()));
            Object before = deployment.predict(ENTRY).outcome().scores();
            Path file = modelFile(second.version());
            byte[] whole = Files.readAllBytes(file);
            byte[] altered = whole.clone();
            altered[altered.length / 2] ^= 1;
            for (byte[] damaged : List.of(new byte[0], Arrays.copyOf(whole, whole.length / 2), altered)) {
                Files.write(file, damaged);
                assertThatThrownBy(() -> store.deployments().deploy(DeploymentSpec.of("risk", second.ref())))
                        .isInstanceOfSatisfying(
                                ShearwaterException.class,
                                failed -> assertThat(failed.code()).isEqualTo(LearningError.BAD_MODEL))
                        .hasMessageContaining(file.getFileName().toString());
            }
            Files.delete(file);
            assertThatThrownBy(() -> store.deployments()
                            .deploy(DeploymentSpec.of("risk", first.ref())
                                    .withRouting(Routing.to(first.ref()).withShadow(second.ref()))))
                    .hasMessageContaining(file.getFileName().toString());
            assertThatThrownBy(() -> store.deployments()
                            .deploy(DeploymentSpec.of(
                                    "risk", new Variant.Vectors(new ViewRef("risk", 2), OptionalInt.of(1)))))
                    .hasMessageContaining("'risk' version 2");
            assertThatThrownBy(() -> store.deployments()
                            .deploy(DeploymentSpec.of(
                                    "risk", new Variant.Vectors(new ViewRef("risk", 1), OptionalInt.of(9)))))
                    .hasMessageContaining("9");
            assertThat(deployment.spec().routing()).isEqualTo(Routing.to(first.ref()));
            assertThat(deployment.predict(ENTRY).outcome().scores()).isEqualTo(before);
            assertThat(deployment.report().failed()).isZero();
            Files.write(file, whole);
            store.deployments().deploy(DeploymentSpec.of("risk", second.ref()));
            assertThat(deployment.predict(ENTRY).served().model()).contains(second.ref());
        }
    }

    @Test
    void a_store_that_is_read_only_tells_of_a_deployment_that_logs_and_does_not_answer() {
        DeploymentSchema schema;
        try (FeatureStore store = Shearwater.open(directory)) {
            ModelVersion model = store.models().train(CardRisk.training(CardRisk.data(CardRisk.view(store))));
            schema = store.deployments()
                    .deploy(DeploymentSpec.of("risk", model.ref()))
                    .schema();
            store.deployments().deploy(DeploymentSpec.of("silent", model.ref()).withoutLog());
        }
        try (FeatureStore store = Shearwater.openReadOnly(directory, StoreOptions.defaults())) {
            Deployment deployment = store.deployments().deployment("risk");
            assertThat(deployment.schema()).isEqualTo(schema);
            assertThat(deployment.spec().routing()).isEqualTo(Routing.to(new ModelRef("card_risk", 1)));
            assertThat(deployment.report().requests()).isZero();
            assertThatThrownBy(() -> deployment.predict(ENTRY))
                    .isInstanceOfSatisfying(
                            ShearwaterException.class,
                            failed -> assertThat(failed.code()).isEqualTo(StoreError.READ_ONLY))
                    .hasMessageContaining("it cannot log predictions");
            assertThatThrownBy(deployment::rollback).hasMessageContaining("read only");
            assertThat(store.deployments().deployment("silent").predict(ENTRY).value())
                    .isEqualTo(true);
        }
    }

    @Test
    void an_entity_that_the_training_filter_refuses_is_refused_and_not_predicted_from_nulls() {
        try (FeatureStore store = Shearwater.open(directory)) {
            FeatureView view = CardRisk.view(store);
            TrainingData data = view.trainingData(TrainingOptions.of(SplitSpec.trainValidationTest(0.2, 0.2, 7))
                    .where(Predicate.atLeast("amount", 20.0)));
            ModelVersion model = store.models().train(CardRisk.training(data));
            Deployment deployment = store.deployments()
                    .deploy(DeploymentSpec.of("risk", model.ref()).withFallback("amount", new Fallback.Median()));
            assertThat(deployment.predict(ENTRY).value()).isEqualTo(true);
            assertThatThrownBy(() -> deployment.predict(Map.of("amount", 5.0, "shop", "far")))
                    .isInstanceOfSatisfying(
                            ShearwaterException.class,
                            failed -> assertThat(failed.code()).isEqualTo(LearningError.WRONG_FEATURES))
                    .hasMessageContaining("the filter of the training data refuses")
                    .hasMessageContaining("card_risk version 1");
            assertThat(deployment.report().requests()).isEqualTo(1);
            // A substitute that passes the filter is asked about as any value.
            Map<String, @Nullable Object> unknown = new HashMap<>(Map.of("shop", "far"));
            unknown.put("amount", null);
            assertThat(deployment.predict(unknown).fallbacks()).isNotEmpty();
            Deployment vectors = store.deployments()
                    .deploy(DeploymentSpec.ofView(
                            "vectors",
                            view.spec().ref(),
                            OptionalInt.of(data.dataset().version())));
            assertThat(vectors.predict(Map.of("amount", 5.0, "shop", "far"))
                            .feature("amount")
                            .orElseThrow()
                            .value())
                    .as("a vector says so by its statuses")
                    .isNull();
        }
    }

    @Test
    void a_mean_of_the_training_data_is_put_in_before_the_view_scales_it() {
        try (FeatureStore store = Shearwater.open(directory)) {
            ModelVersion model = store.models().train(CardRisk.training(CardRisk.data(CardRisk.view(store))));
            Deployment deployment = store.deployments()
                    .deploy(DeploymentSpec.of("risk", model.ref()).withFallback("amount", new Fallback.Mean()));
            double scaled = deployment
                                    .predict(Map.of("shop", "far"))
                                    .feature("amount")
                                    .orElseThrow()
                                    .value()
                            instanceof Double number
                    ? number
                    : Double.NaN;
            assertThat(scaled).as("the mean of what was scaled to the mean 0").isCloseTo(0, within(1e-9));
        }
    }
}
