package io.shearwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TimeRangeTest {
    private static final Instant NINE = Instant.parse("2024-05-01T09:00:00Z");
    private static final Instant TEN = Instant.parse("2024-05-01T10:00:00Z");
    private static final Instant ELEVEN = Instant.parse("2024-05-01T11:00:00Z");

    @Test
    void theStartIsOutAndTheEndIsIn() {
        TimeRange range = TimeRange.of(NINE, TEN);
        assertThat(range.contains(Times.micros(NINE))).isFalse();
        assertThat(range.contains(Times.micros(NINE) + 1)).isTrue();
        assertThat(range.contains(Times.micros(TEN))).isTrue();
        assertThat(range.contains(Times.micros(TEN) + 1)).isFalse();
        assertThat(range).hasToString("(2024-05-01T09:00:00Z, 2024-05-01T10:00:00Z]");
    }

    @Test
    void openEndsHoldEverything() {
        assertThat(TimeRange.ALL.contains(Long.MIN_VALUE)).isTrue();
        assertThat(TimeRange.after(TEN).contains(Long.MAX_VALUE)).isTrue();
        assertThat(TimeRange.after(TEN).contains(Times.micros(TEN))).isFalse();
        assertThat(TimeRange.upTo(TEN).contains(Times.micros(TEN))).isTrue();
        assertThat(TimeRange.upTo(TEN).contains(Long.MIN_VALUE)).isTrue();
        assertThat(TimeRange.ALL).hasToString("(-, -]");
    }

    @Test
    void wholeDaysAreBothIncluded() {
        LocalDate day = LocalDate.of(2024, 5, 1);
        TimeRange one = TimeRange.ofDays(day, day);
        assertThat(one.contains(Times.micros(Instant.parse("2024-05-01T00:00:00Z"))))
                .isTrue();
        assertThat(one.contains(Times.micros(Instant.parse("2024-05-01T23:59:59.999999Z"))))
                .isTrue();
        assertThat(one.contains(Times.micros(Instant.parse("2024-05-02T00:00:00Z"))))
                .isFalse();
        assertThat(one.contains(Times.micros(Instant.parse("2024-04-30T23:59:59.999999Z"))))
                .isFalse();
        TimeRange shanghai = TimeRange.ofDays(day, day, ZoneId.of("Asia/Shanghai"));
        assertThat(shanghai.contains(Times.micros(Instant.parse("2024-04-30T16:00:00Z"))))
                .isTrue();
        assertThat(shanghai.contains(Times.micros(Instant.parse("2024-05-01T16:00:00Z"))))
                .isFalse();
    }

    @Test
    void aRangeThatEndsBeforeItStartsIsRefusedNamingBoth() {
        assertThatThrownBy(() -> TimeRange.of(TEN, NINE))
                .hasMessageContaining("ends at 2024-05-01T09:00:00Z")
                .hasMessageContaining("starts at 2024-05-01T10:00:00Z");
        assertThatThrownBy(() -> TimeRange.ofDays(LocalDate.of(2024, 5, 2), LocalDate.of(2024, 5, 1)))
                .hasMessageContaining("ends on 2024-05-01")
                .hasMessageContaining("starts on 2024-05-02");
    }

    @Test
    void adjacentRangesDoNotOverlapAndRangesThatShareAMomentDo() {
        assertThat(TimeRange.of(NINE, TEN).overlaps(TimeRange.of(TEN, ELEVEN))).isFalse();
        assertThat(TimeRange.of(TEN, ELEVEN).overlaps(TimeRange.of(NINE, TEN))).isFalse();
        assertThat(TimeRange.of(NINE, TEN.plusNanos(1_000)).overlaps(TimeRange.of(TEN, ELEVEN)))
                .isTrue();
        assertThat(TimeRange.ALL.overlaps(TimeRange.of(NINE, TEN))).isTrue();
        assertThat(TimeRange.upTo(TEN).overlaps(TimeRange.after(TEN))).isFalse();
    }

    @Test
    void anEmptyRangeHoldsNothingAndOverlapsNothing() {
        TimeRange empty = new TimeRange(OptionalLong.of(5), OptionalLong.of(5));
        assertThat(empty.contains(5)).isFalse();
        assertThat(empty.overlaps(TimeRange.ALL)).isFalse();
        assertThat(TimeRange.ALL.overlaps(empty)).isFalse();
    }
}
