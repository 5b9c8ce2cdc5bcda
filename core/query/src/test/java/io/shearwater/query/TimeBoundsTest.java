package io.shearwater.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Predicate;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TimeRange;
import io.shearwater.model.Times;
import io.shearwater.plan.TimeColumn;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TimeBoundsTest {
    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

    @Test
    void aTimestampLiesBehindTheStartAndUpToTheEnd() {
        Predicate bounds = TimeBounds.within(
                new TimeColumn("ts", ZoneId.of("UTC")), DataType.TIMESTAMP, TimeRange.of(NOON, NOON.plusSeconds(60)));

        assertThat(bounds)
                .isEqualTo(Predicate.greaterThan("ts", NOON).and(Predicate.atMost("ts", NOON.plusSeconds(60))));
    }

    @Test
    void anOpenRangeHasNoBound() {
        assertThat(TimeBounds.within(new TimeColumn("ts", ZoneId.of("UTC")), DataType.TIMESTAMP, TimeRange.ALL))
                .isEqualTo(Predicate.all());
        assertThat(TimeBounds.within(new TimeColumn("d", ZoneId.of("UTC")), DataType.DATE, TimeRange.after(NOON)))
                .isEqualTo(Predicate.greaterThan("d", LocalDate.of(2026, 3, 4)));
    }

    @Test
    void wholeDaysAreTheDaysThemselves() {
        ZoneId zone = ZoneId.of("Asia/Shanghai");
        TimeRange days = TimeRange.ofDays(LocalDate.of(2026, 3, 4), LocalDate.of(2026, 3, 6), zone);

        assertThat(TimeBounds.within(new TimeColumn("d", zone), DataType.DATE, days))
                .isEqualTo(Predicate.greaterThan("d", LocalDate.of(2026, 3, 3))
                        .and(Predicate.atMost("d", LocalDate.of(2026, 3, 6))));
    }

    @Test
    void aDayThatBeginsTwiceHasBegunWhileTheClockShowsYesterdayAgain() {
        ZoneId zone = ZoneId.of("America/St_Johns");
        Instant yesterdayAgain = Instant.parse("2010-11-07T03:00:00Z");
        assertThat(LocalDate.ofInstant(yesterdayAgain, zone)).isEqualTo(LocalDate.of(2010, 11, 6));

        assertThat(TimeBounds.lastDayBegun(yesterdayAgain, zone)).isEqualTo(LocalDate.of(2010, 11, 7));
    }

    @Property
    boolean aDateIsInTheRangeExactlyWhereItsFirstMicrosecondIs(
            @ForAll @IntRange(min = -20_000, max = 30_000) int day,
            @ForAll @LongRange(min = -3 * 86_400_000_000L, max = 3 * 86_400_000_000L) long startOffset,
            @ForAll @LongRange(min = 0, max = 3 * 86_400_000_000L) long length,
            @ForAll @IntRange(max = 4) int zoneIndex) {
        ZoneId zone = ZoneId.of(
                new String[] {"UTC", "America/St_Johns", "Pacific/Apia", "America/Sao_Paulo", "Australia/Lord_Howe"}
                        [zoneIndex]);
        long first = Times.startOfDay(day, zone);
        TimeRange range = TimeRange.of(Times.instant(first + startOffset), Times.instant(first + startOffset + length));
        Predicate bounds = TimeBounds.within(new TimeColumn("d", zone), DataType.DATE, range);

        return holds(bounds, LocalDate.ofEpochDay(day)) == range.contains(first);
    }

    @Test
    void aGroupWithoutEventTimeCannotBeLimited() {
        FeatureGroupSpec group = FeatureGroupSpec.builder("bank_fg", 2)
                .feature("bank_id", DataType.LONG)
                .primaryKey("bank_id")
                .build();

        assertThat(TimeBounds.within(group, TimeRange.ALL)).isEqualTo(Predicate.all());
        assertThatThrownBy(() -> TimeBounds.within(group, TimeRange.after(NOON)))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(QueryError.NO_EVENT_TIME))
                .hasMessageContaining("'bank_fg' version 2");
    }

    private static boolean holds(Predicate predicate, LocalDate day) {
        return switch (predicate) {
            case Predicate.And and -> and.parts().stream().allMatch(part -> holds(part, day));
            case Predicate.Compare compare -> {
                int order = day.compareTo((LocalDate) compare.value());
                yield compare.operator() == Predicate.Operator.GREATER ? order > 0 : order <= 0;
            }
            default -> throw new AssertionError(predicate);
        };
    }
}
