package io.shearwater.airquality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DayTest {
    private static final LocalDateTime MIDNIGHT = LocalDateTime.of(2010, 1, 2, 0, 0);

    private static Hour hour(int after, @Nullable Double pm25, String wind, double snow) {
        return new Hour(MIDNIGHT.plusHours(after), pm25, -16.0, 2.0 * after, 1020.0, wind, 1.5 * after, snow, 0.0);
    }

    @Test
    void aDayIsMadeOfItsHours() {
        List<Day> days = Day.of(List.of(
                hour(0, 100.0, "NW", 0), hour(1, null, "SE", 1), hour(2, 50.0, "SE", 2), hour(24, 7.0, "cv", 0)));

        assertThat(days)
                .containsExactly(
                        new Day(LocalDate.of(2010, 1, 2), 75.0, 2, 2.0, -16.0, 1020.0, "SE", 3.0, 2, 0),
                        new Day(LocalDate.of(2010, 1, 3), 7.0, 1, 48.0, -16.0, 1020.0, "cv", 36.0, 0, 0));
    }

    @Test
    void aDayWithoutHoursIsThereAndEmpty() {
        List<Day> days = Day.of(List.of(hour(23, 1.0, "NW", 0), hour(48, 1.0, "NW", 0)));

        assertThat(days)
                .extracting(Day::date)
                .containsExactly(LocalDate.of(2010, 1, 2), LocalDate.of(2010, 1, 3), LocalDate.of(2010, 1, 4));
        assertThat(days.get(1))
                .isEqualTo(new Day(LocalDate.of(2010, 1, 3), null, 0, null, null, null, null, null, 0, 0));
    }

    @Test
    void ofEquallyFrequentWindsTheFirstInTheAlphabetCounts() {
        assertThat(Day.of(List.of(hour(0, 1.0, "SE", 0), hour(1, 1.0, "NE", 0)))
                        .getFirst()
                        .windDirection())
                .isEqualTo("NE");
    }

    @Test
    void noHoursAreNoDays() {
        assertThat(Day.of(List.of())).isEmpty();
    }

    @Test
    void theMeansOfAMadeUpFileEqualAnIndependentComputation(@TempDir Path directory) throws IOException {
        assertMeansEqualAnIndependentComputation(MeasurementFile.write(directory.resolve("hours.csv"), 60));
    }

    @Test
    void theMeansOfTheRealMeasurementsEqualAnIndependentComputation() throws IOException {
        Path file = MeasurementFile.real();

        assertMeansEqualAnIndependentComputation(file);
        // Counted with other tools.
        assertThat(Day.of(BeijingFile.read(file))).hasSize(1_826);
        assertThat(Day.of(BeijingFile.read(file)).stream().filter(day -> day.pm25() == null))
                .hasSize(37);
    }

    /** Sums up the texts of the file in decimal numbers. */
    private static void assertMeansEqualAnIndependentComputation(Path file) throws IOException {
        Map<String, List<BigDecimal>> texts = new TreeMap<>();
        List<String> lines = Files.readAllLines(file);
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(",", -1);
            String date = fields[1] + "-" + fields[2] + "-" + fields[3];
            List<BigDecimal> values = texts.computeIfAbsent(date, day -> new ArrayList<>());
            if (!fields[5].equals("NA")) {
                values.add(new BigDecimal(fields[5]));
            }
        }
        List<Day> days = Day.of(BeijingFile.read(file));
        assertThat(days).hasSize(texts.size());
        for (Day day : days) {
            LocalDate date = day.date();
            List<BigDecimal> values = texts.getOrDefault(
                    date.getYear() + "-" + date.getMonthValue() + "-" + date.getDayOfMonth(), List.of());
            assertThat(day.hoursMeasured()).isEqualTo(values.size());
            if (values.isEmpty()) {
                assertThat(day.pm25()).isNull();
            } else {
                BigDecimal sum = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
                double mean = sum.divide(BigDecimal.valueOf(values.size()), MathContext.DECIMAL128)
                        .doubleValue();
                assertThat(day.pm25()).isCloseTo(mean, within(1e-9 * (1 + mean)));
            }
        }
    }
}
