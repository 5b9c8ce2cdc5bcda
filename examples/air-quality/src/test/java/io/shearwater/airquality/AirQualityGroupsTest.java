package io.shearwater.airquality;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.Frame;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AirQualityGroupsTest {
    @Test
    void everyRowIsKnownADayAfterItsDayInBeijingsTime() {
        assertThat(List.of(AirQualityGroups.AIR_QUALITY, AirQualityGroups.LAGS, AirQualityGroups.WEATHER))
                .allSatisfy(group -> {
                    assertThat(group.eventTime().orElseThrow().knownAfter()).isEqualTo(Duration.ofDays(1));
                    assertThat(group.eventTime().orElseThrow().zone().getId()).isEqualTo("+08:00");
                });
    }

    @Test
    void lagsAreTheDaysBeforeTheDayAfter(@TempDir Path directory) {
        List<Day> days = Day.of(BeijingFile.read(MeasurementFile.write(directory.resolve("hours.csv"), 30)));

        Map<LocalDate, @Nullable Double> pm25 = new HashMap<>();
        days.forEach(day -> pm25.put(day.date(), day.pm25()));

        Frame lags = AirQualityGroups.lags(days.stream().map(Day::date).toList(), pm25);

        assertThat(lags.rows()).isEqualTo(30);
        assertThat(lags.row(0)).containsEntry("pm25_lag_1", days.get(0).pm25()).containsEntry("pm25_lag_2", null);
        assertThat(lags.row(12))
                .containsEntry("date", days.get(12).date())
                .containsEntry("pm25_lag_1", days.get(12).pm25())
                .containsEntry("pm25_lag_2", days.get(11).pm25())
                .containsEntry("pm25_lag_3", null);
        assertThat(days.get(10).pm25()).isNull();
    }
}
