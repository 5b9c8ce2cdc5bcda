package io.shearwater.airquality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeijingFileTest {
    private static final String FIRST = "1,2010,1,2,0,129,-16,-4.5,1020,SE,1.79,0,0";

    @TempDir
    private Path directory;

    private Path file(String... lines) {
        return MeasurementFile.lines(directory.resolve("hours.csv"), List.of(lines));
    }

    private static void assertRefused(Path file, ErrorCode code, String... parts) {
        assertThatThrownBy(() -> BeijingFile.read(file)).isInstanceOfSatisfying(ShearwaterException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.kind()).isEqualTo(ErrorKind.USER);
            assertThat(e.getMessage()).contains(file.toString()).contains(parts);
        });
    }

    @Test
    void aLineIsAnHour() {
        List<Hour> hours = BeijingFile.read(file(MeasurementFile.HEADER, FIRST));

        assertThat(hours)
                .containsExactly(
                        new Hour(LocalDateTime.of(2010, 1, 2, 0, 0), 129.0, -16.0, -4.5, 1020.0, "SE", 1.79, 0.0, 0.0));
    }

    @Test
    void whatWasNotMeasuredIsNull() {
        List<Hour> hours = BeijingFile.read(file(MeasurementFile.HEADER, "1,2010,1,1,0,NA,NA,NA,NA,NA,NA,NA,NA"));

        assertThat(hours)
                .containsExactly(
                        new Hour(LocalDateTime.of(2010, 1, 1, 0, 0), null, null, null, null, null, null, null, null));
    }

    @Test
    void emptyLinesWindowsLineEndsAndAByteOrderMarkDoNoHarm() throws IOException {
        Path file = Files.writeString(
                directory.resolve("windows.csv"), "\uFEFF" + MeasurementFile.HEADER + "\r\n" + FIRST + "\r\n\r\n");

        assertThat(BeijingFile.read(file)).hasSize(1);
    }

    @Test
    void aMissingFileIsNamed() {
        assertRefused(directory.resolve("nowhere.csv"), AirQualityError.UNREADABLE_FILE, "There is no file");
    }

    @Test
    void aDirectoryIsNoFile() {
        assertRefused(directory, AirQualityError.UNREADABLE_FILE, "cannot be read");
    }

    @Test
    void anEmptyFileIsRefused() {
        assertRefused(file(), AirQualityError.BAD_FILE, "line 1", "'No'");
    }

    @Test
    void anotherColumnIsNamed() {
        assertRefused(
                file(MeasurementFile.HEADER.replace("pm2.5", "pm10"), FIRST),
                AirQualityError.BAD_FILE,
                "line 1: column 6 is 'pm10' instead of 'pm2.5'",
                MeasurementFile.HEADER);
    }

    @Test
    void aMissingAndASurplusColumnAreNamed() {
        assertRefused(
                file(MeasurementFile.HEADER.replace(",Ir", "")),
                AirQualityError.BAD_FILE,
                "column 13 is '' instead of 'Ir'");
        assertRefused(
                file(MeasurementFile.HEADER + ",extra"),
                AirQualityError.BAD_FILE,
                "column 14 is 'extra' instead of ''");
    }

    @Test
    void aShortLineIsShown() {
        assertRefused(
                file(MeasurementFile.HEADER, FIRST, "2,2010,1,2"),
                AirQualityError.BAD_FILE,
                "line 3: 4 values for 13 columns: '2,2010,1,2'");
    }

    @ParameterizedTest
    @CsvSource({
        "5, pm2.5, 12x, neither a number nor NA",
        "5, pm2.5, '', neither a number nor NA",
        "5, pm2.5, NaN, neither a number nor NA",
        "5, pm2.5, 1e3, neither a number nor NA",
        "5, pm2.5, -1, is negative",
        "7, TEMP, warm, neither a number nor NA",
        "10, Iws, -0.5, is negative",
        "1, year, 2010.0, is not a whole number",
        "4, hour, NA, is not a whole number"
    })
    void aWrongValueIsNamedWithLineAndColumn(int position, String column, String value, String problem) {
        String[] fields = FIRST.split(",", -1);
        fields[position] = value;

        assertRefused(
                file(MeasurementFile.HEADER, String.join(",", fields)),
                AirQualityError.BAD_FILE,
                "line 2: column " + column + ": '" + value + "' "
                        + (problem.startsWith("is") ? problem : "is " + problem));
    }

    @ParameterizedTest
    @CsvSource({"2010,13,1,0", "2010,2,30,0", "2010,1,1,24", "2011,2,29,5"})
    void anHourThatNeverWasIsRefused(int year, int month, int day, int hour) {
        assertRefused(
                file(MeasurementFile.HEADER, "1," + year + "," + month + "," + day + "," + hour + ",1,1,1,1,NW,1,0,0"),
                AirQualityError.BAD_FILE,
                "line 2",
                "there is no " + year + "-" + month + "-" + day + " " + hour + ":00");
    }

    @Test
    void hoursThatDoNotAscendAreRefused() {
        assertRefused(
                file(MeasurementFile.HEADER, FIRST, FIRST),
                AirQualityError.BAD_FILE,
                "line 3",
                "2010-01-02T00:00 comes after 2010-01-02T00:00");
    }

    @Test
    void aFileThatIsNoTextIsRefused() throws IOException {
        Path file =
                Files.write(directory.resolve("hours.csv.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, (byte) 0xff});

        assertRefused(file, AirQualityError.BAD_FILE, "line 1", "not text in UTF-8");
    }
}
