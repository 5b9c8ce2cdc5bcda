package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.ModelSearch;
import io.shearwater.api.ModelSearch.Choice;
import io.shearwater.api.ModelSearch.Goal;
import io.shearwater.api.ModelSearch.Strategy;
import io.shearwater.api.ModelSearch.Trial;
import io.shearwater.api.ModelTraining;
import io.shearwater.api.Models.Direction;
import io.shearwater.api.RunSearch;
import io.shearwater.api.TrainingData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches for the parameters with which a model does best. */
class ModelSearchTest {
    private static final Goal LEAST_LOSS = new Goal("log_loss", Direction.MINIMIZE);

    @TempDir
    private Path directory;

    private FeatureStore store;
    private ModelTraining training;

    @BeforeEach
    void open() {
        store = Shearwater.open(directory.resolve("store"));
        TrainingData data = CardRisk.data(CardRisk.view(store));
        training = ModelTraining.of("card_risk", data)
                .parameters(Map.of("num_round", 8, "eta", 0.3, "nthread", 1))
                .seed(4);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aGridTriesEveryPointAndTheBestIsTheBestOfItsRuns() {
        ModelSearch.Result result = store.models()
                .search(ModelSearch.of(
                        "grid",
                        training,
                        Map.of("max_depth", Choice.oneOf(1, 4), "eta", Choice.oneOf(0.01, 0.3)),
                        new Strategy.Grid(),
                        LEAST_LOSS));

        assertThat(result.trials()).hasSize(4);
        assertThat(result.best().parameters()).isEqualTo(Map.of("max_depth", "4", "eta", "0.3"));
        assertThat(result.trials())
                .allSatisfy(trial -> assertThat(result.best().value()).isLessThanOrEqualTo(trial.value()));
        Trial first = result.trials().getFirst();
        assertThat(store.experiments().run(first.run()).data().metrics().values())
                .filteredOn(point -> point.key().equals("log_loss"))
                .extracting(point -> point.value())
                .containsExactly(first.value());
        assertThat(store.experiments().run(first.run()).data().params())
                .containsEntry("num_round", "8")
                .containsAllEntriesOf(first.parameters());
    }

    @Test
    void aSearchOfTheSameNameGoesOnWhereItEnded() {
        Map<String, Choice> space =
                Map.of("eta", new Choice.LogUniform(0.01, 0.5), "subsample", new Choice.Uniform(0.5, 1));
        ModelSearch.Result few =
                store.models().search(ModelSearch.of("random", training, space, new Strategy.Random(3), LEAST_LOSS));
        ModelSearch.Result more = store.models()
                .search(ModelSearch.of("random", training, space, new Strategy.Random(5), LEAST_LOSS)
                        .inParallel(2));

        assertThat(more.trials().subList(0, 3)).isEqualTo(few.trials());
        assertThat(store.experiments().search(RunSearch.of("card_risk"))).hasSize(5);
        assertThat(more.trials()).extracting(Trial::number).containsExactly(1, 2, 3, 4, 5);
        assertThat(more.trials()).allSatisfy(trial -> {
            assertThat(Double.parseDouble(trial.parameters().get("eta"))).isBetween(0.01, 0.5);
            assertThat(Double.parseDouble(trial.parameters().get("subsample"))).isBetween(0.5, 1.0);
        });
        assertThat(more.trials()).extracting(Trial::parameters).doesNotHaveDuplicates();
    }

    @Test
    void halvingGivesMoreToTheBetterHalf() {
        ModelSearch.Result result = store.models()
                .search(ModelSearch.of(
                        "halving",
                        training,
                        Map.of("eta", new Choice.LogUniform(0.001, 0.5), "max_depth", Choice.oneOf(1, 3, 5)),
                        new Strategy.Halving(4, "num_round", 2, 8, 2),
                        LEAST_LOSS));

        List<String> budgets = result.trials().stream()
                .map(trial -> trial.parameters().get("num_round"))
                .toList();
        assertThat(budgets).containsExactly("2", "2", "2", "2", "4", "4", "8");
        double worstKept = result.trials().subList(0, 4).stream()
                .mapToDouble(Trial::value)
                .sorted()
                .skip(1)
                .findFirst()
                .orElseThrow();
        assertThat(result.trials().subList(4, 6))
                .allSatisfy(trial -> assertThat(result.trials().subList(0, 4))
                        .filteredOn(early -> Objects.equals(
                                early.parameters().get("eta"),
                                trial.parameters().get("eta")))
                        .hasSize(1)
                        .allMatch(early -> early.value() <= worstKept));
        assertThat(result.best().parameters()).containsEntry("num_round", "8");
    }

    @Test
    void searchesThatCannotBeAreRefused() {
        Map<String, Choice> eta = Map.of("eta", new Choice.Uniform(0.1, 0.2));
        assertThatThrownBy(() ->
                        store.models().search(ModelSearch.of("a", training, eta, new Strategy.Grid(), LEAST_LOSS)))
                .hasMessageContaining("needs lists of values");
        assertThatThrownBy(() -> store.models()
                        .search(ModelSearch.of(
                                "a", training, eta, new Strategy.Halving(2, "eta", 1, 2, 2), LEAST_LOSS)))
                .hasMessageContaining("is the budget");
        assertThatThrownBy(() -> store.models()
                        .search(ModelSearch.of(
                                "a", training, eta, new Strategy.Random(1), new Goal("los", Direction.MINIMIZE))))
                .hasMessageContaining("No trial of the search 'a' has the metric 'los'")
                .hasMessageContaining("log_loss");
        assertThatThrownBy(() -> store.models()
                        .search(ModelSearch.of(
                                "b", training, Map.of("max_depht", Choice.oneOf(1)), new Strategy.Grid(), LEAST_LOSS)))
                .hasMessageContaining("max_depth");
        assertThatThrownBy(() -> new Choice.LogUniform(0, 1)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new Choice.Uniform(1, 1)).hasMessageContaining("ascend");
    }
}
