package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.Experiments;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.RunLog;
import io.shearwater.api.RunSearch;
import io.shearwater.learning.Experiment;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.Lifecycle;
import io.shearwater.learning.Run;
import io.shearwater.learning.Run.DatasetInput;
import io.shearwater.learning.Run.MetricPoint;
import io.shearwater.learning.RunStatus;
import io.shearwater.model.ErrorCode;
import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experiments, runs and what they log. */
class ExperimentsTest {
    @TempDir
    private Path directory;

    private FeatureStore store;
    private Experiments experiments;

    @BeforeEach
    void open() {
        store = Shearwater.open(directory.resolve("store"));
        experiments = store.experiments();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatARunLogsIsThereWhenTheStoreIsOpenedAgain() throws IOException {
        Path plot = Files.writeString(directory.resolve("roc.svg"), "<svg/>");
        String id;
        try (RunLog run = experiments.start("fraud", "first")) {
            id = run.runId();
            run.params(Map.of("max_depth", 6, "eta", 0.3));
            run.metric("loss", 0.9, 0);
            run.metrics(Map.of("loss", Double.NaN, "auc", Double.POSITIVE_INFINITY), 2);
            run.metric("loss", 0.5, 1);
            run.tag("team a", "risk");
            run.input(new DatasetInput("fraud 1", "abc", "shearwater", "fraud/1/training/1", "train"));
            run.artifact(plot, "plots/roc.svg");
            run.end();
        }
        store.close();
        open();

        Run run = experiments.run(id);
        assertThat(id).matches("[0-9a-f]{32}");
        assertThat(run.info().status()).isEqualTo(RunStatus.FINISHED);
        assertThat(run.info().runName()).isEqualTo("first");
        assertThat(run.info().endTime()).isPresent();
        assertThat(run.data().params()).containsEntry("eta", "0.3").containsEntry("max_depth", "6");
        assertThat(run.data().tags()).containsEntry("team a", "risk").containsKey(Run.USER_TAG);
        assertThat(run.inputs()).extracting(DatasetInput::digest).containsExactly("abc");
        assertThat(run.data().metrics().values())
                .extracting(MetricPoint::value)
                .containsExactly(Double.POSITIVE_INFINITY, Double.NaN);
        assertThat(experiments.history(id, "loss", 0, 10))
                .extracting(MetricPoint::value)
                .containsExactly(0.9, 0.5, Double.NaN);
        assertThat(store.files().list("Experiments/1/" + id))
                .extracting(file -> file.path().toString())
                .containsExactly("Experiments/1/" + id + "/artifacts/plots/roc.svg");
    }

    @Test
    void aRunThatIsNotEndedHasFailed() {
        assertThatThrownBy(() -> experiments.track("fraud", "", run -> {
                    throw new IllegalStateException("out of " + run.runId());
                }))
                .hasMessageStartingWith("out of");
        List<Run> runs = experiments.search(RunSearch.of("fraud"));
        assertThat(runs).hasSize(1);
        assertThat(runs.getFirst().info().status()).isEqualTo(RunStatus.FAILED);
        assertThat(runs.getFirst().info().runName()).startsWith("run-");
        assertThat(runs.getFirst().data().tags())
                .containsEntry("error", "out of " + runs.getFirst().runId());

        try (RunLog again = experiments.resume(runs.getFirst().runId())) {
            assertThat(again.run().info().endTime()).isEmpty();
            again.end(RunStatus.KILLED);
            assertRefused(LearningError.BAD_DEFINITION, () -> again.metric("late", 1, 1), "has ended");
        }
    }

    @Test
    void aParameterIsWrittenOnce() {
        try (RunLog run = experiments.start("fraud", "")) {
            run.param("eta", 0.3);
            run.param("eta", 0.3);
            assertRefused(LearningError.ALREADY_EXISTS, () -> run.param("eta", 0.4), "eta", "0.3", "0.4");
            run.end();
            assertThat(experiments.run(run.runId()).data().params()).containsOnly(Map.entry("eta", "0.3"));
        }
    }

    @Test
    void runsAreFoundByWhatTheyLogged() {
        String good = run("good", 6, 0.95, "risk north");
        String fair = run("fair", 6, 0.90, "risk south");
        String poor = run("poor", 12, 0.70, "growth");

        assertThat(found("metrics.pr_auc > 0.8")).containsExactlyInAnyOrder(good, fair);
        assertThat(found("metrics.pr_auc >= 0.9 and params.max_depth = '6' AND tags.`team a` LIKE '%south'"))
                .containsExactly(fair);
        assertThat(found("tags.\"team a\" LIKE 'RISK%'")).isEmpty();
        assertThat(found("tags.`team a` ILIKE 'RISK%' and attributes.status = 'FINISHED'"))
                .containsExactlyInAnyOrder(good, fair);
        assertThat(found("run_name IN ('poor', 'other')")).containsExactly(poor);
        assertThat(found("run_name NOT IN ('poor')")).containsExactlyInAnyOrder(good, fair);
        assertThat(found("params.max_depth != '6'")).containsExactly(poor);
        assertThat(found("metrics.missing < 1")).isEmpty();
        assertThat(experiments.search(RunSearch.of("fraud").orderBy("metrics.pr_auc DESC")))
                .extracting(Run::runId)
                .containsExactly(good, fair, poor);
        assertThat(experiments.search(RunSearch.of("fraud").orderBy("params.max_depth", "metrics.pr_auc")))
                .extracting(Run::runId)
                .containsExactly(poor, fair, good);
    }

    private String run(String name, int depth, double area, String team) {
        return experiments.track("fraud", name, run -> {
            run.param("max_depth", depth);
            run.metric("pr_auc", area, 0);
            run.tag("team a", team);
            return run.runId();
        });
    }

    private List<String> found(String filter) {
        return experiments.search(RunSearch.of("fraud").where(filter)).stream()
                .map(Run::runId)
                .toList();
    }

    @Test
    void aSearchThatCannotBeReadSaysWhere() {
        experiments.getOrCreate("fraud");
        assertRefused(LearningError.BAD_DEFINITION, () -> found("metrics.auc >"), "character 14", "a number");
        assertRefused(
                LearningError.BAD_DEFINITION, () -> found("metrics.auc > 1 or params.a = 'b'"), "character 17", "and");
        assertRefused(LearningError.BAD_DEFINITION, () -> found("metric.auc LIKE 'a'"), "one of");
        assertRefused(LearningError.BAD_DEFINITION, () -> found("params.a > 'b'"), "= or !=");
        assertRefused(LearningError.BAD_DEFINITION, () -> found("statu = 'FAILED'"), "Did you mean 'status'?");
        assertRefused(LearningError.BAD_DEFINITION, () -> found("params.a = 'b"), "a text in quotes");
        assertRefused(LearningError.NOT_FOUND, () -> experiments.search(RunSearch.of("frau")), "Did you mean 'fraud'?");
    }

    @Test
    void experimentsAndRunsAreHiddenAndRestored() {
        Experiment fraud = experiments.create("fraud", Map.of("owner", "ada"));
        String run = run("one", 6, 0.9, "risk");

        experiments.deleteRun(run);
        assertThat(experiments.search(RunSearch.of("fraud"))).isEmpty();
        assertThat(experiments.restoreRun(run).info().lifecycleStage()).isEqualTo(Lifecycle.ACTIVE);
        experiments.delete(fraud.experimentId());
        assertRefused(LearningError.ALREADY_EXISTS, () -> experiments.getOrCreate("fraud"), "Restore it");
        assertRefused(LearningError.ALREADY_EXISTS, () -> experiments.create("fraud", Map.of()), "deleted");
        experiments.restore(fraud.experimentId());
        experiments.tag(fraud.experimentId(), "state", "open");
        Experiment renamed = experiments.rename(fraud.experimentId(), "card fraud");
        assertThat(renamed.tags()).containsEntry("owner", "ada").containsEntry("state", "open");
        assertThat(experiments.find("fraud")).isEmpty();
        assertThat(experiments.list()).containsExactly(renamed);
        assertThat(experiments.getOrCreate(Experiment.DEFAULT_NAME).experimentId())
                .isEqualTo(Experiment.DEFAULT_ID);
    }

    @Test
    void namesAndValuesThatOtherTrackersCannotTakeAreRefused() {
        try (RunLog run = experiments.start("fraud", "")) {
            assertRefused(LearningError.BAD_DEFINITION, () -> run.param("p".repeat(251), 1), "251");
            assertRefused(LearningError.BAD_DEFINITION, () -> run.param("p", "v".repeat(6_001)), "6001", "artifact");
            assertRefused(LearningError.BAD_DEFINITION, () -> run.tag("t", "v".repeat(8_001)), "8001");
            assertRefused(LearningError.BAD_DEFINITION, () -> run.metric(" ", 1, 1), "metric");
            assertRefused(LearningError.BAD_DEFINITION, () -> run.end(RunStatus.RUNNING), "RUNNING");
            run.end();
        }
        assertRefused(LearningError.NOT_FOUND, () -> experiments.run("0"), "no run '0'");
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call, String... words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContainingAll(words);
    }
}
