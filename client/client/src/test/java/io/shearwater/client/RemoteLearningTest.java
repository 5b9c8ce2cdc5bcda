package io.shearwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.BatchPrediction;
import io.shearwater.api.Deployment;
import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelEvaluation;
import io.shearwater.api.ModelSearch;
import io.shearwater.api.ModelTraining;
import io.shearwater.api.Models;
import io.shearwater.api.RunLog;
import io.shearwater.api.RunSearch;
import io.shearwater.api.TrainingData;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.ModelDraft;
import io.shearwater.learning.ModelStage;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Prediction;
import io.shearwater.learning.Predictor;
import io.shearwater.learning.Run;
import io.shearwater.learning.RunStatus;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.StoredFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Experiments, models and deployments of a store on a server. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemoteLearningTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final FeatureGroupSpec POINTS = FeatureGroupSpec.builder("points", 1)
            .feature("id", DataType.LONG)
            .feature("at", DataType.TIMESTAMP)
            .feature("x", DataType.DOUBLE)
            .feature("y", DataType.DOUBLE)
            .feature("is_above", DataType.BOOLEAN)
            .primaryKey("id")
            .eventTime("at")
            .online()
            .build();

    private Path directory;
    private FeatureStore store;
    private FeatureView view;
    private TrainingData data;

    @BeforeAll
    void start(@TempDir Path temporary) {
        directory = temporary;
        store = ServedStores.open(directory.resolve("store"), InstantSource.system());
        FeatureGroup group = store.createFeatureGroup(POINTS);
        FrameBuilder rows = new FrameBuilder(POINTS.schema(), 400);
        for (int i = 0; i < 400; i++) {
            double x = (i * 37 % 100) / 100.0;
            double y = (i * 61 % 100) / 100.0;
            rows.append((long) i, START.plusSeconds(i), x, y, y > x);
        }
        group.insert(rows.build());
        view = store.createFeatureView(FeatureViewSpec.builder("above", 1, group.select("x", "y", "is_above"))
                .labels("is_above")
                .build());
        data = view.trainValidationTestSplit(0.2, 0.2, 1);
    }

    @AfterAll
    void stop() {
        store.close();
    }

    private ModelVersion trained(String name) {
        return store.models().train(ModelTraining.of(name, data).parameters(Map.of("max_depth", 3, "num_round", 20)));
    }

    @Test
    void aRunLogsWhatItDoes() throws Exception {
        Path plot = Files.writeString(directory.resolve("plot.svg"), "<svg/>");
        try (RunLog log = store.experiments().start("tries", "first")) {
            log.params(Map.of("depth", 3));
            log.metric("loss", 0.5, 0);
            log.rounds(Map.of(1, Map.of("loss", 0.25), 2, Map.of("loss", Double.NaN)));
            log.tag("team", "risk");
            StoredFile kept = log.artifact(plot, "plots/loss.svg");
            assertThat(log.artifacts()).containsExactly(kept);
            log.end();
            assertThatThrownBy(() -> log.param("late", 1)).hasMessageContaining("has ended");
        }

        List<Run> found = store.experiments().search(RunSearch.of("tries").where("params.depth = '3'"));
        assertThat(found).singleElement().satisfies(run -> {
            assertThat(run.info().status()).isEqualTo(RunStatus.FINISHED);
            assertThat(run.data().tags()).containsEntry("team", "risk");
            assertThat(store.experiments().history(run.runId(), "loss", 0, 10))
                    .extracting(Run.MetricPoint::value)
                    .containsExactly(0.5, 0.25, Double.NaN);
        });
        assertThatThrownBy(() -> store.experiments().track("tries", "second", run -> {
                    throw new IllegalStateException("it broke");
                }))
                .hasMessage("it broke");
        assertThat(store.experiments().search(RunSearch.of("tries").where("tags.error = 'it broke'")))
                .singleElement()
                .satisfies(run -> assertThat(run.info().status()).isEqualTo(RunStatus.FAILED));
    }

    @Test
    void aModelIsTrainedOnTheServerAndGoesItsWay() throws Exception {
        Models models = store.models();
        ModelVersion model = trained("above");
        assertThat(models.model("above")).isEqualTo(model);
        assertThat(models.best("above", "roc_auc", Models.Direction.MAXIMIZE)).isEqualTo(model);
        models.alias(model.ref(), "champion");
        assertThat(models.aliased("above", "champion").ref()).isEqualTo(model.ref());
        models.describe(model.ref(), "Above the diagonal?");
        models.writeCard(model.ref(), "Intended use", "Tests");
        assertThat(models.card(model.ref()).sections())
                .anyMatch(section -> section.text().equals("Tests"));
        assertThat(models.lineage(model.ref()).groups()).containsExactly(POINTS.ref());
        assertThat(models.trainedOnGroup("points", 1)).contains(model.ref());
        assertThat(models.featureView(model.ref()).trainingDataset())
                .hasValueSatisfying(dataset ->
                        assertThat(dataset.version()).isEqualTo(data.dataset().version()));
        assertThat(models.evaluate(ModelEvaluation.of(model.ref())).metrics()).containsKey("roc_auc");
        assertThat(models.moveTo(model.ref(), ModelStage.VALIDATED, "fine")
                        .dossier()
                        .stage())
                .isEqualTo(ModelStage.VALIDATED);
        assertThat(models.check()).isEmpty();

        Path files = models.download(model.ref(), directory.resolve("downloaded"));
        ModelDraft draft = ModelDraft.of("copied", model.signature());
        ModelVersion copied = models.register(draft, files);
        assertThat(copied.files()).isEqualTo(model.files());
        Frame features = data.test().features();
        try (Predictor here = models.load(model.ref());
                Predictor there = models.load(copied.ref())) {
            assertThat(there.predict(features))
                    .isEqualTo(here.predict(features))
                    .hasSize(features.rows());
        }
        assertThatThrownBy(() -> models.model("abvoe"))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("above");
    }

    @Test
    void parametersAreSearchedOnTheServer() {
        ModelSearch.Result result = store.models()
                .search(ModelSearch.of(
                        "depths",
                        ModelTraining.of("searched", view, data.dataset().version())
                                .parameters(Map.of("num_round", 5)),
                        Map.of("max_depth", ModelSearch.Choice.oneOf(1, 4)),
                        new ModelSearch.Strategy.Grid(),
                        new ModelSearch.Goal("roc_auc", Models.Direction.MAXIMIZE)));
        assertThat(result.trials()).hasSize(2);
        assertThat(result.best().parameters()).containsEntry("max_depth", "4");
    }

    @Test
    void aDeploymentAnswersAndBatchesArePredicted() {
        ModelVersion model = trained("served");
        Deployment deployment = store.deployments().deploy(DeploymentSpec.of("check", model.ref()));

        Prediction near = deployment.predict(Map.of("id", 1L, "x", 0.3, "y", 0.9));
        Prediction explained = deployment
                .predict(List.of(Map.of("id", 1L, "x", 0.3, "y", 0.9)), Deployment.PredictOptions.EXPLAINED)
                .getFirst();
        assertThat(near.served().model()).contains(model.ref());
        assertThat(explained.outcome()).isEqualTo(near.outcome());
        assertThat(explained.explanation()).isPresent();
        deployment.flushLog();
        assertThat(deployment.report().requests()).isEqualTo(2);
        assertThat(store.deployments().list()).contains(deployment.spec());
        assertThat(store.deployments().check()).isEmpty();

        BatchPrediction batch = BatchPrediction.ofLatest(model.ref());
        assertThat(store.deployments().predictBatch(batch).readAll().rows()).isEqualTo(400);
        assertThat(store.deployments().predictInto(batch, "judged").counts().inserted())
                .isEqualTo(400);
        store.deployments().remove("check");
        assertThat(store.deployments().find("check")).isEmpty();
    }

    @Test
    void filesComeAndGoAsStreams() throws Exception {
        byte[] bytes = "päper".getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(directory.resolve("a note.txt"), bytes);
        StoredFile stored = store.files().upload(file, "Resources/a dir/a note ä.txt");
        assertThat(store.files().exists("Resources/a dir/a note ä.txt")).isTrue();
        assertThat(store.files().list("Resources")).containsExactly(stored);
        assertThat(Files.readAllBytes(store.files().download("Resources/a dir/a note ä.txt", directory)))
                .isEqualTo(bytes);
        assertThatThrownBy(() -> store.files().upload(file, "Resources/a dir/a note ä.txt"))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("a note ä.txt");
        store.files().delete("Resources/a dir/a note ä.txt");
        assertThat(store.files().list()).noneMatch(one -> one.path().equals(stored.path()));
    }
}
