package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelLineage;
import io.shearwater.api.Models;
import io.shearwater.api.Models.Direction;
import io.shearwater.api.RunSearch;
import io.shearwater.api.TrainingData;
import io.shearwater.evaluation.Check;
import io.shearwater.evaluation.Metric;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelDraft;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.ModelStage;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Predictor;
import io.shearwater.learning.Run;
import io.shearwater.learning.RunStatus;
import io.shearwater.model.ErrorCode;
import io.shearwater.model.GroupRef;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.StoredFile;
import io.shearwater.model.ViewRef;
import io.shearwater.spi.SpiError;
import io.shearwater.training.TrainingError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that are trained, registered, judged, loaded and deleted. */
class RegisteredModelsTest {
    @TempDir
    private Path directory;

    private FeatureStore store;
    private FeatureView view;
    private Models models;

    @BeforeEach
    void open() {
        reopen();
        view = CardRisk.view(store);
    }

    private void reopen() {
        store = Shearwater.open(directory.resolve("store"));
        models = store.models();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private ModelVersion trained() {
        return models.train(CardRisk.training(CardRisk.data(view)));
    }

    @Test
    void aModelIsTrainedTrackedEvaluatedAndRegistered() {
        TrainingData data = CardRisk.data(view);
        ModelVersion model = models.train(CardRisk.training(data));

        assertThat(model.ref()).isEqualTo(new ModelRef("card_risk", 1));
        assertThat(model.stage()).isEqualTo(ModelStage.UNVALIDATED);
        assertThat(model.signature().features())
                .isEqualTo(data.train().features().schema());
        assertThat(model.signature().classes()).containsExactly("false", "true");
        assertThat(model.metrics().get("roc_auc")).isGreaterThan(0.9);
        assertThat(model.origin().view()).contains(new ViewRef("risk", 1));
        assertThat(model.origin().trainingDataset()).hasValue(1);
        assertThat(model.origin().parameters()).containsEntry("max_depth", "3");
        assertThat(model.origin().libraries()).containsKey("xgboost");
        assertThat(store.files().list("Models/card_risk/1"))
                .extracting(file -> file.path().names().getLast())
                .contains(
                        "model.json",
                        "evaluation.json",
                        "importance.json",
                        "importance.svg",
                        "roc.svg",
                        "precision-recall.svg",
                        "calibration.svg",
                        "confusion.svg");

        Run run = store.experiments().run(model.origin().run().orElseThrow());
        assertThat(run.info().status()).isEqualTo(RunStatus.FINISHED);
        assertThat(run.data().params()).containsEntry("trainer", "xgboost").containsEntry("seed", "11");
        assertThat(run.data().metrics().values())
                .filteredOn(point -> point.key().equals("roc_auc"))
                .extracting(Run.MetricPoint::value)
                .containsExactly(model.metrics().get("roc_auc"));
        assertThat(run.inputs()).extracting(Run.DatasetInput::context).containsExactly("train", "validation", "test");
        assertThat(store.experiments().history(run.runId(), "validation-logloss", 0, 100))
                .hasSize(20)
                .isSortedAccordingTo((left, right) -> Long.compare(left.step(), right.step()));
    }

    @Test
    void aModelThatIsLoadedPredictsAsItsTrainingMeasuredAlsoAfterTheStoreWasOpenedAgain() {
        ModelVersion model = trained();
        TrainingData data = view.trainingData(1);
        double before = accuracy(model, data);
        store.close();
        reopen();

        assertThat(models.model("card_risk")).isEqualTo(model);
        assertThat(accuracy(model, data)).isEqualTo(before);
        assertThat(before).isCloseTo(model.metrics().get("accuracy"), within(1e-12));
    }

    private double accuracy(ModelVersion model, TrainingData data) {
        int right = 0;
        try (Predictor predictor = models.load(model.ref())) {
            double[] scores = predictor.predict(data.test().features());
            for (int row = 0; row < scores.length; row++) {
                boolean fraud = Boolean.TRUE.equals(data.test().labels().value(row, "is_fraud"));
                right += fraud == scores[row] >= 0.5 ? 1 : 0;
            }
            return right / (double) scores.length;
        }
    }

    @Test
    void aModelWhoseCheckFailsIsNotRegisteredAndItsRunIsKept() {
        TrainingData data = CardRisk.data(view);
        assertRefused(
                LearningError.NOT_APPROVED,
                () -> models.train(CardRisk.training(data)
                        .require(Check.atLeast(Metric.ROC_AUC, 0.5))
                        .require(Check.atLeast(Metric.ACCURACY, 0.999).ofEach("region"))),
                "passed  roc_auc at least 0.5",
                "FAILED  accuracy at least 0.999 for each region",
                "north");

        assertThat(models.list()).isEmpty();
        assertThat(store.files().list()).allMatch(file -> file.path().toString().startsWith("Experiments/"));
        List<Run> runs = store.experiments().search(RunSearch.of("card_risk"));
        assertThat(runs).hasSize(1);
        assertThat(runs.getFirst().info().status()).isEqualTo(RunStatus.FAILED);
        assertThat(runs.getFirst().data().metrics()).containsKey("roc_auc");
    }

    @Test
    void whatCannotBeEvaluatedIsToldBeforeTheTraining() {
        TrainingData data = CardRisk.data(view);
        assertRefused(
                LearningError.BAD_DEFINITION,
                () -> models.train(CardRisk.training(data).slices("regio")),
                "Did you mean 'region'?");

        Run run = store.experiments().search(RunSearch.of("card_risk")).getFirst();
        assertThat(run.info().status()).isEqualTo(RunStatus.FAILED);
        assertThat(run.data().tags().get("error")).contains("'regio' is no training helper");
        assertThat(run.data().metrics()).isEmpty();
    }

    @Test
    void theBestVersionIsChosenByAMetricAndAliasesStandForVersions() {
        ModelVersion good = trained();
        ModelVersion bad = models.train(
                CardRisk.training(view.trainingData(1)).parameters(Map.of("num_round", 1, "max_depth", 1)));

        assertThat(bad.version()).isEqualTo(2);
        assertThat(models.best("card_risk", "log_loss", Direction.MINIMIZE)).isEqualTo(good);
        assertThat(models.best("card_risk", "log_loss", Direction.MAXIMIZE)).isEqualTo(bad);
        assertRefused(
                LearningError.NOT_FOUND,
                () -> models.best("card_risk", "roc_aux", Direction.MAXIMIZE),
                "Did you mean 'roc_auc'?");
        models.alias(bad.ref(), "champion");
        models.alias(good.ref(), "champion");
        assertThat(models.aliased("card_risk", "champion")).isEqualTo(good);
        assertThat(models.registered("card_risk").versions()).containsExactly(1, 2);
        assertRefused(
                LearningError.NOT_FOUND, () -> models.aliased("card_risk", "champio"), "Did you mean 'champion'?");
        assertRefused(LearningError.BAD_DEFINITION, () -> models.alias(good.ref(), "Latest"), "cannot be an alias");
        models.unalias("card_risk", "champion");
        assertThat(models.registered("card_risk").aliases()).isEmpty();
    }

    @Test
    void aVersionGoesToProductionOnlyValidatedAndApproved() {
        ModelRef model = trained().ref();

        assertRefused(
                LearningError.NOT_APPROVED,
                () -> models.moveTo(model, ModelStage.PRODUCTION, "hurry"),
                "unvalidated",
                "move it to 'validated' first");
        models.moveTo(model, ModelStage.VALIDATED, "");
        assertRefused(
                LearningError.NOT_APPROVED, () -> models.moveTo(model, ModelStage.PRODUCTION, " "), "needs a comment");
        ModelVersion live = models.moveTo(model, ModelStage.PRODUCTION, "looked at by two people");

        assertThat(live.stage()).isEqualTo(ModelStage.PRODUCTION);
        assertThat(live.dossier().changes())
                .extracting(ModelVersion.StageChange::to)
                .containsExactly(ModelStage.VALIDATED, ModelStage.PRODUCTION);
        assertThat(live.dossier().changes().getLast().comment()).isEqualTo("looked at by two people");
        assertThat(models.model("card_risk", 1)).isEqualTo(live);
    }

    @Test
    void whatAModelComesFromIsKnownBothWaysAndCannotBeDeleted() {
        ModelVersion model = trained();
        ModelLineage lineage = models.lineage(model.ref());

        assertThat(lineage.view()).contains(new ViewRef("risk", 1));
        assertThat(lineage.groups()).containsExactly(new GroupRef("payments", 1));
        assertThat(lineage.run()).isEqualTo(model.origin().run());
        assertThat(models.trainedOnGroup("payments", 1)).containsExactly(model.ref());
        assertThat(models.trainedOnGroup("payments", 2)).isEmpty();
        assertThatThrownBy(() -> view.deleteTrainingDataset(1))
                .hasMessageContaining("model version 'card_risk' version 1");
        models.delete(model.ref());
        view.deleteTrainingDataset(1);
        assertThat(store.files().list("Models")).isEmpty();
        assertRefused(LearningError.NOT_FOUND, () -> models.model("card_risk", 1), "card_risk");
    }

    @Test
    void theNumberOfADeletedVersionIsNotUsedAgain() {
        models.delete(trained().ref());
        assertThat(models.train(CardRisk.training(view.trainingData(1))).version())
                .isEqualTo(2);
    }

    @Test
    void theCardIsFilledWithWhatIsKnownAndWithWhatPeopleWrite() {
        ModelRef model = trained().ref();
        int before = models.card(model).completeness();
        models.describe(model, "Stops fraudulent card payments");
        models.writeCard(model, "Monitoring", "Drift of each feature, daily");

        assertThat(before).isBetween(20, 60);
        assertThat(models.card(model).completeness()).isGreaterThan(before);
        assertThat(models.card(model).text())
                .contains(
                        "risk version 1",
                        "roc_auc: 0.",
                        "Stops fraudulent card payments",
                        "Drift of each feature, daily",
                        "Plot: report/roc.svg",
                        "Plot: report/importance.svg");
        assertThat(models.card(model).missing()).contains("Cost").doesNotContain("Monitoring", "Intended use");
        assertRefused(
                LearningError.BAD_DEFINITION,
                () -> models.writeCard(model, "Monitorin", "x"),
                "Did you mean 'Monitoring'?");
    }

    @Test
    void theFilesOfAModelNeverChange() throws IOException {
        ModelRef model = trained().ref();
        Path other = Files.writeString(directory.resolve("other.json"), "{}");

        assertRefused(
                SpiError.BAD_REQUEST,
                () -> store.files().replace(other, "Models/card_risk/1/model.json"),
                "never change");
        assertRefused(
                SpiError.BAD_REQUEST, () -> store.files().delete("Models/card_risk/1/model.json"), "never change");
        Path copy = models.download(model, directory.resolve("copy"));
        assertThat(copy.resolve("model.json")).exists();
        assertRefused(SpiError.ALREADY_EXISTS, () -> models.download(model, copy), "not empty");
    }

    @Test
    void filesThatWereAlteredBehindTheStoreAreNotLoaded() throws IOException {
        ModelRef model = trained().ref();
        StoredFile stored = store.files().list("Models/card_risk/1").stream()
                .filter(file -> file.path().toString().endsWith("model.json"))
                .findFirst()
                .orElseThrow();
        Path file = findFile(stored);
        String text = Files.readString(file, StandardCharsets.UTF_8);
        Files.writeString(file, text.replaceFirst("0\\.", "1."), StandardCharsets.UTF_8);

        assertRefused(LearningError.BAD_MODEL, () -> models.load(model), "model.json", "not as it was registered");
        assertThat(models.model("card_risk", 1).ref()).isEqualTo(model);
        assertThat(models.check()).containsOnlyKeys(model);
        Files.delete(file);
        assertRefused(LearningError.BAD_MODEL, () -> models.load(model), "model.json", "is gone");
        Files.writeString(file, text, StandardCharsets.UTF_8);
        assertThat(models.check()).isEmpty();
    }

    private Path findFile(StoredFile stored) throws IOException {
        try (var walk = Files.walk(directory.resolve("store"))) {
            return walk.filter(path -> path.endsWith(Path.of(stored.path().toString())))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void aModelFromElsewhereIsRegisteredWithItsFilesAndCheckedBeforehand() throws IOException {
        ModelVersion model = trained();
        Path files = models.download(model.ref(), directory.resolve("copy"));

        ModelVersion again = models.register(ModelDraft.of("imported", model.signature()), files);
        assertThat(again.files().format()).isEqualTo("xgboost");
        assertThat(again.origin().view()).isEmpty();
        assertRefused(LearningError.NOT_FOUND, () -> models.featureView(again.ref()), "on which view");
        Files.writeString(files.resolve("model.json"), "{\"learner\": {");
        assertRefused(
                LearningError.BAD_MODEL,
                () -> models.register(ModelDraft.of("broken", model.signature()), files),
                "model.json");
        assertThat(models.find("broken", 1)).isEmpty();
        Path weights = Files.createDirectory(directory.resolve("weights"));
        Files.writeString(weights.resolve("model.pt"), "torch");
        assertRefused(
                LearningError.NO_RUNTIME,
                () -> models.register(ModelDraft.of("net", model.signature()), weights),
                "model.pt");
        ModelVersion kept =
                models.register(ModelDraft.of("net", model.signature()).inFormat("torchscript"), weights);
        assertThat(kept.files().bytes()).isEqualTo(5);
        assertRefused(LearningError.NO_RUNTIME, () -> models.load(kept.ref()), "torchscript");
    }

    @Test
    void aModelIsTiedToTheViewWithWhatItsTransformationsLearnt() {
        ModelRef model = trained().ref();

        assertThat(models.featureView(model).trainingDataset().orElseThrow().version())
                .isEqualTo(1);
        assertThat(models.featureView(model).featureVector(Map.of("id", 3L)).size())
                .isEqualTo(3);
        assertRefused(
                TrainingError.NOT_FOUND,
                () -> models.register(
                        ModelDraft.of("late", models.model("card_risk", 1).signature())
                                .trainedOn(new ViewRef("risk", 1), 9),
                        models.download(model, directory.resolve("copy"))),
                "9");
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call, String... words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContainingAll(words);
    }
}
