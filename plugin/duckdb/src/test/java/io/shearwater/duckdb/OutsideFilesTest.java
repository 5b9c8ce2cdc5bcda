package io.shearwater.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.Validity;
import io.shearwater.plan.Plan;
import io.shearwater.spi.QueryContext;
import io.shearwater.spi.SpiError;
import io.shearwater.testing.GivenSources;
import io.shearwater.testing.Samples;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that people bring: outside of the directories that the engine is confined to. */
@SuppressWarnings("NullAway.Init") // JUnit opens the engine before a test.
class OutsideFilesTest {
    private static final Field ID = new Field("id", DataType.LONG);
    private static final Field NAME = new Field("name", DataType.STRING);

    @TempDir
    private Path outside;

    @TempDir
    private Path store;

    private DuckDbEngine engine;

    @BeforeEach
    void open() {
        engine = new DuckDbEngine(new DuckDbOptions(512L << 20, 2, store.resolve("scratch"), 0, List.of(store)));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private FileSource file(String name, String... lines) throws IOException {
        Path path = outside.resolve(name);
        Files.writeString(path, String.join("\n", lines) + "\n");
        return FileSource.of(path);
    }

    private Frame read(FileSource source, Field... columns) {
        return engine.read(new Plan.Files(source, Schema.of(columns)), new GivenSources(), QueryContext.plain())
                .readAll();
    }

    private AbstractThrowableAssert<?, ?> assertThatReading(FileSource source, Field... columns) {
        return assertThatThrownBy(() -> read(source, columns))
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        failure -> assertThat(failure.code()).isEqualTo(SpiError.BAD_FILE));
    }

    @Test
    void csvTypesAreToldByTheRowsAndNamesByTheFirstLine() throws IOException {
        FileSource source = file(
                "trips.csv",
                "id,When,amount,day,ok,note",
                "1,2024-02-29T12:00:00Z,1.5,2024-02-29,true,\"a, \"\"b\"\"\"",
                "2,2024-02-29 12:00:00,2,1969-12-31,false,");
        Schema schema = engine.infer(source);
        assertThat(schema)
                .isEqualTo(Schema.of(
                        ID,
                        new Field("When", DataType.TIMESTAMP),
                        new Field("amount", DataType.DOUBLE),
                        new Field("day", DataType.DATE),
                        new Field("ok", DataType.BOOLEAN),
                        new Field("note", DataType.STRING)));
        Frame rows = read(source, schema.fields().toArray(Field[]::new));
        assertThat(rows.row(0).values())
                .containsExactly(
                        1L, Instant.parse("2024-02-29T12:00:00Z"), 1.5, LocalDate.of(2024, 2, 29), true, "a, \"b\"");
        assertThat(rows.row(1).values())
                .containsExactly(
                        2L, Instant.parse("2024-02-29T12:00:00Z"), 2.0, LocalDate.of(1969, 12, 31), false, null);
    }

    @Test
    void csvColumnsAreFoundByNameInAnyOrderAndDelimiter() throws IOException {
        FileSource comma = file("a.csv", "\uFEFFname;id;rest", "x;1;", "\"\";2;z");
        FileSource tab = file("b.tsv", "id\tname", "3\ty");
        assertThat(read(comma, ID, NAME).toMaps())
                .containsExactly(Map.of("id", 1L, "name", "x"), Map.of("id", 2L, "name", ""));
        FileSource both =
                FileSource.of(List.of(comma.paths().getFirst(), tab.paths().getFirst()));
        assertThat(read(both, NAME, ID).column("id").valueAt(2)).isEqualTo(3L);
    }

    @Test
    void emptyFieldsAndTheGivenMarkersAreNullAndQuotedOnesAreNot() throws IOException {
        FileSource source = file("n.csv", "id,name", "1,", "2,\"\"", "3,NA", "4,\"NA\"", "NA,x")
                .withNulls("NA");
        Frame rows = read(source, ID, NAME);
        assertThat(rows.toMaps()).extracting(row -> row.get("name")).containsExactly(null, "", null, "NA", "x");
        assertThat(rows.column("id").isNull(4)).isTrue();
    }

    @Test
    void timesWithoutAZoneAreInTheZoneOfTheSource() throws IOException {
        Field at = new Field("at", DataType.TIMESTAMP);
        FileSource source = file(
                        "t.csv",
                        "at",
                        "2024-01-01 00:00",
                        "2024-01-01T00:00:00Z",
                        "2024-07-01 02:00:00.5+02:00",
                        "2024-10-27 02:30:00")
                .withZone(ZoneId.of("Europe/Stockholm"));
        assertThat(read(source, at).toMaps())
                .extracting(row -> row.get("at"))
                .containsExactly(
                        Instant.parse("2023-12-31T23:00:00Z"),
                        Instant.parse("2024-01-01T00:00:00Z"),
                        Instant.parse("2024-07-01T00:00:00.5Z"),
                        // The hour that comes twice is taken for the first.
                        Instant.parse("2024-10-27T00:30:00Z"));
    }

    @Test
    void aFileIsReadThroughASymbolicLinkThatLeadsOutOfTheStore() throws IOException {
        file("far.csv", "id,name", "1,a");
        Path link = Files.createSymbolicLink(store.resolve("link"), outside);

        FileSource source = FileSource.of(link.resolve("far.csv"));

        assertThat(engine.infer(source)).isEqualTo(Schema.of(ID, NAME));
        assertThat(read(source, ID, NAME).rows()).isEqualTo(1);
    }

    @Test
    void aTextThatIsNoValueIsNamedWithFileLineAndColumn() throws IOException {
        FileSource source = file("bad.csv", "id,name", "1,\"two", "lines\"", "2,b", "x7,c", "y8,d");
        assertThatReading(source, NAME, ID)
                .hasMessageContaining(
                        "2 of 4 rows of the file " + source.paths().getFirst())
                .hasMessageContaining("line 5: the column 'id' is long, not 'x7'")
                .hasMessageContaining("line 6: the column 'id' is long, not 'y8'");
    }

    @Test
    void numbersAreNeverRounded() throws IOException {
        FileSource source = file("r.csv", "a,b,c", "1.0, 2.50 ,3", "1.5,1,1");
        Field whole = new Field("a", DataType.LONG);
        Field decimal = new Field("b", DataType.decimal(5, 1));
        assertThatReading(source, whole).hasMessageContaining("line 3").hasMessageContaining("'1.5'");
        assertThat(read(source, decimal).column(0).valueAt(0)).isEqualTo(new BigDecimal("2.5"));
        assertThatReading(file("s.csv", "b", "2.55"), decimal).hasMessageContaining("'2.55'");
        assertThatReading(file("t.csv", "a", "9223372036854775808"), whole).hasMessageContaining("9223372036854775808");
        assertThatReading(file("u.csv", "a", "1e3"), whole).hasMessageContaining("1e3");
    }

    @Test
    void aRowWithTooManyOrTooFewFieldsIsNamed() throws IOException {
        assertThatReading(file("few.csv", "id,name", "1,a", "2"), ID)
                .hasMessageContaining("few.csv")
                .hasMessageContaining("line 3");
        assertThatReading(file("many.csv", "id,name", "1,a,b"), ID).hasMessageContaining("line 2");
        FileSource open = file("open.csv", "id,name", "1,\"a", "2,b");
        assertThatReading(open, ID, NAME).hasMessageContaining("quote");
        assertThatThrownBy(() -> engine.infer(file("many2.csv", "id,name", "1,a,b", "2,c,d")))
                .hasMessageContaining("line 2");
    }

    @Test
    void aColumnThatIsNotThereIsNamedWithTheNearest() throws IOException {
        assertThatReading(file("c.csv", "id,nmae", "1,a"), NAME)
                .hasMessageContaining("no column 'name'")
                .hasMessageContaining("nmae");
        assertThatReading(file("twice.csv", "id,id", "1,2"), ID).hasMessageContaining("twice");
    }

    @Test
    void filesThatAreNotThereOrEmptyOrOfAnotherKindAreNamed() throws IOException {
        assertThatReading(FileSource.of(outside.resolve("none.csv")), ID).hasMessageContaining("none.csv");
        Path empty = Files.createFile(outside.resolve("empty.csv"));
        assertThatReading(FileSource.of(empty), ID).hasMessageContaining("empty");
        FileSource garbage = file("garbage.parquet", "this is no Parquet file");
        assertThatReading(garbage, ID).hasMessageContaining("garbage.parquet");
        Path latin =
                Files.write(outside.resolve("latin.csv"), "id,name\n1,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatReading(FileSource.of(latin), NAME)
                .hasMessageContaining("latin.csv")
                .hasMessageContaining("line 2");
    }

    @Test
    void aDamagedParquetFileIsNamed() throws IOException {
        Frame frame = Samples.many(50);
        Path path = outside.resolve("damaged.parquet");
        engine.export(GivenSources.rows("r", frame), new GivenSources().with("r", frame), path, QueryContext.plain());
        byte[] bytes = Files.readAllBytes(path);
        Arrays.fill(bytes, 100, bytes.length / 2, (byte) 0x5a);
        Files.write(path, bytes);
        assertThatReading(FileSource.of(path), frame.schema().fields().toArray(Field[]::new))
                .hasMessageContaining("damaged.parquet");
    }

    @Test
    void jsonLinesGiveTheirFieldsByName() throws IOException {
        FileSource source = file(
                "rows.jsonl",
                "{\"id\": 1, \"name\": \"a\", \"tags\": [\"x\", null], \"at\": \"2024-01-01T00:00:00Z\"}",
                "{\"name\": null, \"id\": 2, \"other\": {\"deep\": 1.5}}");
        Field tags = new Field("tags", DataType.array(DataType.STRING));
        Field at = new Field("at", DataType.TIMESTAMP);
        Frame rows = read(source, at, tags, NAME, ID);
        assertThat(rows.row(0).values())
                .containsExactly(Instant.parse("2024-01-01T00:00:00Z"), Arrays.asList("x", null), "a", 1L);
        assertThat(rows.row(1).values()).containsExactly(null, null, null, 2L);
        assertThat(engine.infer(source).field("other").type())
                .isEqualTo(DataType.struct(new Field("deep", DataType.DOUBLE)));
    }

    @Test
    void wrongJsonIsNamedWithFileAndLine() throws IOException {
        assertThatReading(file("bad.jsonl", "{\"id\": 1}", "{\"id\": "), ID)
                .hasMessageContaining("bad.jsonl")
                .hasMessageContaining("line");
        assertThatReading(file("frac.jsonl", "{\"id\": 1}", "{\"id\": 2}", "{\"id\": 2.5}"), ID)
                .hasMessageContaining("line 3: the column 'id' is long, not '2.5'");
    }

    /** A group of rows is in memory until it is written. */
    @Test
    void parquetOfManyColumnsHasGroupsOfFewRows() throws SQLException {
        int columns = 2_000;
        int rows = 20_000;
        Schema wide = Schema.of(IntStream.range(0, columns)
                .mapToObj(i -> new Field("c" + i, DataType.INT))
                .toList());
        Frame frame = new Frame(
                wide,
                Collections.nCopies(columns, new Column.Ints(DataType.INT, new int[rows], rows, Validity.ALL)),
                rows);
        Path path = outside.resolve("wide.parquet");
        engine.export(GivenSources.rows("r", frame), new GivenSources().with("r", frame), path, QueryContext.plain());

        long most = 0;
        long all = 0;
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet groups = statement.executeQuery("SELECT DISTINCT row_group_id, row_group_num_rows "
                        + "FROM parquet_metadata('" + path + "')")) {
            while (groups.next()) {
                most = Math.max(most, groups.getLong(2));
                all += groups.getLong(2);
            }
        }
        assertThat(all).isEqualTo(rows);
        assertThat(8 * most * columns).as("bytes of a group").isLessThanOrEqualTo(160L << 20);
    }

    @Test
    void parquetColumnsAreWidenedButNeverNarrowed() {
        Schema narrow = Schema.of(new Field("i", DataType.INT), new Field("d", DataType.DOUBLE));
        Frame frame = Frame.of(narrow, List.of(Map.of("i", 7, "d", 2.5)));
        Path path = outside.resolve("n.parquet");
        engine.export(GivenSources.rows("r", frame), new GivenSources().with("r", frame), path, QueryContext.plain());
        assertThat(read(FileSource.of(path), new Field("i", DataType.LONG)).row(0))
                .containsEntry("i", 7L);
        assertThatReading(FileSource.of(path), new Field("d", DataType.LONG))
                .hasMessageContaining("'d'")
                .hasMessageContaining("double")
                .hasMessageContaining("long");
    }

    @Test
    void exportedCsvAndJsonReadBackTheSame() {
        Frame all = Samples.everyType();
        List<String> plain =
                List.of("boolean", "int", "long", "float", "double", "decimal18", "decimal38", "date", "timestamp");
        for (String name : List.of("x.csv", "x.csv.gz", "x.tsv", "x.jsonl", "x.jsonl.zst")) {
            Frame frame = all.select(plain);
            Path path = outside.resolve(name);
            engine.export(
                    GivenSources.rows("r", frame), new GivenSources().with("r", frame), path, QueryContext.plain());
            assertThat(read(FileSource.of(path), frame.schema().fields().toArray(Field[]::new)))
                    .as(name)
                    .isEqualTo(frame);
        }
    }

    @Test
    void compressedCsvIsReadAsItIs() throws IOException {
        Path path = outside.resolve("z.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write("id,name\n5,five\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(read(FileSource.of(path), ID, NAME).row(0)).containsEntry("name", "five");
    }

    @Test
    void namesThatAreHardInSqlAreNoneHere() throws IOException {
        Path odd = Files.createDirectories(outside.resolve("it's [odd] * dir"));
        Path path = odd.resolve("a'b.csv");
        Files.writeString(path, "\"na\"\"me\",id\n'; DROP TABLE x; --,1\n");
        Field name = new Field("na\"me", DataType.STRING);
        assertThat(read(FileSource.of(path), ID, name).row(0)).containsEntry("na\"me", "'; DROP TABLE x; --");
        Frame frame = Frame.of(Schema.of(name), List.of(Map.of("na\"me", "v")));
        Path exported = odd.resolve("out'.parquet");
        engine.export(
                GivenSources.rows("r", frame), new GivenSources().with("r", frame), exported, QueryContext.plain());
        assertThat(read(FileSource.of(exported), name)).isEqualTo(frame);
    }

    @Test
    void manyRowsKeepTheirOrder() throws IOException {
        StringBuilder text = new StringBuilder("id,name\n");
        for (int i = 0; i < 300_000; i++) {
            text.append(i).append(",name ").append(i % 7).append('\n');
        }
        Path path = Files.writeString(outside.resolve("many.csv"), text);
        Frame rows = read(FileSource.of(path), ID);
        assertThat(rows.rows()).isEqualTo(300_000);
        for (int row = 0; row < rows.rows(); row++) {
            if ((long) rows.column(0).valueAt(row) != row) {
                assertThat(rows.column(0).valueAt(row)).isEqualTo((long) row);
            }
        }
    }
}
