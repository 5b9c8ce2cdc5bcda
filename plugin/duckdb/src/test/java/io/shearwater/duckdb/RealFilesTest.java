package io.shearwater.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Types, nulls and times of files as they are found. */
class RealFilesTest extends ReadingFiles {
    /** A file of measurements, where it is; else the test is skipped and says why. */
    private static Path measurements(String name) {
        Path file = Path.of(System.getProperty("shearwater.data", "../../../shared/data"), name);
        Assumptions.assumeTrue(
                Files.exists(file),
                () -> "There is no " + file.toAbsolutePath().normalize()
                        + ": say where the measurements lie with -Dshearwater.data=DIR.");
        return file;
    }

    @Test
    void aSensorsFileWithBlanksBehindCommasIsReadWithoutBeingTold() {
        FileSource stockholm = FileSource.of(measurements("stockholm-hornsgatan-pm25-daily.csv"));
        assertThat(types(stockholm)).isEqualTo("date date, pm25 long, pm10 long, no2 long");
        assertThat(rows(stockholm))
                .startsWith(row(LocalDate.of(2025, 7, 1), 14L, 19L, 8L))
                .contains(row(LocalDate.of(2025, 7, 4), 9L, 6L, null));
    }

    @Test
    void hoursInFourColumnsAreOneTime() {
        FileSource beijing = FileSource.of(measurements("beijing-pm25-hourly.csv"))
                .withNulls("NA")
                .withZone(ZoneId.of("Asia/Shanghai"))
                .withJoined("event_time", List.of("year", "month", "day", "hour"))
                .withTimeFormat("event_time", "y M d H");
        assertThat(types(beijing))
                .isEqualTo("No long, year long, month long, day long, hour long, pm2.5 long, DEWP long, TEMP double,"
                        + " PRES double, cbwd string, Iws double, Is long, Ir long, event_time timestamp");
        Frame rows = read(beijing);
        assertThat(rows.rows()).isEqualTo(43_824);
        assertThat(rows.value(0, "event_time")).isEqualTo(Instant.parse("2009-12-31T16:00:00Z"));
        assertThat(rows.value(0, "pm2.5")).isNull();
        assertThat(rows.value(43_823, "event_time")).isEqualTo(Instant.parse("2014-12-31T15:00:00Z"));
    }

    @Test
    void blanksBehindDelimitersAreNoneOfTheTexts() throws IOException {
        FileSource padded = csv("name, city,  note\nAnn, Lund, \nBo ,\tVäxjö,  \"a, \"\"b\"\" \"\n\n , Ystad, \"\"\n");
        assertThat(rows(padded))
                .containsExactly(row("Ann", "Lund", null), row("Bo", "Växjö", "a, \"b\" "), row(null, "Ystad", ""));
        // Where the names have none, a text keeps its blanks and a number needs none.
        assertThat(rows(csv("name,n\n Ann , 5 \nBo,\n"))).containsExactly(row(" Ann ", 5L), row("Bo", null));
    }

    @Test
    void aFieldOfBlanksIsNullInAColumnThatIsNoText() throws IOException {
        FileSource source = csv("n,d,t\n1,2024-01-01,a\n  ,\" \", \n\"\",\"\",\"\"\n");
        assertThat(types(source)).isEqualTo("n long, d date, t string");
        assertThat(rows(source))
                .containsExactly(row(1L, LocalDate.of(2024, 1, 1), "a"), row(null, null, " "), row(null, null, ""));
    }

    @Test
    void severalTextsMeanNullAlsoQuotedAndWithBlanksWhereNoTextIsMeant() throws IOException {
        FileSource source =
                csv("n,t\n1,NA\n\"NA\",\"NA\"\n -999 ,x\n-999,n/a\nn/a,\n").withNulls("NA", "n/a", "-999");
        assertThat(types(source)).isEqualTo("n long, t string");
        assertThat(rows(source))
                .containsExactly(row(1L, null), row(null, "NA"), row(null, "x"), row(null, null), row(null, null));
    }

    @Test
    void digitsThatAreNoQuantityAreText() throws IOException {
        FileSource source = csv("zip,card,amount,small,long15,pan\n"
                + "01234,4532015112830366,1,0,999999999999999,4532015112830366.0\n"
                + "99999,5,2.5,-0.5,-1,1.5\n");
        assertThat(types(source))
                .isEqualTo("zip string, card string, amount double, small double, long15 long, pan string");
        assertThat(rows(source))
                .containsExactly(
                        row("01234", "4532015112830366", 1.0, 0.0, 999_999_999_999_999L, "4532015112830366.0"),
                        row("99999", "5", 2.5, -0.5, -1L, "1.5"));
    }

    @Test
    void aLateRowTellsTheTypeAsWellAsAnEarlyOne() throws IOException {
        StringBuilder text = new StringBuilder("id,card,part,kind,late\n");
        for (int row = 0; row < 250_000; row++) {
            text.append(row).append(",12345,1,true,\n");
        }
        text.append("007,4532015112830366,1.5,maybe,2024-01-01\n");
        FileSource source = csv(text.toString());
        assertThat(types(source)).isEqualTo("id string, card string, part double, kind string, late date");
        Frame rows = read(source);
        assertThat(rows.value(250_000, "id")).isEqualTo("007");
        assertThat(rows.value(249_999, "id")).isEqualTo("249999");
    }

    @Test
    void timesAreReadAsTheirFormatSaysAndNotOtherwise() throws IOException {
        FileSource source = csv("at,day,n,ms\n03/04/2024 5:06 PM,5. Mai 2024,20240102,1700000000123\n"
                + "31/12/2024 12:00 am,5. may 2024,20241231,0\n,,,\n");
        FileSource said = source.withTimeFormat("at", "d/M/yyyy h:mm a")
                .withTimeFormat("n", "yyyyMMdd")
                .withTimeFormat("ms", "epoch-millis")
                .withZone(ZoneId.of("Europe/Stockholm"));
        assertThat(types(said)).isEqualTo("at timestamp, day string, n date, ms timestamp");
        assertThat(rows(said))
                .containsExactly(
                        row(
                                Instant.parse("2024-04-03T15:06:00Z"),
                                "5. Mai 2024",
                                LocalDate.of(2024, 1, 2),
                                Instant.parse("2023-11-14T22:13:20.123Z")),
                        row(
                                Instant.parse("2024-12-30T23:00:00Z"),
                                "5. may 2024",
                                LocalDate.of(2024, 12, 31),
                                Instant.EPOCH),
                        row(null, null, null, null));
        assertRefused(
                source.withTimeFormat("day", "d. MMM yyyy"),
                "1 of 3 rows",
                "line 2: the column 'day' is date, not '5. Mai 2024'",
                "d. MMM yyyy");
        assertRefused(source.withTimeFormat("dya", "d. MMM yyyy"), "no column 'dya'", "Did you mean 'day'?");
    }

    @Test
    void aTimeInTwoColumnsIsJoinedAndAFaultNamesIt() throws IOException {
        FileSource source = csv("day,time,v\n2024-01-02,03:04,1\n2024-01-03,,2\n2024-01-04,25:00,3\n")
                .withJoined("at", List.of("day", "time"));
        Schema schema = Schema.of(new Field("at", DataType.TIMESTAMP), new Field("v", DataType.LONG));
        assertRefused(source, "1 of 3 rows", "line 4: the column 'at' is timestamp, not '2024-01-04 25:00'");
        assertThat(rows(csv("day,time,v\n2024-01-02, 03:04,1\n2024-01-03,,2\n")
                        .withJoined("at", List.of("day", "time"))
                        .withSchema(schema)))
                .containsExactly(row(Instant.parse("2024-01-02T03:04:00Z"), 1L), row(null, 2L));
        assertRefused(csv("a,b\n1,2\n").withJoined("at", List.of("a", "c")), "no column 'c'");
        assertRefused(csv("a,b\n1,2\n").withJoined("a", List.of("a", "b")), "has a column 'a'", "another name");
    }

    @Test
    void partsOfATimeAreJoinedInOtherFormatsToo() throws IOException {
        FileSource json = csv("p.jsonl", "{\"y\": 2024, \"m\": 2, \"d\": 29}\n", StandardCharsets.UTF_8)
                .withJoined("day", List.of("y", "m", "d"))
                .withTimeFormat("day", "y M d");
        assertThat(rows(json)).containsExactly(row(2024L, 2L, 29L, LocalDate.of(2024, 2, 29)));
    }

    @Test
    void whatAFileIsAboutAsAWholeIsAColumnToo() throws IOException {
        FileSource source =
                csv("a\n1\n2\n").withConstant("station", "it's 0042").withConstant("n", "7");
        assertThat(types(source)).isEqualTo("a long, station string, n string");
        assertThat(rows(source)).containsExactly(row(1L, "it's 0042", "7"), row(2L, "it's 0042", "7"));
        Schema typed = Schema.of(new Field("n", DataType.LONG), new Field("a", DataType.LONG));
        assertThat(rows(source.withSchema(typed))).containsExactly(row(7L, 1L), row(7L, 2L));
        assertRefused(csv("a\n1\n").withConstant("a", "x"), "has a column 'a'", "another name");
        FileSource json = csv("c.jsonl", "{\"a\": 1}\n", StandardCharsets.UTF_8).withConstant("s", "x");
        assertThat(rows(json)).containsExactly(row(1L, "x"));
    }
}
