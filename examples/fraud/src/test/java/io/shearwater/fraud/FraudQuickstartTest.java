package io.shearwater.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.ReadOptions;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TrainingDataset;
import io.shearwater.store.Shearwater;
import io.shearwater.story.Story;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FraudQuickstartTest {
    private static final QuickstartOptions SMALL =
            new QuickstartOptions(MartSpec.scaled(0.004, 7), 50, 100, 40, 10_000);
    /** Where the proof by replay is not the point; it takes most of the time. */
    private static final QuickstartOptions SHORT = new QuickstartOptions(MartSpec.scaled(0.004, 7), 50, 100, 10, 1_000);

    @TempDir
    private Path directory;

    private final Told story = new Told();

    private QuickstartReport run(QuickstartOptions options) {
        try (FeatureStore store = Shearwater.open(directory)) {
            return FraudQuickstart.run(store, options, story);
        }
    }

    @Test
    void aStoreIsFilledTrainedOnServedFromAndProved() {
        QuickstartReport report = run(SMALL);

        DataMart.Events events = new DataMart(SMALL.mart()).events();
        assertThat(report.events().payments()).isEqualTo(events.payments());
        assertThat(report.rows()).containsEntry("cc_trans_fg", events.payments() - 40);
        assertThat(report.training().version()).isEqualTo(1);
        assertThat(report.training().parts().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(events.payments() - 40);
        assertThat(report.vectors().requests()).isEqualTo(50);
        // The last attack is among the payments that are still to come.
        assertThat(report.leak().attacks()).isEqualTo(SMALL.mart().attacksOfEachKind() - 1);
        assertThat(report.leak().stoppedOverCarelessJoin())
                .isEqualTo(report.leak().attacks());
        assertThat(report.leak().stoppedOverPointInTimeJoin()).isZero();
        assertThat(report.proof().sampledRows()).isEqualTo(100);
        assertThat(report.proof().replayedPayments()).isEqualTo(40);
        assertThat(report.proof().valuesCompared()).isGreaterThan(180L * 26);
        assertThat(report.skew().compared()).isEqualTo(50);
        assertThat(report.skew().agrees()).isTrue();
        assertThat(report.skew().skipped()).isEmpty();
        assertThat(report.skew().features())
                .extracting(feature -> feature.feature())
                .contains("time_since_last_trans", "haversine_distance", "days_to_card_expiry", "amount");
        assertThat(report.model()).hasValueSatisfying(model -> {
            assertThat(model.prAuc()).isGreaterThan(0.5);
            assertThat(model.answers().values().stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .isEqualTo(10_000);
            // The version that is tried gets a tenth, give or take what chance does.
            assertThat(model.answers().get(2)).isBetween(900, 1_100);
        });
        assertThat(story.outcomes)
                .containsKeys("generate", "insert card_fg", "materialise", "training data", "vectors")
                .hasEntrySatisfying("proof 2", outcome -> assertThat(outcome).startsWith("40 payments replayed"))
                .hasEntrySatisfying("proof 3", outcome -> assertThat(outcome).contains("no payment sees itself"));
        assertThat(story.lines).anyMatch(line -> line.startsWith("A leak:"));
    }

    @Test
    void runningAgainWritesNothingTwiceAndMakesTheSameTrainingData() {
        run(SHORT);
        QuickstartReport again = run(SHORT);

        assertThat(again.training().version()).isEqualTo(4);
        assertThat(story.outcomes)
                .hasEntrySatisfying(
                        "insert cc_trans_fg", outcome -> assertThat(outcome).endsWith("there already"));
        try (FeatureStore store = Shearwater.open(directory)) {
            FraudGroups groups = FraudGroups.in(store);
            DataMart mart = new DataMart(SHORT.mart());
            assertThat(rows(groups.transactions())).isEqualTo(mart.events().payments());
            assertThat(rows(groups.activity())).isEqualTo(mart.events().payments());
            List<TrainingDataset> versions = store.featureView("cc_fraud_fv").trainingDatasets();
            assertThat(versions.get(3).parts()).isEqualTo(versions.get(0).parts());
            assertThat(versions.get(4).parts()).isEqualTo(versions.get(1).parts());
            assertThat(store.models().versions("card_fraud")).hasSize(2);
        }
    }

    private static int rows(FeatureGroup group) {
        return group.read(ReadOptions.all().select(group.spec().primaryKey().getFirst()))
                .rows();
    }

    @Test
    void aStoreWithAnotherMartIsLeftAlone() {
        run(SHORT);
        QuickstartOptions other = new QuickstartOptions(MartSpec.scaled(0.004, 8), 50, 100, 10, 1_000);

        assertThatThrownBy(() -> run(other))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(FraudError.OTHER_QUICKSTART))
                .hasMessageContaining("seed=7")
                .hasMessageContaining("--keep");
    }

    @Test
    void aWrongFeatureFailsTheProofByBruteForce() {
        run(SHORT);
        change(FraudGroups.BANKS, Map.of("credit_rating", "D"));

        assertThatThrownBy(() -> run(SHORT))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(FraudError.PROOF_FAILED))
                .hasMessageContaining("raw events")
                .hasMessageContaining("credit_rating")
                .hasMessageContaining("got D");
    }

    @Test
    void aVectorThatKnowsTheFutureFailsTheProofByReplay() {
        run(SHORT);
        // After the replayed payments, but before the vectors are asked for: what online says now was not so then.
        Instant later = SHORT.mart().start().plus(Duration.ofDays(SHORT.mart().days()));
        change(FraudGroups.MERCHANTS, Map.of("last_modified", later, "category", "changed"));

        assertThatThrownBy(() -> run(SHORT))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(FraudError.PROOF_FAILED))
                .hasMessageContaining("training row")
                .hasMessageContaining("merchant_category")
                .hasMessageContaining("got changed");
    }

    @Test
    void ofASmallMartFewerPaymentsAreReplayed() {
        assertThat(QuickstartOptions.standard().replayedPayments()).isEqualTo(200);
        assertThat(QuickstartOptions.of(MartSpec.scaled(1, 7)).replayedPayments())
                .isEqualTo(200);
        assertThat(QuickstartOptions.of(MartSpec.scaled(0.002, 7)).replayedPayments())
                .isEqualTo(50);
        assertThat(QuickstartOptions.of(MartSpec.scaled(0.00001, 7)).replayedPayments())
                .isEqualTo(1);
    }

    /** Inserts every row of a group again, with other values. */
    private void change(FeatureGroupSpec definition, Map<String, Object> values) {
        try (FeatureStore store = Shearwater.open(directory)) {
            FeatureGroup group = store.featureGroup(definition.name());
            List<Map<String, @Nullable Object>> rows = group.read().toMaps();
            rows.forEach(row -> row.putAll(values));
            group.insert(Frame.of(definition.schema(), rows));
        }
    }

    /** Remembers what is told. */
    private static final class Told implements Story {
        private final List<String> lines = new ArrayList<>();
        private final Map<String, String> outcomes = new HashMap<>();

        @Override
        public void say(String line) {
            lines.add(line);
        }

        @Override
        public <T> T step(String name, Work<T> work) {
            return work.run(outcome -> outcomes.put(name, outcome));
        }
    }
}
