package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelEvaluation;
import io.shearwater.api.Models;
import io.shearwater.api.TrainingOptions;
import io.shearwater.evaluation.Check;
import io.shearwater.evaluation.Metric;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelDraft;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.ModelStage;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Predictor;
import io.shearwater.learning.Run;
import io.shearwater.learning.Validation;
import io.shearwater.model.DataType;
import io.shearwater.model.ErrorCode;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.ModelError;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.registry.RegistryError;
import io.shearwater.transform.TransformError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions that are evaluated after they were registered. */
class ModelValidationTest {
    @TempDir
    private Path directory;

    private FeatureStore store;
    private FeatureView view;
    private Models models;
    private ModelRef model;

    @BeforeEach
    void train() {
        open();
        view = CardRisk.view(store);
        model = models.train(CardRisk.training(CardRisk.data(view))).ref();
    }

    private void open() {
        store = Shearwater.open(directory.resolve("store"));
        models = store.models();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void thePartOfItsTrainingGivesTheMetricsOfItsTraining() {
        Validation found = models.evaluate(ModelEvaluation.of(model).slices("region"));

        assertThat(models.model("card_risk").metrics()).containsAllEntriesOf(found.metrics());
        assertThat(found.metrics()).containsKeys("roc_auc", "accuracy", "log_loss");
        assertThat(found.data().toString()).isEqualTo("risk version 1, training data 1, part test");
        assertThat(found.isRequired()).isFalse();
        Run run = store.experiments().run(found.run());
        assertThat(run.info().runName()).isEqualTo("validation of version 1");
        assertThat(run.inputs()).extracting(Run.DatasetInput::source).containsExactly("risk/1/training/1");
        assertThat(store.files().list("Experiments"))
                .anyMatch(file -> file.path().toString().endsWith(found.run() + "/artifacts/report/evaluation.json"));
    }

    @Test
    void otherRowsAreTransformedByWhatTheModelWasTrainedWith() {
        Validation found = models.evaluate(ModelEvaluation.of(model)
                .on(TrainingOptions.whole().where(Predicate.atLeast("amount", 140.0)))
                .slices("region"));

        // The same rows as a deployment would score them. A scaler that learnt from the large amounts alone would give
        // others.
        List<Map<String, Object>> keys = new ArrayList<>();
        List<Boolean> actual = new ArrayList<>();
        Frame stored = store.featureGroup("payments").read();
        for (int row = 0; row < stored.rows(); row++) {
            if (stored.value(row, "amount") instanceof Double amount && amount >= 140) {
                keys.add(Map.of("id", Objects.requireNonNull(stored.value(row, "id"))));
                actual.add(Boolean.TRUE.equals(stored.value(row, "is_fraud")));
            }
        }
        Schema key = Schema.of(new Field("id", DataType.LONG));
        List<Double> scores = new ArrayList<>();
        try (Predictor predictor = models.load(model);
                FrameReader rows = models.featureView(model).batchData(Frame.of(key, keys))) {
            for (var next = rows.next(); next.isPresent(); next = rows.next()) {
                Frame features = next.get()
                        .select(models.model("card_risk").signature().features().names());
                for (double score : predictor.predict(features)) {
                    scores.add(score);
                }
            }
        }
        int right = 0;
        for (int row = 0; row < scores.size(); row++) {
            right += actual.get(row) == scores.get(row) >= 0.5 ? 1 : 0;
        }
        assertThat(found.data().rows()).isEqualTo(scores.size()).isBetween(500L, 1_500L);
        assertThat(found.data().trainingDataset()).isEqualTo(2);
        assertThat(found.metrics().get("accuracy")).isCloseTo(right / (double) scores.size(), within(1e-12));
    }

    @Test
    void aCheckThatFailsKeepsTheVersionFromTheNextStageUntilOneOfItsNamePasses() {
        models.moveTo(model, ModelStage.VALIDATED, "");
        ModelEvaluation bias = ModelEvaluation.of(model)
                .named("bias")
                .slices("region")
                .require(Check.within(Metric.RECALL, 0.0001, "region"));
        Validation failed = models.evaluate(bias);
        // One without checks says nothing of whether it may go on, nor does one of another name.
        models.evaluate(ModelEvaluation.of(model).named("bias"));
        models.evaluate(ModelEvaluation.of(model).require(Check.atLeast(Metric.ROC_AUC, 0.5)));

        assertThat(failed.scorecard().isPassed()).isFalse();
        assertRefused(
                LearningError.NOT_APPROVED,
                () -> models.moveTo(model, ModelStage.PRODUCTION, "hurry"),
                "the validation 'bias' (1, ",
                "risk version 1, training data 1, part test",
                "FAILED  recall within 1.0E-4 between slices of region");
        assertThat(models.model("card_risk").stage()).isEqualTo(ModelStage.VALIDATED);

        store.close();
        open();
        assertThat(models.model("card_risk").validations())
                .extracting(Validation::name)
                .containsExactly("bias", "bias", "validation");
        assertThat(models.model("card_risk").validations().getFirst()).isEqualTo(failed);
        models.evaluate(ModelEvaluation.of(model)
                .named("bias")
                .slices("region")
                .require(Check.within(Metric.RECALL, 0.9, "region")));
        assertThat(models.moveTo(model, ModelStage.PRODUCTION, "mended").stage())
                .isEqualTo(ModelStage.PRODUCTION);
    }

    @Test
    void aVersionDoesNotComeBackToValidatedWithAFailedValidation() {
        models.evaluate(ModelEvaluation.of(model).require(Check.atLeast(Metric.ROC_AUC, 1.0)));

        assertRefused(
                LearningError.NOT_APPROVED,
                () -> models.moveTo(model, ModelStage.VALIDATED, ""),
                "cannot be validated",
                "roc_auc at least 1.0");
    }

    @Test
    void aModelThatWasTrainedElsewhereIsEvaluatedWithAViewThatIsNamed() {
        ModelVersion here = models.model("card_risk");
        Path files = models.download(model, directory.resolve("copy"));
        ModelRef elsewhere = models.register(ModelDraft.of("imported", here.signature()), files)
                .ref();

        assertRefused(
                LearningError.NOT_FOUND,
                () -> models.evaluate(ModelEvaluation.of(elsewhere)),
                "not known on which view");
        assertRefused(
                TransformError.NOT_FITTED,
                () -> models.evaluate(ModelEvaluation.of(elsewhere).of(view).on(1, "test")),
                "standard_scaler");
        Validation found = models.evaluate(ModelEvaluation.of(elsewhere)
                .of(view.withTrainingDataset(1))
                .on(1, "test")
                .require(Check.atLeast(Metric.ROC_AUC, 0.9)));
        assertThat(here.metrics()).containsAllEntriesOf(found.metrics());
        assertThat(found.scorecard().isPassed()).isTrue();
        assertThat(models.model("imported").metrics()).isEmpty();
    }

    @Test
    void anEvaluationThatIsRefusedLeavesNothingBehind() {
        assertRefused(
                LearningError.BAD_DEFINITION,
                () -> models.evaluate(ModelEvaluation.of(model)
                        .on(TrainingOptions.whole().where(Predicate.atLeast("amount", 100.0)))
                        .slices("regio")),
                "Did you mean 'region'?");
        assertRefused(
                LearningError.BAD_EXAMPLES,
                () -> models.evaluate(
                        ModelEvaluation.of(model).on(TrainingOptions.whole().where(Predicate.atLeast("amount", 1e9)))),
                "nothing to evaluate",
                "no rows");
        assertRefused(
                ModelError.UNKNOWN_COLUMN,
                () -> models.evaluate(ModelEvaluation.of(model).on(1, "tset")),
                "Did you mean 'test'?");

        assertThat(view.trainingDatasets()).hasSize(1);
        assertThat(models.model("card_risk").validations()).isEmpty();
    }

    @Test
    void theRowsOfAValidationAreKeptAsLongAsTheVersion() {
        models.evaluate(ModelEvaluation.of(model).on(TrainingOptions.whole()));

        assertRefused(RegistryError.STILL_NEEDED, () -> view.deleteTrainingDataset(2), "card_risk");
        models.delete(model);
        view.deleteTrainingDataset(2);
        assertThat(view.trainingDatasets()).hasSize(1);
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call, String... words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContainingAll(words);
    }
}
