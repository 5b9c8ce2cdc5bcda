package io.shearwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
    @TempDir
    private Path directory;

    private String store = "";
    private String file = "";

    @BeforeEach
    void writeFile() throws IOException {
        store = directory.resolve("store").toString();
        file = Files.writeString(
                        directory.resolve("Wind-Speeds.csv"),
                        "city,day,station,wind\nkiruna,2024-01-01,1,7\nkiruna,2024-01-02,2,9\nlund,2024-01-01,3,NA\n")
                .toString();
    }

    private Screen run(int code, String... arguments) {
        Screen screen = Screen.pipe();
        assertThat(screen.run(arguments)).as(screen.err()).isEqualTo(code);
        return screen;
    }

    private Screen importFile(int code, String... more) {
        String[] arguments = new String[more.length + 4];
        arguments[0] = "import";
        arguments[1] = file;
        arguments[2] = "--store";
        arguments[3] = store;
        System.arraycopy(more, 0, arguments, 4, more.length);
        return run(code, arguments);
    }

    @Test
    void aFileBecomesAGroupThatIsNamedAfterItAndServesItsRows() {
        Screen imported = importFile(0, "--key", "city", "--event-time", "day", "--null", "NA");
        assertThat(imported.out())
                .contains("Wind-Speeds.csv: 3 rows, 4 columns")
                .containsPattern("in the file +column +type +example +nulls\n")
                .containsPattern("day +day +date +2024-01-01 +0\n")
                .containsPattern("wind +wind +long +7 +1\n")
                .containsPattern("wind_speeds +1 +1 +3 +0 +0\n")
                .contains("The newest row of city=kiruna in the online store:")
                .containsPattern("day +2024-01-02\n")
                .containsPattern("wind +9\n");
        assertThat(imported.err()).isEmpty();

        assertThat(run(0, "groups", "--store", store).out()).contains("wind_speeds", "[city]", "day");
        assertThat(run(0, "read", "wind_speeds", "--store", store, "--output", "json")
                        .out())
                .contains("kiruna", "2024-01-02", "null");
    }

    @Test
    void aScreenSeesWhatIsBeingDone() {
        Screen screen = Screen.interactive(Map.of("TERM", "xterm", "COLUMNS", "120"));
        assertThat(screen.run("import", file, "--store", store, "--key", "city", "--event-time", "day"))
                .as(screen.err())
                .isZero();

        assertThat(screen.err())
                .containsSubsequence("look at the columns", "3/?", "import", "3/?", "all read, writing")
                .endsWith("\r\u001b[K")
                .doesNotContain("\n");
    }

    @Test
    void importingItTwiceReplacesTheRows() {
        importFile(0, "--key", "city", "--event-time", "day", "--null", "NA");
        String again = importFile(0, "--null", "NA", "--output", "json").out();
        assertThat(again).containsPattern("\"inserted\"\\s*:\\s*0").containsPattern("\"updated\"\\s*:\\s*3");
    }

    @Test
    void withoutAKeyTheColumnsThatCouldBeOneAreProposed() {
        Screen refused = importFile(2);
        assertThat(refused.err())
                .containsPattern("station +station +long +1 +0\n")
                .contains("'wind' is text because of 'NA' among its numbers. If that means null: --null NA")
                .contains("'wind_speeds' is new", "--key COLUMN", "Unique: station, wind.");
        assertThat(refused.out()).isEmpty();
        assertThat(importFile(2, "--event-time", "day").err()).contains("Unique with 'day': city, station, wind.");
        assertThat(run(0, "groups", "--store", store, "--output", "json").out()).doesNotContain("wind_speeds");
    }

    @Test
    void aBadRowWritesNothingAndIsNamed() throws IOException {
        importFile(0, "--key", "city", "--event-time", "day", "--null", "NA");
        Files.writeString(Path.of(file), "city,day,station,wind\nmora,2024-01-03,4,1\nmora,2024-01-04,5,strong\n");
        assertThat(importFile(1).err()).contains("Wind-Speeds.csv", "strong");
        assertThat(run(0, "read", "wind_speeds", "--store", store).out()).doesNotContain("mora");
    }

    @Test
    void foreignColumnNamesAreChangedByOneRuleAndShown() throws IOException {
        file = Files.writeString(
                        directory.resolve("air.csv"), "No,pm2.5,PM2.5,Customer ID,2nd\n1,2.5,3.5,a,b\n2,4.5,5.5,c,d\n")
                .toString();
        assertThat(importFile(0, "--key", "No").out())
                .containsPattern("No +no +long")
                .containsPattern("pm2\\.5 +pm2_5 +double")
                .containsPattern("PM2\\.5 +pm2_5_2 +double")
                .containsPattern("Customer ID +customer_id +string")
                .containsPattern("2nd +c_2nd +string");
        assertThat(importFile(0, "--output", "json").out()).containsPattern("\"updated\"\\s*:\\s*2");
        assertThat(run(0, "read", "air", "--columns", "no,pm2_5_2", "--store", store)
                        .out())
                .contains("5.5");
    }

    @Test
    void whatWasImportedIsDescribedAndItsCommitsAreListed() {
        importFile(0, "--key", "city", "--event-time", "day", "--null", "NA");
        importFile(0, "--null", "NA");
        assertThat(run(0, "describe", "wind_speeds", "--store", store).out())
                .containsPattern("city +string +primary key")
                .containsPattern("day +date +event time")
                .containsPattern("wind +long +feature");
        assertThat(run(0, "commits", "wind_speeds", "--store", store).out())
                .containsPattern("1 +\\S+ +insert +3 +0 +0 +0")
                .containsPattern("2 +\\S+ +insert +0 +3 +0 +0");
        assertThat(run(1, "commits", "wind_speds", "--store", store).err()).contains("Did you mean 'wind_speeds'?");
    }

    @Test
    void severalColumnsAreOneEventTimeAndSeveralTextsAreNull() throws IOException {
        file = Files.writeString(
                        directory.resolve("air.csv"),
                        "No,year,month,day,hour,pm2.5\n1,2010,1,1,0,NA\n2,2010,1,1,1,-\n3,2010,1,1,2,129\n")
                .toString();
        importFile(
                0,
                "--key",
                "No",
                "--event-time",
                "year,month,day,hour",
                "--zone",
                "Asia/Shanghai",
                "--null",
                "NA",
                "--null",
                "-");
        assertThat(run(0, "describe", "air", "--store", store).out())
                .containsPattern("event_time +timestamp +event time")
                .containsPattern("year +long +feature")
                .containsPattern("pm2_5 +long +feature");
        assertThat(run(0, "read", "air", "--columns", "no,event_time,pm2_5", "--store", store)
                        .out())
                .containsPattern("1 +2009-12-31T16:00:00Z *\n")
                .containsPattern("3 +2009-12-31T18:00:00Z +129");
    }

    @Test
    void anotherWayOfWritingTimesIsSaidAndAWrongOneExplained() throws IOException {
        file = Files.writeString(directory.resolve("t.csv"), "id,At Day,n\n1,31.12.2024,5\n2,1.2.2025,6\n")
                .toString();
        assertThat(importFile(2, "--key", "id", "--time-format", "d.M.yyyy").err())
                .contains("Of which column", "--time-format COLUMN=PATTERN");
        assertThat(importFile(2, "--key", "id", "--event-time", "At Day", "--time-format", "%d.%m.%Y")
                        .err())
                .contains("'%d.%m.%Y' is none", "'dd.MM.yyyy'");
        importFile(0, "--key", "id", "--event-time", "At Day", "--time-format", "d.M.yyyy", "--type", "n=double");
        assertThat(run(0, "read", "t", "--store", store).out()).contains("2024-12-31", "2025-02-01", "5.0");
        assertThat(importFile(1, "--time-format", "at_dya=d.M.yyyy").err()).contains("'at_dya'", "'At Day'");
    }

    @Test
    void aValueThatIsNoTimeIsNamedWithItsLineAndNothingIsMade() throws IOException {
        Files.writeString(Path.of(file), "id,at,n\n1,2024-05-01,1\n2,2024-13-01,2\n");
        assertThat(importFile(1, "--key", "id", "--event-time", "at").err())
                .contains("line 3", "'at'", "'2024-13-01'", "write days like");
        Files.writeString(Path.of(file), "id,at,n\n1,2024-05-01T10:00:00Z,1\n2,noon,2\n");
        assertThat(importFile(1, "--key", "id", "--event-time", "at").err()).contains("line 3", "'at'", "'noon'");
        assertThat(run(0, "groups", "--store", store).out()).doesNotContain("wind");
    }

    @Test
    void severalFilesAreOneImport() throws IOException {
        Path data = Files.createDirectories(directory.resolve("data"));
        Files.writeString(data.resolve("a.csv"), "id,v\n1,1\n");
        Files.writeString(data.resolve("b.csv"), "v,id\n2.5,02\n");
        file = data + "/*.csv";
        assertThat(importFile(2, "--key", "id").err()).contains("the 2 files", "--group NAME");
        importFile(0, "--key", "id", "--group", "many");
        assertThat(run(0, "read", "many", "--store", store).out()).contains("02", "2.5");
        Files.writeString(data.resolve("c.csv"), "id,w\n3,3\n");
        assertThat(importFile(1, "--group", "many").err()).contains("c.csv has no column 'v'", "a.csv has");
        file = data + "/*.tsv";
        assertThat(importFile(1, "--key", "id").err()).contains("No file matches '" + file + "'");
    }

    @Test
    void aDryRunShowsTheColumnsAndWritesNothing() throws IOException {
        Screen dry = run(0, "import", file, "--dry-run", "--event-time", "day", "--null", "NA");
        assertThat(dry.out())
                .containsPattern("wind +wind +long +7 +1\n")
                .contains("Nothing was written: 3 rows would go into the feature group 'wind_speeds'.")
                .contains("Unique with 'day': city, station.");
        importFile(0, "--dry-run");
        assertThat(Path.of(store)).doesNotExist();
        importFile(0, "--key", "city", "--event-time", "day", "--null", "NA");
        String json =
                importFile(0, "--dry-run", "--null", "NA", "--output", "json").out();
        assertThat(json)
                .startsWith("[")
                .containsPattern("\"column\"\\s*:\\s*\"wind\"")
                .doesNotContain("Nothing");
        assertThat(run(0, "commits", "wind_speeds", "--store", store, "--output", "json")
                        .out())
                .doesNotContain("\"commit\": 2");
    }

    @Test
    void forAProgramOnlyTheResultIsOnTheOutput() {
        Screen imported = importFile(0, "--key", "station", "--null", "NA", "--output", "json");
        assertThat(imported.out()).startsWith("[").endsWith("]\n").containsPattern("\"inserted\"\\s*:\\s*3");
        assertThat(imported.err()).contains("in the file", "The newest row of station=1", "The same in Java:");
    }

    @Test
    void whatAGroupWithoutTimesGivesUpIsSaid() {
        assertThat(importFile(0, "--key", "station", "--null", "NA").out())
                .contains("no history of it", "the values of today in every row of the past", "It may be day.");
        assertThat(importFile(0, "--null", "NA").out()).doesNotContain("no history");
    }

    @Test
    void rowsOfOneKeyAreCountedAndAGroupWhoseFirstRowsAreBadIsNotMade() throws IOException {
        assertThat(importFile(0, "--key", "city", "--null", "NA").out())
                .contains("1 rows had the key of a later row in the files, which was kept.");
        file = Files.writeString(directory.resolve("bad.csv"), "id,v\n1,1\n,2\n")
                .toString();
        assertThat(importFile(1, "--key", "id").err()).contains("row 2: the primary key 'id' is null");
        assertThat(run(0, "groups", "--store", store).out()).doesNotContain("bad");
    }

    @Test
    void aFileAboutOneEntityIsGivenItsKey() throws IOException {
        file = Files.writeString(directory.resolve("street.csv"), "date, pm25\n2025/7/1, 14\n2025/7/1, 14\n")
                .toString();
        assertThat(importFile(2, "--event-time", "date").err()).contains("of one entity", "--key station=NAME");
        Screen imported = importFile(0, "--key", "Station=hornsgatan", "--event-time", "date");
        assertThat(imported.out())
                .containsPattern("Station +station +string +hornsgatan +0\n")
                .contains("The newest row of station=hornsgatan")
                .containsOnlyOnce(".withConstant(\"Station\", \"hornsgatan\")");
        assertThat(run(0, "groups", "--store", store).out()).contains("[station]");
    }

    @Test
    void namesOfZonesEncodingsAndKeysThatDoNotExistAreExplained() {
        assertThat(importFile(2, "--zone", "Asia/Shangai").err())
                .contains("'Asia/Shangai' is no time zone", "Did you mean 'Asia/Shanghai'?")
                .doesNotContain("java.");
        assertThat(importFile(2, "--encoding", "windows-12522").err())
                .contains("'windows-12522' is no encoding", "Did you mean 'windows-125")
                .doesNotContain("java.");
        Screen refused = importFile(1, "--key", "cty", "--null", "NA");
        assertThat(refused.err()).contains("'cty'", "Did you mean 'city'?");
        assertThat(refused.out()).isEmpty();
    }
}
