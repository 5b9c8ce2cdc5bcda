package io.shearwater.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FrameBuilder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days of a zone, of which two in a year have another length. */
class ZoneTest extends PaymentStore {
    private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");

    /** A payment at every full hour of the days of the zone. */
    private void payHourly(LocalDate first, LocalDate last) {
        FrameBuilder rows = new FrameBuilder(payments.spec().schema(), 200);
        Instant end = last.plusDays(1).atStartOfDay(STOCKHOLM).toInstant();
        for (Instant at = first.atStartOfDay(STOCKHOLM).toInstant(); at.isBefore(end); at = at.plusSeconds(3600)) {
            rows.append(at.getEpochSecond(), at, "a", 1.0, "x");
        }
        payments.insert(rows.build());
    }

    private static FeaturePipeline.Builder sumsOf(ZoneId zone) {
        return sums().zone(zone);
    }

    @ParameterizedTest
    @CsvSource({"2025-03-30, 23", "2025-10-26, 25"})
    void aDayOfTheZoneHasAsManyHoursAsItsClockSays(LocalDate changed, long hours) {
        LocalDate first = changed.minusDays(4);
        LocalDate last = changed.plusDays(4);
        payHourly(first, last);

        // Cut in the middle of the changed day and of others.
        sumsOf(STOCKHOLM).build().run(store, Run.ofDays(first, changed.minusDays(1)));
        sumsOf(STOCKHOLM)
                .build()
                .run(store, Run.sinceLast().until(changed.atTime(13, 30).toInstant(ZoneOffset.UTC)));
        sumsOf(STOCKHOLM)
                .build()
                .run(
                        store,
                        Run.sinceLast()
                                .until(last.plusDays(1).atStartOfDay(STOCKHOLM).toInstant()));

        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            assertThat(n("card_daily", day)).as("hours of %s", day).isEqualTo(day.equals(changed) ? hours : 24L);
        }
        for (LocalDate day = first.plusDays(2); !day.isAfter(last); day = day.plusDays(1)) {
            boolean isAround = !day.isBefore(changed) && !day.isAfter(changed.plusDays(2));
            assertThat(n("card_weekly", day))
                    .as("hours of three days up to %s", day)
                    .isEqualTo(isAround ? 48 + hours : 72L);
        }
        // The first two days have no window that is complete.
        assertThat(values("SELECT count(*) FROM card_daily")).containsExactly(List.of(9L));
        assertThat(values("SELECT count(*) FROM card_weekly")).containsExactly(List.of(7L));
    }

    private @Nullable Object n(String group, LocalDate day) {
        Instant start = day.atStartOfDay(STOCKHOLM).toInstant();
        List<Map<String, @Nullable Object>> rows =
                rows(group).stream().filter(row -> start.equals(row.get("day"))).toList();
        assertThat(rows).as("rows of %s in %s", day, group).hasSize(1);
        return rows.getFirst().get("n");
    }

    @ParameterizedTest
    @CsvSource({"2025-03-30, 23", "2025-10-26, 25"})
    void totalsOfDaysAreThoseOfTheZoneToo(LocalDate changed, long hours) {
        LocalDate first = changed.minusDays(3);
        payHourly(first, changed.plusDays(1));
        for (String group : List.of("days", "threes")) {
            store.createFeatureGroup(FeatureGroupSpec.builder(group, 1)
                    .primaryKey("cc_num")
                    .eventTime("day")
                    .knownAfter(LONGEST_DAY)
                    .build());
        }
        Totals totals = Totals.by("cc_num").time("ts").numbers("amount");
        FeaturePipeline.named("totals")
                .zone(STOCKHOLM)
                .source("payments", Source.group("payments"))
                .node("days", Node.dailyTotals("payments", totals))
                .node("threes", Node.rollUp("days", totals, 3))
                .output("days", "days")
                .output("threes", "threes")
                .build()
                .run(store, Run.ofDays(first, changed.plusDays(1)));

        assertThat(values("SELECT n FROM days ORDER BY day").stream().map(List::getFirst))
                .containsExactly(24L, 24L, 24L, hours, 24L);
        assertThat(values("SELECT n_3d FROM threes ORDER BY day").stream().map(List::getFirst))
                .containsExactly(72L, 48 + hours, 48 + hours);
    }

    @Test
    void aWeekBeginsWithTheMondayOfTheZone() {
        payHourly(LocalDate.of(2025, 3, 24), LocalDate.of(2025, 4, 6));
        store.createFeatureGroup(FeatureGroupSpec.builder("card_weeks", 1)
                .primaryKey("cc_num")
                .eventTime("day")
                .knownAfter(LONGEST_DAY.plusDays(6))
                .build());
        FeaturePipeline.named("weeks")
                .zone(STOCKHOLM)
                .source("payments", Source.group("payments"))
                .node("weeks", Node.sql("""
                        SELECT cc_num, date_trunc('week', ts) AS day, count(*) AS n, sum(amount) AS total
                        FROM payments GROUP BY cc_num, date_trunc('week', ts)""").window(Window.of(1, ChronoUnit.WEEKS), "day"))
                .output("weeks", "card_weeks")
                .build()
                .run(store, Run.ofDays(LocalDate.of(2025, 3, 24), LocalDate.of(2025, 4, 6)));

        assertThat(values("SELECT day, n FROM card_weeks ORDER BY day"))
                .containsExactly(
                        List.of(Instant.parse("2025-03-23T23:00:00Z"), 167L),
                        List.of(Instant.parse("2025-03-30T22:00:00Z"), 168L));
    }

    @Test
    void hoursOfAZoneThatIsHalfAnHourOffBeginWithItsClock() {
        Calendar kolkata = new Calendar(ZoneId.of("Asia/Kolkata"));
        long hour = 3_600_000_000L;
        assertThat(kolkata.floor(hour / 2 + 1, hour)).isEqualTo(hour / 2);
        assertThat(kolkata.floor(hour / 2 - 1, hour)).isEqualTo(-hour / 2);
        assertThat(Calendar.UTC.floor(hour - 1, hour)).isZero();
    }

    @Test
    void aGroupWithDaysOfAnotherZoneIsRefused() {
        FeatureGroup dated = store.createFeatureGroup(FeatureGroupSpec.builder("dated", 1)
                .feature("cc_num", DataType.STRING)
                .feature("day", DataType.DATE)
                .primaryKey("cc_num")
                .eventTime("day")
                .zone(STOCKHOLM)
                .build());
        FeaturePipeline.Builder copy = FeaturePipeline.named("copy")
                .source("dated", Source.group("dated"))
                .node("same", Node.sql("SELECT cc_num, day FROM dated"))
                .output("same", "dated");
        assertThatThrownBy(() -> copy.build().run(store, Run.everything()))
                .hasMessageContaining("are those of Europe/Stockholm and the days of the pipeline 'copy' those of Z")
                .hasMessageContaining("zone(ZoneId.of(\"Europe/Stockholm\"))");
        copy.zone(STOCKHOLM).build().run(store, Run.everything());
        assertThat(dated.commits()).hasSize(1);
        assertThatThrownBy(() -> copy.zone(ZoneOffset.ofHours(2))).hasMessageContaining("Name one");
    }
}
