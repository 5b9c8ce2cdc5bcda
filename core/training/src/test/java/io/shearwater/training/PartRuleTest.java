package io.shearwater.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TimeRange;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.Plan;
import io.shearwater.plan.TimeColumn;
import io.shearwater.query.PlannedTraining;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartRuleTest {
    private static final Schema ROWS = Schema.of(
            new Field("id", DataType.LONG), new Field("card", DataType.STRING), new Field("ts", DataType.TIMESTAMP));

    @Test
    void theSharesAreMetNearly() {
        int[] parts = assign(SplitSpec.trainValidationTest(0.1, 0.2, 7), ids(0, 100_000), Optional.empty());

        assertThat(count(parts, 0)).isBetween(69_500, 70_500);
        assertThat(count(parts, 1)).isBetween(9_700, 10_300);
        assertThat(count(parts, 2)).isBetween(19_600, 20_400);
    }

    @Test
    void aRowKeepsItsPartWhenOtherRowsComeAndGo() {
        SplitSpec split = SplitSpec.trainTest(0.3, 42);

        int[] many = assign(split, ids(0, 1_000), Optional.empty());
        int[] later = assign(split, ids(500, 1_500), Optional.empty());

        for (int id = 500; id < 1_000; id++) {
            assertThat(later[id - 500]).isEqualTo(many[id]);
        }
    }

    @Test
    void anybodyCanRecomputeASplit() {
        int[] parts = assign(SplitSpec.trainTest(0.5, 42), ids(0, 20), Optional.empty());

        assertThat(parts).containsExactly(0, 0, 1, 0, 1, 1, 1, 1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 1);
    }

    @Test
    void anotherSeedIsAnotherSplit() {
        Frame rows = ids(0, 1_000);

        assertThat(assign(SplitSpec.trainTest(0.5, 1), rows, Optional.empty()))
                .isNotEqualTo(assign(SplitSpec.trainTest(0.5, 2), rows, Optional.empty()));
    }

    @Test
    void equalValuesOfTheGroupStayTogether() {
        SplitSpec split = new SplitSpec.Random(
                List.of(new SplitSpec.Part("a", 0.5), new SplitSpec.Part("b", 0.5)), 3, List.of("card"));
        Frame rows = ids(0, 10_000);

        int[] parts = assign(split, rows, Optional.empty());

        for (int row = 100; row < rows.rows(); row++) {
            assertThat(parts[row]).isEqualTo(parts[row % 100]);
        }
        assertThat(count(parts, 0)).isBetween(3_000, 7_000);
    }

    @Test
    void rowsInTheGapOfASplitByTimeBelongToNoPart() {
        SplitSpec split = SplitSpec.trainTestByTime(
                TimeRange.of(instant(0), instant(10)), TimeRange.of(instant(20), instant(30)));
        FrameBuilder rows = new FrameBuilder(ROWS, 8);
        for (int second : new int[] {0, 1, 10, 11, 20, 21, 30, 31}) {
            rows.append(0L, "x", instant(second));
        }
        rows.append(0L, "x", null);

        int[] parts = assign(split, rows.build(), Optional.of(new TimeColumn("ts", ZoneId.of("UTC"))));

        assertThat(parts).containsExactly(-1, 0, 0, -1, -1, 1, 1, -1, -1);
    }

    @Test
    void aDateCountsWithItsFirstMicrosecondInTheZone() {
        ZoneId zone = ZoneId.of("Asia/Shanghai");
        LocalDate day = LocalDate.of(2026, 3, 4);
        SplitSpec split = SplitSpec.trainTestByTime(
                TimeRange.ofDays(day, day.plusDays(1), zone), TimeRange.ofDays(day.plusDays(3), day.plusDays(3), zone));
        Schema schema = Schema.of(new Field("day", DataType.DATE));
        FrameBuilder rows = new FrameBuilder(schema, 5);
        for (int i = -1; i < 4; i++) {
            rows.append(day.plusDays(i));
        }

        PartRule rule =
                PartRule.of(split, plan(schema, List.of(), Optional.of(new TimeColumn("day", zone))), Cuts.NONE);
        int[] parts = new int[5];
        rule.assign(rows.build(), parts);

        assertThat(parts).containsExactly(-1, 0, 0, -1, 1);
    }

    @Test
    void moreStrataThanClassesHaveAreRefused() {
        SplitSpec.Random split = SplitSpec.trainTest(0.5, 1).stratifiedBy("id");
        CutFinder finder = new CutFinder(split, plan(ROWS, split.columns(), Optional.empty()));
        finder.count(ids(0, 1_000));

        assertThatThrownBy(() -> finder.count(ids(1_000, 1_001)))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(TrainingError.TOO_MANY_VALUES))
                .hasMessageContaining("stratified by [id], of which there are more than 1000 different values");
    }

    @Test
    void aSplitByTimeNeedsATime() {
        SplitSpec split = SplitSpec.trainTestByTime(
                TimeRange.of(instant(0), instant(10)), TimeRange.of(instant(20), instant(30)));

        assertThatThrownBy(() -> PartRule.of(split, plan(ROWS, List.of(), Optional.empty()), Cuts.NONE))
                .hasMessageContaining("A split by time [train, test] needs the labels' event time");
    }

    private static int[] assign(SplitSpec split, Frame rows, Optional<TimeColumn> time) {
        int[] parts = new int[rows.rows()];
        PartRule.of(split, plan(rows.schema(), split.columns(), time), Cuts.NONE)
                .assign(rows, parts);
        return parts;
    }

    private static PlannedTraining plan(Schema schema, List<String> groupBy, Optional<TimeColumn> time) {
        List<Plan.Rename> carried = new ArrayList<>();
        groupBy.forEach(column -> carried.add(new Plan.Rename(column, column)));
        return new PlannedTraining(
                new Plan.Rows(new FrameRef("rows"), schema),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                carried,
                List.of("id"),
                List.of(),
                time,
                List.of());
    }

    /** Rows from one id up to before another; the hundredth after a row has its card. */
    private static Frame ids(int from, int to) {
        FrameBuilder rows = new FrameBuilder(ROWS, to - from);
        for (int id = from; id < to; id++) {
            rows.append((long) id, "card " + id % 100, instant(id));
        }
        return rows.build();
    }

    private static Instant instant(int seconds) {
        return Instant.ofEpochSecond(1_700_000_000L + seconds);
    }

    private static int count(int[] parts, int part) {
        int count = 0;
        for (int each : parts) {
            count += each == part ? 1 : 0;
        }
        return count;
    }
}
