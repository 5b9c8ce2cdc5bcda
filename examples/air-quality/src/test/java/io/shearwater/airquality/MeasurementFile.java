package io.shearwater.airquality;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;

/** Files of measurements to test with. */
final class MeasurementFile {
    static final String HEADER = "No,year,month,day,hour,pm2.5,DEWP,TEMP,PRES,cbwd,Iws,Is,Ir";

    /** The first day of made-up files. */
    static final LocalDate FIRST = LocalDate.of(2014, 12, 1);

    private static final Path BESIDE_THE_CHECKOUT = Path.of("../../../shared/data");

    private MeasurementFile() {}

    /** The real measurements, where they are; else the test is skipped and says why. */
    static Path real() {
        Path directory = Optional.ofNullable(System.getProperty("shearwater.data"))
                .map(Path::of)
                .orElse(BESIDE_THE_CHECKOUT);
        Path file = directory.resolve("beijing-pm25-hourly.csv");
        Assumptions.assumeTrue(
                Files.exists(file),
                () -> "There is no " + file.toAbsolutePath().normalize()
                        + ": say where the measurements lie with -Dshearwater.data=DIR.");
        return file;
    }

    /**
     * A made-up file: from 2014-12-01 on, hour by hour; PM2.5 is 10 d + h on day d at hour h, and not measured in every
     * seventh hour and on the whole of every eleventh day.
     */
    static Path write(Path file, int days) {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        for (int hour = 0; hour < days * 24; hour++) {
            int day = hour / 24;
            LocalDateTime time = FIRST.atStartOfDay().plusHours(hour);
            boolean measured = hour % 7 != 0 && day % 11 != 10;
            lines.add(String.join(
                    ",",
                    String.valueOf(hour + 1),
                    String.valueOf(time.getYear()),
                    String.valueOf(time.getMonthValue()),
                    String.valueOf(time.getDayOfMonth()),
                    String.valueOf(time.getHour()),
                    measured ? String.valueOf(10 * day + hour % 24) : "NA",
                    String.valueOf(-20 + day % 10),
                    String.valueOf(day % 7 - 3 + 0.5),
                    String.valueOf(1000 + day % 30),
                    List.of("NW", "NE", "SE", "cv").get((day + hour / 8) % 4),
                    String.valueOf(hour % 24 * 1.79),
                    day % 5 == 0 ? "1" : "0",
                    "0"));
        }
        return lines(file, lines);
    }

    /**
     * A made-up file of waves that go on from day to day, all of it measured: what a model learns of the first days holds for the
     * last ones.
     */
    static Path wave(Path file, int days) {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        for (int hour = 0; hour < days * 24; hour++) {
            int day = hour / 24;
            LocalDateTime time = FIRST.atStartOfDay().plusHours(hour);
            lines.add(String.join(
                    ",",
                    String.valueOf(hour + 1),
                    String.valueOf(time.getYear()),
                    String.valueOf(time.getMonthValue()),
                    String.valueOf(time.getDayOfMonth()),
                    String.valueOf(time.getHour()),
                    String.valueOf(Math.round(90 + 60 * Math.sin(day * 1.3) + hour % 24)),
                    String.valueOf(-20 + day % 10),
                    String.valueOf(day % 7 - 3 + 0.5),
                    String.valueOf(1000 + day % 30),
                    List.of("NW", "NE", "SE", "cv").get((day + hour / 8) % 4),
                    String.valueOf(hour % 24 * 1.79),
                    "0",
                    day % 3 == 0 ? "1" : "0"));
        }
        return lines(file, lines);
    }

    /** A copy of a file with other lines. */
    static Path edited(Path file, Path copy, UnaryOperator<String> edit) {
        try {
            return lines(copy, Files.readAllLines(file).stream().map(edit).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path lines(Path file, List<String> lines) {
        try {
            return Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
