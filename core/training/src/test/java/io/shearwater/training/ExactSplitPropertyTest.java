package io.shearwater.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import io.shearwater.model.SplitSpec;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.Plan;
import io.shearwater.query.PlannedTraining;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class ExactSplitPropertyTest {
    private static final Schema ROWS = Schema.of(
            new Field("id", DataType.LONG),
            new Field("card", DataType.LONG),
            new Field("label", DataType.STRING),
            new Field("present", DataType.BOOLEAN));

    record Row(long id, long card, @Nullable String label, boolean present) {}

    @Property(tries = 300)
    void eachPartHasItsShareOfAllRowsToWithinOne(
            @ForAll("rows") List<Row> rows, @ForAll("splits") SplitSpec.Random split) {
        Map<Long, Integer> parts = parts(rows, split.exact());

        assertThat(parts).hasSize(rows.size());
        requireShares(split, rows, parts);
    }

    @Property(tries = 300)
    void eachPartHasItsShareOfEachStratumToWithinOne(
            @ForAll("rows") List<Row> rows, @ForAll("splits") SplitSpec.Random split) {
        Map<Long, Integer> parts = parts(rows, split.stratifiedBy("label"));

        assertThat(parts).hasSize(rows.size());
        Map<Optional<String>, List<Row>> strata = new HashMap<>();
        rows.forEach(row -> strata.computeIfAbsent(Optional.ofNullable(row.label()), label -> new ArrayList<>())
                .add(row));
        strata.values().forEach(stratum -> requireShares(split, stratum, parts));
    }

    @Property(tries = 200)
    void strataTogetherKeepNearTheShares(@ForAll("rows") List<Row> rows, @ForAll("splits") SplitSpec.Random split) {
        Map<Long, Integer> parts = parts(rows, split.stratifiedBy("label"));

        for (int part = 0; part < split.parts().size(); part++) {
            assertThat((double) size(part, rows, parts))
                    .isBetween(due(split, part, rows) - 2, due(split, part, rows) + 2);
        }
    }

    @Property(tries = 200)
    void theOrderOfTheRowsAndTheSizeOfTheFramesChangeNothing(
            @ForAll("rows") List<Row> rows, @ForAll("splits") SplitSpec.Random split, @ForAll long order) {
        List<Row> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(order));

        for (SplitSpec.Random each : List.of(
                split.exact(),
                split.stratifiedBy("label"),
                split.groupedBy("card").exact())) {
            assertThat(parts(shuffled, each)).isEqualTo(parts(rows, each));
        }
    }

    @Property(tries = 200)
    void groupsStayTogetherAndEachPartIsRightToWithinTheLargest(
            @ForAll("rows") List<Row> rows, @ForAll("splits") SplitSpec.Random split) {
        Map<Long, Integer> parts = parts(rows, split.groupedBy("card").exact());

        Map<Long, Integer> partOf = new HashMap<>();
        Map<Long, Integer> sizes = new HashMap<>();
        for (Row row : rows) {
            int part = parts.getOrDefault(row.id(), -1);
            assertThat(partOf.getOrDefault(row.card(), part)).isEqualTo(part);
            partOf.put(row.card(), part);
            sizes.merge(row.card(), 1, Integer::sum);
        }
        int largest = sizes.values().stream().max(Integer::compare).orElse(0);
        for (int part = 0; part < split.parts().size(); part++) {
            assertThat((double) size(part, rows, parts))
                    .isBetween(due(split, part, rows) - largest - 1, due(split, part, rows) + largest + 1);
        }
    }

    @Property(tries = 200)
    void twoPartsAreCutAtTheNearerEndOfAGroup(
            @ForAll("rows") List<Row> rows, @ForAll @IntRange(min = 1, max = 99) int share, @ForAll long seed) {
        SplitSpec.Random split = SplitSpec.trainTest(share / 100.0, seed);
        Map<Long, Integer> parts = parts(rows, split.groupedBy("card").exact());

        Map<Long, Integer> sizes = new HashMap<>();
        rows.forEach(row -> sizes.merge(row.card(), 1, Integer::sum));
        int largest = sizes.values().stream().max(Integer::compare).orElse(0);
        assertThat(Math.abs(size(1, rows, parts) - due(split, 1, rows))).isLessThan(largest / 2.0 + 1);
    }

    @Property(tries = 100)
    void rowsThatAreDroppedDoNotCount(@ForAll("rows") List<Row> rows, @ForAll("splits") SplitSpec.Random split) {
        List<Row> some = rows.stream()
                .map(row -> new Row(row.id(), row.card(), row.label(), row.id() % 3 != 0))
                .toList();
        List<Row> present = some.stream().filter(Row::present).toList();

        Map<Long, Integer> parts = parts(some, split.stratifiedBy("label"));

        assertThat(parts).hasSize(rows.size()).containsAllEntriesOf(parts(present, split.stratifiedBy("label")));
    }

    private static void requireShares(SplitSpec.Random split, List<Row> rows, Map<Long, Integer> parts) {
        for (int part = 0; part < split.parts().size(); part++) {
            double due = due(split, part, rows);
            assertThat(size(part, rows, parts)).isBetween((long) Math.floor(due + 1e-6), (long) Math.ceil(due - 1e-6));
        }
    }

    private static double due(SplitSpec.Random split, int part, List<Row> rows) {
        return split.parts().get(part).share() * rows.size();
    }

    private static long size(int part, List<Row> rows, Map<Long, Integer> parts) {
        return rows.stream()
                .filter(row -> parts.getOrDefault(row.id(), -1) == part)
                .count();
    }

    /** The part of each row by its id, from frames of 7 rows. */
    private static Map<Long, Integer> parts(List<Row> rows, SplitSpec.Random split) {
        List<Frame> frames = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += 7) {
            FrameBuilder frame = new FrameBuilder(ROWS, 7);
            rows.subList(from, Math.min(rows.size(), from + 7))
                    .forEach(row -> frame.append(row.id(), row.card(), row.label(), row.present()));
            frames.add(frame.build());
        }
        PlannedTraining plan = plan(split);
        CutFinder finder = new CutFinder(split, plan);
        frames.forEach(finder::count);
        finder.settle();
        frames.forEach(finder::collect);
        PartRule rule = PartRule.of(split, plan, finder.cuts());
        Map<Long, Integer> parts = new HashMap<>();
        for (Frame frame : frames) {
            int[] assigned = new int[frame.rows()];
            rule.assign(frame, assigned);
            for (int row = 0; row < assigned.length; row++) {
                parts.put((Long) frame.value(row, "id"), assigned[row]);
            }
        }
        return parts;
    }

    private static PlannedTraining plan(SplitSpec split) {
        return new PlannedTraining(
                new Plan.Rows(new FrameRef("rows"), ROWS),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                split.columns().stream()
                        .map(column -> new Plan.Rename(column, column))
                        .toList(),
                List.of("id"),
                List.of("present"),
                Optional.empty(),
                List.of());
    }

    @Provide
    Arbitrary<List<Row>> rows() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 300),
                        Arbitraries.integers().between(1, 40),
                        Arbitraries.longs())
                .as((count, cards, seed) -> {
                    Random random = new Random(seed);
                    List<Row> rows = new ArrayList<>();
                    for (int id = 0; id < count; id++) {
                        int label = (int) Math.abs(random.nextGaussian() * 3);
                        rows.add(new Row(id, random.nextInt(cards), label == 0 ? null : "label " + label, true));
                    }
                    return rows;
                });
    }

    @Provide
    Arbitrary<SplitSpec.Random> splits() {
        Arbitrary<SplitSpec.Random> two = Combinators.combine(
                        Arbitraries.integers().between(1, 99), Arbitraries.longs())
                .as((share, seed) -> SplitSpec.trainTest(share / 100.0, seed));
        Arbitrary<SplitSpec.Random> three = Combinators.combine(
                        Arbitraries.integers().between(1, 49),
                        Arbitraries.integers().between(1, 49),
                        Arbitraries.longs())
                .as((validation, test, seed) -> SplitSpec.trainValidationTest(validation / 100.0, test / 100.0, seed));
        Arbitrary<SplitSpec.Random> folds = Combinators.combine(
                        Arbitraries.integers().between(2, 12), Arbitraries.longs())
                .as(SplitSpec::kFold);
        return Arbitraries.oneOf(two, three, folds);
    }
}
