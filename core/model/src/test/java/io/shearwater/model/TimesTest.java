package io.shearwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z,0",
        "1969-12-31T23:59:59.999999Z,-1",
        "1969-12-31T23:59:59.999999999Z,-1",
        "1970-01-01T00:00:00.000000999Z,0",
        "0001-01-01T00:00:00Z,-62135596800000000",
        "9999-12-31T23:59:59.999999Z,253402300799999999",
        "2000-02-29T12:00:00.5Z,951825600500000",
    })
    void instantsAreMicrosecondsCutTowardsThePast(Instant instant, long micros) {
        assertThat(Times.micros(instant)).isEqualTo(micros);
    }

    @Property
    void everyMicrosecondIsAnInstantAndBack(@ForAll long micros) {
        assertThat(Times.micros(Times.instant(micros))).isEqualTo(micros);
    }

    @Test
    void theFirstAndTheLastMicrosecondGoThereAndBack() {
        assertThat(Times.micros(Times.instant(Long.MIN_VALUE))).isEqualTo(Long.MIN_VALUE);
        assertThat(Times.micros(Times.instant(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void instantsOutOf64BitsAreRefusedNamingThem() {
        assertThatThrownBy(() -> Times.micros(Instant.MAX))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("+1000000000-12-31T23:59:59.999999999Z")
                .hasMessageContaining("out of range");
        assertThatThrownBy(() -> Times.micros(Times.instant(Long.MIN_VALUE).minusNanos(1_000)))
                .hasMessageContaining("out of range");
    }

    @Test
    void daysBeginAndEndInTheirZone() {
        LocalDate day = LocalDate.of(2024, 3, 10);
        assertThat(Times.startOfDay(day.toEpochDay(), ZoneOffset.UTC))
                .isEqualTo(Times.micros(Instant.parse("2024-03-10T00:00:00Z")));
        // The clocks in New York go forward on this day: it has 23 hours.
        ZoneId newYork = ZoneId.of("America/New_York");
        assertThat(Times.startOfDay(day.toEpochDay(), newYork))
                .isEqualTo(Times.micros(Instant.parse("2024-03-10T05:00:00Z")));
        assertThat(Times.endOfDay(day.toEpochDay(), newYork))
                .isEqualTo(Times.micros(Instant.parse("2024-03-11T03:59:59.999999Z")));
    }

    @Test
    void aDayWhoseMidnightIsSkippedBeginsAfterTheGap() {
        // Havana puts its clocks forward at midnight.
        long day = LocalDate.of(2024, 3, 10).toEpochDay();
        assertThat(Times.startOfDay(day, ZoneId.of("America/Havana")))
                .isEqualTo(Times.micros(Instant.parse("2024-03-10T05:00:00Z")));
    }

    @Test
    void daysOutOf32BitsAreRefused() {
        assertThat(Times.epochDay(LocalDate.ofEpochDay(Integer.MIN_VALUE))).isEqualTo(Integer.MIN_VALUE);
        assertThatThrownBy(() -> Times.epochDay(LocalDate.MAX))
                .hasMessageContaining("+999999999-12-31")
                .hasMessageContaining("out of range");
    }

    @Test
    void truncationKeepsWholeMicroseconds() {
        assertThat(Times.truncated(Instant.parse("1969-12-31T23:59:59.999999999Z")))
                .isEqualTo(Instant.parse("1969-12-31T23:59:59.999999Z"));
    }
}
