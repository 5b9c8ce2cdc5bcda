package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.Join;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TimeRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which part of a split a row of training data belongs to. */
public abstract class SplitConformance extends StoreConformance {
    private static final SplitSpec THIRDS = SplitSpec.trainValidationTest(0.3, 0.3, 42);

    private TrainingWorld world() {
        String suffix = name("");
        return new TrainingWorld(twin(), () -> suffix);
    }

    private static SplitSpec halvesBy(long seed, String... columns) {
        return new SplitSpec.Random(
                List.of(new SplitSpec.Part("one", 0.5), new SplitSpec.Part("two", 0.5)), seed, List.of(columns));
    }

    /** The part of each row by its id; no row may be in two. */
    private static Map<Object, String> partsById(TrainingData data) {
        Map<Object, String> parts = new LinkedHashMap<>();
        data.parts()
                .forEach((name, part) -> part.index()
                        .toMaps()
                        .forEach(row -> assertThat(parts.put(String.valueOf(row.get("id")), name))
                                .as("row %s", row)
                                .isNull()));
        return parts;
    }

    // ---- at random

    @Test
    void everyRowIsInOnePartAndKeepsThePartAndOrderWhateverRowsComeAndGo() {
        TrainingWorld world = world().fill();
        TrainingData whole = world.view().trainingData();
        TrainingData split = world.view().trainingData(TrainingOptions.of(THIRDS));
        assertThat(split.parts().keySet()).containsExactly("train", "validation", "test");
        Map<Object, String> before = partsById(split);
        assertThat(before.keySet()).isEqualTo(partsById(whole).keySet());
        split.parts().forEach((name, part) -> {
            assertThat(part.index().rows()).as(name).isPositive();
            List<String> all = TrainingWorld.lines(whole.train());
            assertThat(all)
                    .as("the rows of %s in the order of the whole", name)
                    .containsSubsequence(TrainingWorld.lines(part));
        });
        world.pay(30);
        world.twin.deleteWhere(world.payments, Predicate.lessThan("id", 10));
        world.twin.compact(world.payments);
        Map<Object, String> after = partsById(world.view().trainingData(TrainingOptions.of(THIRDS)));
        assertThat(after).hasSize(81);
        before.forEach((id, part) -> assertThat(after.getOrDefault(id, part)).isEqualTo(part));
    }

    @Test
    void thePartDependsOnIdentitySeedAndSharesAlone() {
        TrainingWorld world = world().fill();
        Map<Object, String> parts = partsById(world.view().trainingData(TrainingOptions.of(THIRDS)));
        TrainingWorld other = world().fill();
        other.carts(TrainingWorld.row("a", minutes(-599), 1_000));
        assertThat(partsById(other.view().trainingData(TrainingOptions.of(THIRDS))))
                .isEqualTo(parts);
        TrainingData filtered =
                world.view().trainingData(TrainingOptions.of(THIRDS).where(Predicate.isNull("items")));
        assertThat(partsById(filtered)).isNotEmpty();
        assertThat(parts).containsAllEntriesOf(partsById(filtered));
        SplitSpec reseeded = SplitSpec.trainValidationTest(0.3, 0.3, 43);
        assertThat(partsById(world.view().trainingData(TrainingOptions.of(reseeded))))
                .isNotEqualTo(parts);
    }

    @Test
    void theHashIsThatOfTheFormatWhichOtherImplementationsShare() {
        FeatureGroupSpec spec = FeatureGroupSpec.builder(name("ids"), 1)
                .feature("id", DataType.LONG)
                .feature("word", DataType.STRING)
                .primaryKey("id", "word")
                .build();
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (long id = 0; id < 12; id++) {
            rows.add(row(id, List.of("", "a\0", "🐦").get((int) id % 3)));
        }
        filled(spec, rows.toArray(Object[][]::new));
        FeatureView view = store().createFeatureView(
                        FeatureViewSpec.builder(name("view"), 1, Query.of(spec, List.of("word")))
                                .build());
        TrainingData data = view.trainingData(TrainingOptions.of(THIRDS));
        Map<Object, String> parts = partsById(data);
        StringBuilder initials = new StringBuilder();
        for (int id = 0; id < 12; id++) {
            initials.append(parts.get(Integer.toString(id)), 0, 2);
        }
        // Computed by another program from the description of the format.
        assertThat(initials).hasToString("vatetrtrtetrvatetetrvatr");
    }

    @Test
    void sharesAreMetAndSeedsAreIndependent() {
        FeatureGroupSpec spec = FeatureGroupSpec.builder(name("many"), 1)
                .feature("id", DataType.LONG)
                .feature("x", DataType.INT)
                .primaryKey("id")
                .build();
        int count = 20_000;
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (long id = 0; id < count; id++) {
            rows.add(row(id, 1));
        }
        filled(spec, rows.toArray(Object[][]::new));
        FeatureView view = store().createFeatureView(
                        FeatureViewSpec.builder(name("view"), 1, Query.of(spec, List.of("x")))
                                .build());
        Set<Object> first = ids(view.trainTestSplit(0.1, 1).test().index());
        Set<Object> second = ids(view.trainTestSplit(0.1, 2).test().index());
        // Five standard deviations of the binomial distribution, of 2000 and of 200 rows.
        assertThat(first.size()).isBetween(2_000 - 212, 2_000 + 212);
        assertThat(second.size()).isBetween(2_000 - 212, 2_000 + 212);
        first.retainAll(second);
        assertThat(first.size()).isBetween(200 - 71, 200 + 71);
    }

    private static Set<Object> ids(Frame index) {
        Set<Object> ids = new HashSet<>();
        index.toMaps().forEach(row -> ids.add(String.valueOf(row.get("id"))));
        return ids;
    }

    @Test
    void groupedRowsStayTogetherAlsoThoseOfNobody() {
        TrainingWorld world = world().fill();
        Set<Set<String>> divisions = new HashSet<>();
        for (long seed = 0; seed < 8; seed++) {
            TrainingData data = world.view().trainingData(TrainingOptions.of(halvesBy(seed, "user_id")));
            assertThat(partsById(data)).hasSize(60);
            Map<String, String> partOf = new HashMap<>();
            data.parts()
                    .forEach((name, part) -> part.helpers().toMaps().forEach(row -> {
                        String user = Canonical.of(row.get("user_id"));
                        assertThat(partOf.getOrDefault(user, name)).as(user).isEqualTo(name);
                        partOf.put(user, name);
                    }));
            assertThat(partOf).hasSize(6);
            partOf.values().removeIf("two"::equals);
            divisions.add(partOf.keySet());
        }
        assertThat(divisions.size()).as("seeds divide differently").isGreaterThan(1);
    }

    @Test
    void rowsAreGroupedByColumnsOfJoinedGroupsAndOfTheIdentity() {
        TrainingWorld world = world().fill();
        TrainingData data = world.view().trainingData(TrainingOptions.of(halvesBy(3, "city", "fraud")));
        Map<String, String> partOf = new HashMap<>();
        data.parts().forEach((name, part) -> {
            for (int row = 0; row < part.features().rows(); row++) {
                String key = Canonical.of(part.features().value(row, "city"))
                        + Canonical.of(part.labels().value(row, "fraud"));
                assertThat(partOf.getOrDefault(key, name)).as(key).isEqualTo(name);
                partOf.put(key, name);
            }
        });
        Map<Object, String> byIdentity =
                partsById(world.view().trainingData(TrainingOptions.of(halvesBy(3, "id", "at"))));
        assertThat(partsById(world.view().trainingData(TrainingOptions.of(halvesBy(3)))))
                .isEqualTo(byIdentity);
    }

    @Test
    void doublesInASpineAreInOnePart() {
        TrainingWorld world = world().fill();
        Frame ids = world.view().trainingData().train().index();
        Frame spine = Frame.concat(ids.schema(), List.of(ids, ids));
        TrainingData data =
                world.view().trainingData(TrainingOptions.of(halvesBy(5)).withSpine(spine));
        Map<String, String> parts = new HashMap<>();
        data.parts()
                .forEach((name, part) -> part.index()
                        .toMaps()
                        .forEach(row -> parts.merge(String.valueOf(row.get("id")), name, String::concat)));
        assertThat(parts).hasSize(60);
        assertThat(Set.copyOf(parts.values())).containsExactlyInAnyOrder("oneone", "twotwo");
        Map<Object, String> ofRoot = partsById(world.view().trainingData(TrainingOptions.of(halvesBy(5))));
        ofRoot.forEach((id, part) -> assertThat(parts).containsEntry((String) id, part + part));
    }

    @Test
    void rowsThatLackARequiredGroupAreDroppedAndCountedWithoutMovingOthers() {
        TrainingWorld world = world().fill();
        FeatureView strict = store().createFeatureView(
                        world.view(name("strict"), Join.on("user_id").requirePresent()));
        Map<Object, String> all = partsById(world.view().trainingData(TrainingOptions.of(THIRDS)));
        TrainingData data = strict.trainingData(TrainingOptions.of(THIRDS));
        Map<Object, String> kept = partsById(data);
        assertThat(all).containsAllEntriesOf(kept);
        assertThat(data.dataset().droppedRows()).isPositive().isEqualTo(all.size() - kept.size());
    }

    // ---- by time

    @Test
    void rangesOfInstantsExcludeTheirStartAndIncludeTheirEndAndTheGapIsLeftOut() {
        TrainingWorld world = world().fill();
        Instant micro = minutes(-300).minusNanos(1_000);
        TrainingData data = world.view()
                .trainingData(TrainingOptions.of(new SplitSpec.ByTime(List.of(
                        new SplitSpec.TimePart("late", TimeRange.of(minutes(-100), minutes(-50))),
                        new SplitSpec.TimePart("early", TimeRange.of(minutes(-400), micro)),
                        new SplitSpec.TimePart("point", TimeRange.of(micro, minutes(-300))),
                        new SplitSpec.TimePart("never", TimeRange.after(minutes(100_000)))))));
        assertThat(data.parts().keySet()).containsExactly("late", "early", "point", "never");
        assertThat(times(data, "late"))
                .containsExactlyInAnyOrder(minutes(-90), minutes(-80), minutes(-70), minutes(-60), minutes(-50));
        assertThat(times(data, "early")).hasSize(9).contains(minutes(-390), minutes(-310));
        assertThat(times(data, "point")).containsExactly(minutes(-300));
        assertThat(times(data, "never")).isEmpty();
        int version = data.dataset().version();
        world.changes().values().forEach(Runnable::run);
        assertThat(world.view().trainingData(version).parts()).isEqualTo(data.parts());
    }

    private static List<Object> times(TrainingData data, String part) {
        return data.part(part).index().toMaps().stream()
                .<Object>map(row -> String.valueOf(row.get("at")))
                .map(text -> Instant.parse((String) text))
                .map(Object.class::cast)
                .toList();
    }

    @Test
    void aRangeOfTheVersionCutsTheParts() {
        TrainingWorld world = world().fill();
        TrainingData data = world.view()
                .trainingData(TrainingOptions.of(SplitSpec.trainTestByTime(
                                TimeRange.upTo(minutes(-300)), TimeRange.after(minutes(-200))))
                        .within(TimeRange.of(minutes(-350), minutes(-190))));
        assertThat(data.train().index().rows()).isEqualTo(5);
        assertThat(times(data, "test")).containsExactly(minutes(-190));
    }

    @Test
    void aDayOfTheRootIsInThePartOfItsFirstMicrosecondInItsZone() {
        FeatureGroupSpec spec = FeatureGroupSpec.builder(name("days"), 1)
                .feature("id", DataType.INT)
                .feature("day", DataType.DATE)
                .feature("x", DataType.INT)
                .primaryKey("id")
                .eventTime("day")
                .zone(ZoneId.of("Asia/Kathmandu"))
                .build();
        filled(
                spec,
                row(1, LocalDate.of(2024, 5, 1), 1),
                row(2, LocalDate.of(2024, 5, 2), 2),
                row(3, LocalDate.of(2024, 5, 3), 3));
        FeatureView view = store().createFeatureView(
                        FeatureViewSpec.builder(name("view"), 1, Query.of(spec, List.of("x")))
                                .build());
        LocalDate second = LocalDate.of(2024, 5, 2);
        TrainingData days = view.trainTestSplit(
                TimeRange.ofDays(LocalDate.of(2024, 5, 1), LocalDate.of(2024, 5, 1), ZoneId.of("Asia/Kathmandu")),
                TimeRange.ofDays(second, LocalDate.of(2024, 5, 3), ZoneId.of("Asia/Kathmandu")));
        assertThat(partsById(days))
                .containsOnly(Map.entry("1", "train"), Map.entry("2", "test"), Map.entry("3", "test"));
        // The day begins at 18:15 UTC of the day before.
        Instant begin = Instant.parse("2024-05-01T18:15:00Z");
        TrainingData sharp = view.trainTestSplit(
                TimeRange.upTo(begin.minusNanos(1_000)), TimeRange.of(begin.minusNanos(1_000), begin));
        assertThat(partsById(sharp)).containsOnly(Map.entry("1", "train"), Map.entry("2", "test"));
    }

    @Test
    void overlappingPartsAreRefusedAndAdjacentOnesAreNot() {
        assertThatThrownBy(() -> SplitSpec.trainTestByTime(
                        TimeRange.of(minutes(0), minutes(10)), TimeRange.of(minutes(9), minutes(20))))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContainingAll("train", "test", "overlap");
        LocalDate day = LocalDate.of(2024, 5, 1);
        assertThatThrownBy(() -> SplitSpec.trainTestByTime(
                        TimeRange.ofDays(day, day.plusDays(1)), TimeRange.ofDays(day.plusDays(1), day.plusDays(2))))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("overlap");
        assertThat(SplitSpec.trainTestByTime(
                                TimeRange.of(minutes(0), minutes(10)), TimeRange.of(minutes(10), minutes(20)))
                        .names())
                .containsExactly("train", "test");
    }

    @Test
    void aSplitByTimeOfRowsWithoutTimeIsRefused() {
        FeatureGroupSpec spec = FeatureGroupSpec.builder(name("timeless"), 1)
                .feature("id", DataType.INT)
                .feature("x", DataType.INT)
                .primaryKey("id")
                .build();
        filled(spec, row(1, 1));
        FeatureView view = store().createFeatureView(
                        FeatureViewSpec.builder(name("view"), 1, Query.of(spec, List.of("x")))
                                .build());
        assertThatThrownBy(() -> view.trainTestSplit(TimeRange.upTo(minutes(0)), TimeRange.after(minutes(0))))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContainingAll("time", "event time");
        assertThat(view.trainingDatasets()).isEmpty();
        assertThat(partsById(view.trainTestSplit(0.5, 1))).hasSize(1);
    }
}
