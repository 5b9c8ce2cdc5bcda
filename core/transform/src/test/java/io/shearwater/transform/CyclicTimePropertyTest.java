package io.shearwater.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.DataType;
import io.shearwater.model.Times;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CyclicTimePropertyTest {
    @Provide
    Arbitrary<List<Instant>> instants() {
        // Around changes of the clock, and anywhere in two centuries.
        Arbitrary<Instant> near = Arbitraries.of(
                        Instant.parse("2024-03-31T01:00:00Z"),
                        Instant.parse("2024-10-27T01:00:00Z"),
                        Instant.parse("2023-12-31T23:59:59.999999Z"),
                        Instant.EPOCH)
                .flatMap(instant -> Arbitraries.longs()
                        .between(-2, 2)
                        .map(micros -> Times.instant(Times.micros(instant) + micros)));
        Arbitrary<Instant> anywhere =
                Arbitraries.longs().between(-3_000_000_000L, 3_000_000_000L).map(Instant::ofEpochSecond);
        return Arbitraries.oneOf(near, anywhere).list().ofMinSize(1).ofMaxSize(30);
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(
                        "UTC",
                        "Europe/Stockholm",
                        "America/Bahia_Banderas",
                        "Asia/Kathmandu",
                        "+05:30",
                        "Africa/Casablanca")
                .map(ZoneId::of);
    }

    @Property(tries = 300)
    void anInstantIsWhereTheClockOfItsZoneIs(
            @ForAll("instants") List<Instant> instants, @ForAll("zones") ZoneId zone, @ForAll TimeCycle cycle) {
        Trial trial = Trial.fitted(
                BuiltIns.cyclicTime("t", cycle, zone), Trial.column(DataType.TIMESTAMP, instants.toArray()));

        var given = trial.apply(Trial.column(DataType.TIMESTAMP, instants.toArray()));
        for (int row = 0; row < instants.size(); row++) {
            double angle = 2 * Math.PI * position(instants.get(row).atZone(zone), cycle);
            assertThat((Double) given.get(0).get(row)).isEqualTo(StrictMath.sin(angle));
            assertThat((Double) given.get(1).get(row)).isEqualTo(StrictMath.cos(angle));
        }
    }

    private static double position(ZonedDateTime time, TimeCycle cycle) {
        LocalDate date = time.toLocalDate();
        return switch (cycle) {
            case TIME_OF_DAY -> (double) ChronoUnit.MICROS.between(LocalTime.MIN, time.toLocalTime()) / 86_400_000_000L;
            case HOUR_OF_DAY -> time.getHour() / 24.0;
            case DAY_OF_WEEK -> (time.getDayOfWeek().getValue() - 1) / 7.0;
            case DAY_OF_MONTH -> (time.getDayOfMonth() - 1.0) / date.lengthOfMonth();
            case DAY_OF_YEAR -> (time.getDayOfYear() - 1.0) / date.lengthOfYear();
            case MONTH -> (time.getMonthValue() - 1) / 12.0;
        };
    }
}
