package io.shearwater.wire;

import io.shearwater.api.DeploymentReport;
import io.shearwater.api.ModelLineage;
import io.shearwater.evaluation.Check;
import io.shearwater.evaluation.Metric;
import io.shearwater.evaluation.Scorecard;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.Experiment;
import io.shearwater.learning.Lifecycle;
import io.shearwater.learning.LogicCode;
import io.shearwater.learning.ModelCard;
import io.shearwater.learning.ModelDraft;
import io.shearwater.learning.ModelFiles;
import io.shearwater.learning.ModelOrigin;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.ModelStage;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.RegisteredModel;
import io.shearwater.learning.Run;
import io.shearwater.learning.RunStatus;
import io.shearwater.learning.Validation;
import io.shearwater.learning.Variant;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Schema;
import io.shearwater.model.ViewRef;
import io.shearwater.wire.Samples.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Something of each kind of models and deployments that crosses the wire. */
final class LearningSamples {
    private static final ModelRef MODEL = new ModelRef("risk", 3);
    private static final ViewRef VIEW = new ViewRef("fraud", 4);

    private static final Scorecard SCORECARD = new Scorecard(List.of(
            new Scorecard.Finding(Check.atLeast(Metric.ROC_AUC, 0.5).ofEach("country"), false, "SE: 0.4"),
            new Scorecard.Finding(Check.within(Metric.ROC_AUC, 0.1, "country"), true, "")));

    private static final ModelSignature SIGNATURE = ModelSignature.quantiles(
            Schema.of(new Field("a", DataType.DOUBLE), new Field("b", DataType.embedding(3))),
            "demand",
            List.of(0.1, 0.5, 0.9));

    private static final Validation VALIDATION = new Validation(
            1,
            "of March",
            Samples.AT,
            "ana",
            "0123",
            new Validation.Data(VIEW, 3, "test", 100, 2),
            new Validation.Findings(new TreeMap<>(Map.of("rmse", Double.NaN)), SCORECARD));

    private static final ModelVersion VERSION = new ModelVersion(
            MODEL,
            Samples.AT,
            SIGNATURE,
            new ModelFiles("xgboost", List.of(new ModelFiles.ModelFile("model.json", 1L << 33, "abc"))),
            new ModelOrigin(
                    Optional.of("0123"),
                    Optional.of(VIEW),
                    OptionalInt.of(3),
                    new TreeMap<>(Map.of("eta", "0.1")),
                    new TreeMap<>(Map.of("xgboost", "3.0"))),
            new ModelVersion.Assessment(
                    new TreeMap<>(Map.of("rmse", 0.25)), Optional.of(SCORECARD), List.of(VALIDATION)),
            new ModelVersion.Dossier(
                    ModelStage.PRODUCTION,
                    "the \"best\"",
                    new TreeMap<>(Map.of("intended_use", "…")),
                    List.of(new ModelVersion.StageChange(
                            ModelStage.UNVALIDATED, ModelStage.VALIDATED, Samples.AT, "ana", ""))));

    private static final Run RUN = new Run(
            new Run.RunInfo(
                    "0123",
                    "bold-tern",
                    "0",
                    RunStatus.KILLED,
                    new Run.Period(Samples.AT, Optional.of(Samples.AT.plusMillis(1))),
                    "Experiments/0/0123",
                    Lifecycle.DELETED),
            new Run.RunData(
                    new TreeMap<>(Map.of(
                            "loss", new Run.MetricPoint("loss", Double.POSITIVE_INFINITY, Samples.AT, 1L << 40))),
                    new TreeMap<>(Map.of("eta", "0.1")),
                    new TreeMap<>(Map.of(Run.USER_TAG, "ana"))),
            List.of(new Run.DatasetInput("fraud", "abc", "shearwater", "{}", "training")));

    private static final DeploymentSpec SPEC = new DeploymentSpec(
                    "cards",
                    DeploymentSpec.Routing.canary(logic(), MODEL, 0.25)
                            .withShadow(new Variant.Vectors(VIEW, OptionalInt.of(3)))
                            .orElse(new Variant.Vectors(VIEW, OptionalInt.empty())),
                    Map.of(),
                    new DeploymentSpec.Limits(Optional.empty(), Optional.empty()),
                    DeploymentSpec.Logging.OFF)
            .withFallback(
                    "amount",
                    new DeploymentSpec.Fallback.LastKnown(),
                    new DeploymentSpec.Fallback.Mean(),
                    new DeploymentSpec.Fallback.Median(),
                    new DeploymentSpec.Fallback.Mode(),
                    new DeploymentSpec.Fallback.Constant("0"))
            .withTimeout(Duration.ofMillis(50))
            .withSlo(new DeploymentSpec.Slo(Duration.ofMillis(5), 0.999));

    private static final ModelDraft DRAFT = ModelDraft.of("risk", SIGNATURE)
            .describedAs("by hand")
            .inFormat("sklearn")
            .trainedOn(VIEW, 3)
            .madeBy("0123")
            .madeWith(Map.of("depth", "3"), Map.of("python", "3.11"))
            .measured(Map.of("rmse", Double.NaN))
            .judged(SCORECARD)
            .withCard("intended_use", "…");

    private LearningSamples() {}

    static List<Sample<?>> all() {
        return List.of(
                new Sample<>("a model's name", RefJson.MODELS, MODEL),
                new Sample<>("a check", ScorecardJson.CHECKS, Check.atMost(Metric.F1, 3)),
                new Sample<>("a scorecard", ScorecardJson.SCORECARDS, SCORECARD),
                new Sample<>("a validation", ValidationJson.VALIDATIONS, VALIDATION),
                new Sample<>("a signature", ModelVersionJson.SIGNATURES, SIGNATURE),
                new Sample<>("a draft of a model", ModelDraftJson.DRAFTS, DRAFT),
                new Sample<>("a model version", ModelVersionJson.VERSIONS, VERSION),
                new Sample<>(
                        "a model",
                        ModelJson.MODELS,
                        new RegisteredModel("risk", "…", new TreeMap<>(Map.of("champion", 3)), List.of(1, 3))),
                new Sample<>(
                        "a model card",
                        ModelJson.CARDS,
                        new ModelCard(MODEL, List.of(new ModelCard.Section("Data", "a\nb", true)))),
                new Sample<>(
                        "where a model comes from",
                        ModelJson.LINEAGES,
                        new ModelLineage(
                                MODEL,
                                Optional.of(VIEW),
                                OptionalInt.of(3),
                                List.of(Samples.PAYMENTS),
                                Optional.of("0123"),
                                List.of("cards"))),
                new Sample<>("a run", RunJson.RUNS, RUN),
                new Sample<>(
                        "an experiment",
                        RunJson.EXPERIMENTS,
                        new Experiment(
                                "1",
                                "fraud",
                                "Experiments/1",
                                Lifecycle.ACTIVE,
                                Map.of("a", "b"),
                                Samples.AT,
                                Samples.AT)),
                new Sample<>("a metric", RunJson.POINTS, new Run.MetricPoint("loss", Double.NaN, Samples.AT, -1)),
                new Sample<>("an input", RunJson.INPUTS, RUN.inputs().getFirst()),
                new Sample<>("a deployment", DeploymentSpecJson.SPECS, SPEC),
                new Sample<>("a deployment's schema", DeploymentJson.SCHEMAS, PredictJsonTest.SCHEMA),
                new Sample<>(
                        "a deployment's report",
                        DeploymentJson.REPORTS,
                        new DeploymentReport(
                                10,
                                1,
                                new DeploymentReport.Latency(Duration.ofNanos(1), Duration.ofMillis(9)),
                                List.of(new DeploymentReport.Share("risk version 3", "shadow", 5, 1, true)),
                                new DeploymentReport.LogState(9, 1, 0),
                                Optional.of(new DeploymentSpec.Slo(Duration.ofMillis(5), 1)))));
    }

    static Variant.Logic logic() {
        return new Variant.Logic(new LogicCode("acme.Cascade", "ab"), Map.of("first", MODEL))
                .with("rest", new Variant.Vectors(VIEW, OptionalInt.empty()));
    }
}
