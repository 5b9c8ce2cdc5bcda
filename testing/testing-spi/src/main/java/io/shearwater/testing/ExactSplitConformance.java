package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.Frame;
import io.shearwater.model.Join;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.SplitSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Splits of exact sizes: by count, by strata, into folds. */
public abstract class ExactSplitConformance extends StoreConformance {
    private TrainingWorld world() {
        String suffix = name("");
        return new TrainingWorld(twin(), () -> suffix);
    }

    private static TrainingData make(FeatureView view, SplitSpec split) {
        return view.trainingData(TrainingOptions.of(split));
    }

    private static List<String> lines(TrainingData data) {
        List<String> lines = new ArrayList<>();
        data.parts().values().forEach(part -> lines.addAll(TrainingWorld.lines(part)));
        return lines;
    }

    private static int rows(TrainingData data, String part) {
        return data.part(part).index().rows();
    }

    private static long count(Frame frame, String column, @Nullable Object value) {
        return frame.toMaps().stream()
                .filter(row -> Objects.equals(row.get(column), value))
                .count();
    }

    @Test
    void partsHaveExactlyTheirSharesWhateverTheSeed() {
        TrainingWorld world = world().fill();
        List<String> all = lines(world.view().trainingData());
        Set<List<String>> tests = new HashSet<>();
        for (long seed = 0; seed < 5; seed++) {
            TrainingData data = make(
                    world.view(), SplitSpec.trainValidationTest(0.2, 0.3, seed).exact());
            assertThat(List.of(rows(data, "train"), rows(data, "validation"), rows(data, "test")))
                    .containsExactly(30, 12, 18);
            assertThat(lines(data)).containsExactlyInAnyOrderElementsOf(all);
            assertThat(all).containsSubsequence(TrainingWorld.lines(data.test()));
            tests.add(TrainingWorld.lines(data.test()));
        }
        assertThat(tests).hasSize(5);
    }

    @Test
    void eachValueOfAColumnKeepsItsShare() {
        TrainingWorld world = world().fill();
        TrainingData data = make(world.view(), SplitSpec.trainTest(0.25, 1).stratifiedBy("fraud"));
        assertThat(count(data.test().labels(), "fraud", true)).isEqualTo(5);
        assertThat(count(data.train().labels(), "fraud", true)).isEqualTo(15);
        assertThat(count(data.test().labels(), "fraud", false)).isEqualTo(10);
        assertThat(count(data.train().labels(), "fraud", false)).isEqualTo(30);

        // A column of a joined group, of which many rows have none: null is a value like others.
        TrainingData byCity = make(world.view(), SplitSpec.kFold(2, 1).stratifiedBy("city"));
        for (@Nullable Object city : new @Nullable Object[] {"Oslo", "", null}) {
            long first = count(byCity.part("fold_1").features(), "city", city);
            long second = count(byCity.part("fold_2").features(), "city", city);
            assertThat(first).as("rows of %s", city).isPositive().isBetween(second - 1, second + 1);
        }
    }

    @Test
    void aVersionOfExactSizesReadsTheSameWhateverHappens() {
        TrainingWorld world = world().fill();
        List<TrainingData> made = List.of(
                make(world.view(), SplitSpec.trainTest(0.25, 1).stratifiedBy("fraud", "city")),
                make(world.view(), SplitSpec.kFold(7, 2)),
                make(world.view(), SplitSpec.kFold(3, 2).groupedBy("user_id")));
        world.changes().values().forEach(Runnable::run);
        for (TrainingData data : made) {
            TrainingData again = world.view().trainingData(data.dataset().version());
            assertThat(again.dataset()).isEqualTo(data.dataset());
            assertThat(again.parts()).isEqualTo(data.parts());
        }
    }

    @Test
    void everyRowIsInOneFoldAndFoldsAreOfOneSize() {
        TrainingWorld world = world().fill();
        TrainingData data = make(world.view(), SplitSpec.kFold(7, 42));
        List<String> all = lines(world.view().trainingData());
        assertThat(data.parts()).hasSize(7);
        List<String> tested = new ArrayList<>();
        for (int fold = 1; fold <= 7; fold++) {
            TrainingData.Fold each = data.fold(fold);
            assertThat(each.test().index().rows()).isBetween(8, 9);
            List<String> both = new ArrayList<>(TrainingWorld.lines(each.train()));
            both.addAll(TrainingWorld.lines(each.test()));
            assertThat(both).containsExactlyInAnyOrderElementsOf(all);
            tested.addAll(TrainingWorld.lines(each.test()));
        }
        assertThat(tested).containsExactlyInAnyOrderElementsOf(all);
        assertThatThrownBy(() -> data.fold(8))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContainingAll("fold_8", "fold_7");
    }

    @Test
    void foldsOfGroupsShareNoGroup() {
        TrainingWorld world = world().fill();
        TrainingData data = make(world.view(), SplitSpec.kFold(3, 5).groupedBy("user_id"));
        for (int fold = 1; fold <= 3; fold++) {
            Set<Object> train = users(data.fold(fold).train());
            assertThat(users(data.fold(fold).test())).isNotEmpty().doesNotContainAnyElementsOf(train);
        }
    }

    private static Set<Object> users(TrainingData.Part part) {
        Set<Object> users = new HashSet<>();
        for (Map<String, @Nullable Object> row : part.helpers().toMaps()) {
            users.add(Canonical.of(row.get("user_id")));
        }
        return users;
    }

    @Test
    void rowsThatLackARequiredGroupDoNotCount() {
        TrainingWorld world = world().fill();
        FeatureView strict = store().createFeatureView(
                        world.view(name("strict"), Join.on("user_id").requirePresent()));
        TrainingData data = make(strict, SplitSpec.trainTest(0.5, 3).exact());
        int kept = rows(data, "train") + rows(data, "test");
        assertThat(data.dataset().droppedRows()).isPositive().isEqualTo(60 - kept);
        assertThat(rows(data, "test")).isBetween(kept / 2, (kept + 1) / 2);
    }

    @Test
    void aColumnThatIsNotThereIsRefusedBeforeAVersionIsMade() {
        TrainingWorld world = world().fill();
        assertThatThrownBy(() -> make(world.view(), SplitSpec.trainTest(0.5, 3).stratifiedBy("frau")))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("Did you mean 'fraud'?");
        assertThat(world.view().trainingDatasets()).isEmpty();
    }
}
