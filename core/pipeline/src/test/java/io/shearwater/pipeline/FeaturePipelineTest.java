package io.shearwater.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeaturePipelineTest extends PaymentStore {
    @Test
    void sumsOfDaysAndOfThreeDaysComeFromOneProgram() {
        pay("a", 10, Duration.ofHours(12));

        PipelineReport report = sums().build().run(store, Run.ofDays(FIRST_DAY, FIRST_DAY.plusDays(4)));

        assertThat(values("SELECT day, n, total FROM card_daily ORDER BY day"))
                .containsExactly(
                        List.of(BEGIN, 2L, 3.0),
                        List.of(BEGIN.plus(Duration.ofDays(1)), 2L, 7.0),
                        List.of(BEGIN.plus(Duration.ofDays(2)), 2L, 11.0),
                        List.of(BEGIN.plus(Duration.ofDays(3)), 2L, 15.0),
                        List.of(BEGIN.plus(Duration.ofDays(4)), 2L, 19.0));
        assertThat(values("SELECT day, n, total FROM card_weekly ORDER BY day"))
                .containsExactly(
                        List.of(BEGIN.plus(Duration.ofDays(2)), 6L, 21.0),
                        List.of(BEGIN.plus(Duration.ofDays(3)), 6L, 33.0),
                        List.of(BEGIN.plus(Duration.ofDays(4)), 6L, 45.0));
        assertThat(report.commits()).hasSize(2);
        assertThat(report.rows()).containsEntry("daily", 10L).containsEntry("weekly", 3L);
    }

    @Test
    void thirtyDaysHaveTwentyEightWindowsOfThreeDays() {
        pay("a", 30, Duration.ofDays(1));

        sums().build().run(store, Run.ofDays(FIRST_DAY, FIRST_DAY.plusDays(29)));

        assertThat(values("SELECT count(*), min(day) FROM card_weekly"))
                .containsExactly(List.of(28L, Instant.parse("2025-03-03T00:00:00Z")));
    }

    @Test
    void runsSinceTheLastOneGoOnWhereItEnded() {
        pay("a", 100, Duration.ofHours(1));
        FeaturePipeline pipeline = sums().build();

        pipeline.run(store, Run.sinceLast().until(BEGIN.plus(Duration.ofHours(30))));
        assertThat(values("SELECT count(*) FROM card_daily")).containsExactly(List.of(1L));
        PipelineReport second = pipeline.run(store, Run.sinceLast().until(BEGIN.plus(Duration.ofHours(40))));
        assertThat(second.commits()).isEmpty();
        pipeline.run(store, Run.sinceLast().until(BEGIN.plus(Duration.ofDays(4))));

        assertThat(values("SELECT sum(n), count(*) FROM card_daily").getFirst().get(1))
                .isEqualTo(4L);
        assertThat(values("SELECT day, n FROM card_weekly ORDER BY day"))
                .containsExactly(
                        List.of(BEGIN.plus(Duration.ofDays(2)), 72L), List.of(BEGIN.plus(Duration.ofDays(3)), 72L));
    }
}
