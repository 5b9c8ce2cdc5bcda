package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import io.shearwater.model.TimeRange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Files that cannot be taken, read as a user reads them: into a group that has rows. The error names file, line and column;
 * nothing is written. And files that look odd but are right, which are taken as they are.
 */
@SuppressWarnings("NullAway.Init") // JUnit makes the group before a test.
public abstract class BadFileConformance extends StoreConformance {
    private static final int MANY = 100_000;

    private FeatureGroup group;

    @BeforeAll
    final void makeGroup() {
        group = filled(
                FeatureGroupSpec.builder(name("trip"), 1)
                        .feature("id", DataType.LONG)
                        .feature("at", DataType.TIMESTAMP)
                        .feature("note", DataType.string(10))
                        .feature("price", DataType.decimal(6, 2))
                        .feature("day", DataType.DATE)
                        .primaryKey("id")
                        .eventTime("at")
                        .online()
                        .build(),
                row(1L, minutes(0), "first", null, null));
    }

    private static final String HEADER = "id,at,note,price,day\n";

    private static String line(Object id) {
        return id + ",2024-01-01T00:00:00Z,fine,1.50,2024-01-01\n";
    }

    private Path file(String name, String text, Charset charset) throws IOException {
        return Files.write(file(name), text.getBytes(charset));
    }

    private Path csv(String text) throws IOException {
        return file("rows.csv", text, StandardCharsets.UTF_8);
    }

    private void insert(Path path) {
        FileSource source = FileSource.of(path).withSchema(group.spec().schema());
        group.insert(store().reader(source), WriteOptions.plain());
    }

    /** The file is refused in the same words when it is read by itself and when it is written; nothing is changed. */
    private Refusal refused(Path path) {
        List<String> rows = Canonical.sorted(group.read());
        List<?> commits = group.commits();
        List<String> files = files();
        Refusal refusal =
                Refusal.of(() -> insert(path)).as("BAD_FILE", ErrorKind.USER).saying(path);
        assertThat(Canonical.sorted(group.read())).isEqualTo(rows);
        assertThat(group.commits()).isEqualTo(commits);
        assertThat(files()).isEqualTo(files);
        assertThat(group.onlineRows(Map.of("id", 1L), TimeRange.ALL, 9).rows()).isEqualTo(1);
        group.insert(frame(group.spec(), row(1L, minutes(0), "first", null, null)));
        return refusal;
    }

    @Test
    void aFileThatIsNotThereOrNoFileIsNamed() throws IOException {
        refused(file("none.csv")).saying("There is no file", "Check its name");
        refused(file("none.parquet")).saying("There is no file");
        refused(Files.createDirectories(file("directory.csv"))).saying("is a directory", "one by one");
        Refusal.of(() -> store().readFile(file("book.xlsx")))
                .as("BAD_DEFINITION", ErrorKind.USER)
                .saying("book", "Use .parquet, .csv");
    }

    @Test
    void anEmptyFileIsNamed() throws IOException {
        refused(csv("")).saying("is empty", "first line should name the columns");
        refused(csv("\n\n" + HEADER + line(7))).saying("The first line", "is empty", "delete the empty lines");
        refused(Files.createFile(file("zero.parquet"))).saying("no Parquet footer", "Copy or write it again");
        Path json = Files.createFile(file("zero.jsonl"));
        Refusal.of(() -> store().readFile(json)).as("BAD_FILE", ErrorKind.USER).saying(json, "is empty", "withSchema");
    }

    @Test
    void aValueThatIsNoneOfItsTypeIsNamedWithLineAndColumn() throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        for (int line = 2; line <= 3_000; line++) {
            text.append(line(line == 1_234 ? "12e" : line));
        }
        refused(csv(text.toString()))
                .saying("1 of 2999 rows", "line 1234: the column 'id' is long, not '12e'", "Correct the values");
        refused(csv(HEADER + "7,31.12.2024,fine,1.50,2024-01-01\n"))
                .saying(
                        "line 2: the column 'at' is timestamp, not '31.12.2024' (write times like 2024-12-31T23:59:00Z)");
        refused(csv(HEADER + "7,2024-02-30T00:00:00Z,fine,1.50,2024-01-01\n")).saying("'2024-02-30T00:00:00Z'");
        refused(csv(HEADER + "7,epoch,fine,1.50,2024-01-01\n")).saying("line 2: the column 'at'", "'epoch'");
        refused(csv(HEADER + "7,2024-01-01,fine,1.50,2024-01-01 23:00\n"))
                .saying("line 2: the column 'day' is date, not '2024-01-01 23:00' (write days like 2024-12-31)");
        refused(csv(HEADER + "7,2024-01-01,fine,1.50,infinity\n")).saying("'day'", "'infinity'");
        refused(csv(HEADER + "7,2024-01-01,fine,1.555,2024-01-01\n")).saying("'price' is decimal(6,2), not '1.555'");
        refused(csv(HEADER + "7,2024-01-01,fine,\"1,5\",2024-01-01\n")).saying("'price'", "not '1,5'");
        refused(csv(HEADER + "7,2024-01-01,much too long,1.5,2024-01-01\n"))
                .saying("line 2: the column 'note' is string(10), not 'much too long'");
        refused(csv(HEADER + line(7) + ",2024-01-01,fine,1.5,2024-01-01\n".repeat(1)), "BAD_ROWS")
                .saying("row 2: the primary key 'id' is null");
    }

    private Refusal refused(Path path, String code) {
        List<String> rows = Canonical.sorted(group.read());
        Refusal refusal = Refusal.of(() -> insert(path)).as(code, ErrorKind.USER);
        assertThat(Canonical.sorted(group.read())).isEqualTo(rows);
        return refusal;
    }

    @Test
    void ofManyLinesTheFirstTenThatAreBadAreNamedWhateverIsBad() throws IOException {
        String[] bad = {
            "x,2024-01-01T00:00:00Z,fine,1.50,2024-01-01\n",
            "7,2024-13-01,fine,1.50,2024-01-01\n",
            "7,2024-01-01T00:00:00Z,much too long,1.50,2024-01-01\n",
            "7,2024-01-01T00:00:00Z,fine,12345.6,2024-01-01\n",
            // A quoted text over two lines moves all that follow down by one.
            "7,2024-01-01T00:00:00Z,\"two\nlines\",1.50,31/12/2024\n",
            "y,now,fine,free,never\n"
        };
        StringBuilder text = new StringBuilder(HEADER);
        for (int row = 1; row <= MANY; row++) {
            text.append(row % 8_000 == 0 ? bad[row / 8_000 % 6] : line(row));
        }
        for (String name : List.of("many.csv", "many.csv.gz")) {
            Path path = file(name);
            try (OutputStream out = Files.newOutputStream(path);
                    OutputStream to = name.endsWith("gz") ? new GZIPOutputStream(out) : out) {
                to.write(text.toString().getBytes(StandardCharsets.UTF_8));
            }
            refused(path)
                    .saying(
                            "12 of 100000 rows",
                            "these first",
                            "line 8001: the column 'at'",
                            "line 16001: the column 'note'")
                    .saying("line 24001: the column 'price' is decimal(6,2), not '12345.6'")
                    .saying(
                            "line 32001: the column 'day'",
                            "'31/12/2024'",
                            "line 40002: the column 'id' is long, not 'y'")
                    .saying("line 40002: the column 'at' is timestamp, not 'now'", "line 40002: the column 'price'")
                    .saying("line 48002: the column 'id' is long, not 'x'", "line 80002: ")
                    .without("line 88", "line 96");
        }
    }

    @Test
    void aLineThatIsNoRowIsNamedWithItsFault() throws IOException {
        Path more = csv(HEADER + line(7) + "8,2024-01-01,a,1.5,2024-01-01,extra\n" + line(9));
        refused(more).saying("line 3, which begins with '8,2024-01-01,a", "6 fields where the first line names 5");
        Refusal.of(() -> store().readFile(more)).as("BAD_FILE", ErrorKind.USER).saying("line 3", "6 fields");
        Path fewer = csv(HEADER + line(7) + "8,2024-01-01\n");
        refused(fewer).saying("line 3", "2 fields where the first line names 5");
        Refusal.of(() -> store().readFile(fewer)).as("BAD_FILE", ErrorKind.USER).saying("line 3", "2 fields");
        refused(csv(HEADER + "8,2024-01-01,\"open,1.5,2024-01-01\n" + line(9))).saying("line 2", "quote", "not closed");
        refused(file("latin.csv", HEADER + "8,2024-01-01,caf\u00e9,1.5,2024-01-01\n", StandardCharsets.ISO_8859_1))
                .saying("line 2, character 17", "E9", "not UTF-8", "Say its encoding", "save the file as UTF-8");
        refused(csv("id,at,id,price,day\n")).saying("'id' twice");
        refused(csv("id,\"at\nall\",note,price,day\n")).saying("opens a quote in its first line");
        refused(csv("id,att,note,price,day\n")).saying("no column 'at'", "Did you mean 'att'?");
    }

    @Test
    void aDamagedParquetFileIsNamed() throws IOException {
        Path whole = file("whole.parquet");
        store().writeFile(group.read(), whole);
        byte[] bytes = Files.readAllBytes(whole);
        for (int length : new int[] {0, 4, 12, bytes.length / 2, bytes.length - 1}) {
            Path cut = Files.write(file("cut.parquet"), Arrays.copyOf(bytes, length));
            refused(cut).saying("as Parquet", "empty, was cut off, or is of another format", "again");
        }
        byte[] damaged = bytes.clone();
        Arrays.fill(damaged, 4, bytes.length / 2, (byte) 0x5a);
        refused(Files.write(file("damaged.parquet"), damaged)).saying("contents are damaged", "again");
        refused(file("text.parquet", HEADER + line(7), StandardCharsets.UTF_8)).saying("of another format");
    }

    @Test
    void aParquetFileOfOtherColumnsTypesOrLengthsIsNamed() {
        Path path = file("other.parquet");
        Schema schema = Schema.of(new Field("id", DataType.STRING), new Field("att", DataType.TIMESTAMP));
        store().writeFile(frame(schema, row("7", minutes(0))), path);
        refused(path).saying("'id'", "is string, which does not always fit long");
        Path vectors = file("vectors.parquet");
        Schema lists = Schema.of(new Field("v", DataType.array(DataType.FLOAT)), new Field("t", DataType.STRING));
        store().writeFile(
                        frame(lists, row(List.of(1f, 2f, 3f), "abc"), row(List.of(1f, 2f), "abcd"), row(null, "")),
                        vectors);
        Schema declared = Schema.of(new Field("v", DataType.embedding(3)), new Field("t", DataType.string(3)));
        Refusal.of(() -> store().reader(FileSource.of(vectors).withSchema(declared))
                        .readAll())
                .as("BAD_FILE", ErrorKind.USER)
                .saying(vectors, "1 of 3 rows", "row 2: the column 'v' is embedding(3), not '[1.0, 2.0]'")
                .saying("row 2: the column 't' is string(3), not 'abcd'");
    }

    @Test
    void wrongJsonIsNamedWithItsLine() throws IOException {
        String good = "{\"id\": 7, \"at\": \"2024-01-01T00:00:00Z\"}\n";
        refused(file("cut.jsonl", good + "{\"id\": \n", StandardCharsets.UTF_8)).saying("line", "whole JSON object");
        refused(file("value.jsonl", good + "{\"id\": \"x\", \"at\": \"2024-01-01\"}\n", StandardCharsets.UTF_8))
                .saying("line 2: the column 'id' is long, not 'x'");
        Path array = file("array.json", "[{\"id\": 7}, {\"id\": 8}]\n", StandardCharsets.UTF_8);
        refused(array).saying("begins with '['", "on a line of its own");
        Refusal.of(() -> store().readFile(array)).as("BAD_FILE", ErrorKind.USER).saying("begins with '['");
    }

    @Test
    void filesOfManyProgramsAreTakenAsTheyAre() throws IOException {
        String quoted = "id;name;price\n1;\"a;\"\"b\"\"\";1.5\n2;c;2.5\n";
        Frame expected = frame(
                Schema.of(
                        new Field("id", DataType.LONG),
                        new Field("name", DataType.STRING),
                        new Field("price", DataType.DOUBLE)),
                row(1L, "a;\"b\"", 1.5),
                row(2L, "c", 2.5));
        List<String> forms = new ArrayList<>(List.of(quoted, quoted.stripTrailing(), quoted.replace("\n2", "\n\n2")));
        forms.add(quoted.replace('\n', '\r'));
        forms.addAll(forms.stream().map(text -> text.replace("\n", "\r\n")).toList());
        forms.addAll(forms.stream().map(text -> "\uFEFF" + text).toList());
        for (String form : forms) {
            assertThat(store().readFile(csv(form))).as(form).isEqualTo(expected);
        }
        for (Charset wide : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            Path path = file("wide.csv", (wide.equals(StandardCharsets.UTF_16) ? "" : "\uFEFF") + quoted, wide);
            assertThat(store().readFile(path)).as(wide.name()).isEqualTo(expected);
        }
        // A cell over several lines has the line ends of the one who typed it, the rows those of the program.
        for (String inside : List.of("\n", "\r\n")) {
            for (String end : List.of("\n", "\r\n")) {
                Path path = csv("id,name" + end + "1,\"a" + inside + "b\"" + end + "2,c" + end);
                assertThat(store().readFile(path).column("name").valueAt(0)).isEqualTo("a" + inside + "b");
            }
        }
        assertThat(store().readFile(csv("id,name\n"))).matches(frame -> frame.rows() == 0);
    }

    @Test
    void typesAreToldAsTheValuesAreReadAfterwards() throws IOException {
        String[][] columns = {
            {"long", "1", "-2"},
            {"double", "1", "2.5"},
            {"double", "1e3", "nan"},
            {"boolean", "true", "F"},
            {"date", "2024-01-31", "1969/1/2"},
            {"timestamp", "2024-01-31", "2024-01-31 10:00"},
            {"long", "999999999999999", "-999999999999999"},
            {"double", " 1.5", "2 "},
            {"long", "1", ""},
            // Not a number, date or time in a way that all agree on.
            {"string", "007", "008"},
            {"string", "4532015112830366", "1"},
            {"string", "1.5", "12345678901234567890"},
            {"string", "31.12.2024", "30.12.2024"},
            {"string", "01/02/2024", "13/02/2024"},
            {"string", "1_000", "2"},
            {"string", "0x10", "0x20"},
            {"string", "1,5", "2,5"},
            {"string", "", ""},
            {"string", "10:30", "11:00"},
            {"string", "1e400", "1"}
        };
        for (String[] column : columns) {
            Path path = csv("value,other\n\"" + column[1] + "\",1\n"
                    + (column[2].isEmpty() ? "" : "\"" + column[2] + "\"") + ",2\n");
            Frame rows = store().readFile(path);
            assertThat(rows.schema().field("value").type().toString())
                    .as(String.join(" ", column))
                    .isEqualTo(column[1].isEmpty() ? "string" : column[0]);
            assertThat(rows.rows()).isEqualTo(2);
        }
    }

    @Test
    void aFileThatCannotBeWrittenLeavesTheOldOneAndNothingBeside() throws IOException {
        Path directory = Files.createDirectories(file("out.dir"));
        Path old = directory.resolve("rows.csv");
        store().writeFile(group.read(), old);
        byte[] before = Files.readAllBytes(old);
        Path below = old.resolve("rows.parquet");
        Refusal.of(() -> store().writeFile(group.read(), below))
                .as("IO", ErrorKind.UNAVAILABLE)
                .saying(below, "is in the way", "name another");
        Refusal.of(() -> store().writeFile(group.read(), directory.resolve("rows.xlsx")))
                .as("BAD_DEFINITION", ErrorKind.USER)
                .saying("rows.xlsx", "Use .parquet");
        assertThat(Files.readAllBytes(old)).isEqualTo(before);
        try (var entries = Files.list(directory)) {
            assertThat(entries).containsExactly(old);
        }
    }

    @Test
    void aReaderWhoseStoreWasClosedIsNotAtItsEnd() {
        FeatureStore other = another("closing");
        var reader = other.reader(FileSource.of(written()));
        other.close();
        Refusal.of(() -> group.insert(reader, WriteOptions.plain()))
                .as("CLOSED", ErrorKind.CONFLICT)
                .saying("not read to their end", "while the store is open");
        assertThat(group.read().rows()).isEqualTo(1);
    }

    private Path written() {
        Path path = file("rows.parquet");
        store().writeFile(group.read(), path);
        return path;
    }
}
