package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.Names;
import io.shearwater.model.Schema;
import io.shearwater.spi.SpiError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Files outside the store as SQL. Every text must say exactly a value of its column's type; DuckDB's own readers round and
 * guess. A value that doesn't fit ends the query with {@link #MARK}, the column's number and the text, which
 * {@link FileFailures} turns into a message with file and line.
 */
final class FileSourceSql {
    /** Begins the error of a value that doesn't fit; a column's number and the value follow, with a colon between. */
    static final String MARK = "shearwater-bad-value:";

    private static final Schema LINE = Schema.of(new Field("line", DataType.STRING));
    // Rows looked at to tell the types of a CSV or JSON file.
    private static final int SAMPLE = 200_000;

    private final FileSource source;
    private final Session session;
    private final TextCast cast;

    FileSourceSql(FileSource source, Session session) {
        this.source = source;
        this.session = session;
        this.cast = new TextCast(source.zone());
        requireFiles();
    }

    FileSource source() {
        return source;
    }

    private void requireFiles() {
        for (Path path : source.paths()) {
            if (!Files.isRegularFile(path)) {
                throw SpiError.BAD_FILE.because(
                        Files.isDirectory(path)
                                ? "'" + path + "' is a directory. Name the files in it one by one."
                                : Files.exists(path)
                                        ? "'" + path + "' is not a file that can be read to its end. Name another."
                                        : "There is no file '"
                                                + path.toAbsolutePath().normalize() + "'. Check its name.");
            }
            if (!Files.isReadable(path)) {
                throw SpiError.BAD_FILE.because("The file '" + path + "' may not be read by this user.");
            }
        }
    }

    /** The rows of the files in their order, with these columns. */
    String read(Schema schema) {
        session.register(new FileFailures(this, schema));
        return switch (source.format()) {
            case PARQUET -> parquet(schema);
            case JSON_LINES -> {
                source.paths().forEach(this::requireObjects);
                yield "SELECT " + checked(schema, column -> "t." + Sql.quoted(column.name())) + "\nFROM "
                        + json(source.paths(), schema) + " t";
            }
            case CSV -> csv(schema);
        };
    }

    /** The columns that the files have, with the types that hold their values. */
    Schema infer() {
        session.register(new FileFailures(this, Schema.of()));
        return switch (source.format()) {
            case PARQUET -> schemaOf(parquetColumns());
            case JSON_LINES -> inferJson();
            case CSV -> inferCsv();
        };
    }

    /** One file's rows as they are in it, for messages; {@code t} in the expressions. */
    String texts(Path file, Schema schema) {
        return switch (source.format()) {
            case CSV -> csvTable(List.of(file), header(file));
            case JSON_LINES -> json(List.of(file), schema);
            case PARQUET -> "read_parquet(" + paths(List.of(file)) + ")";
        };
    }

    /** The text of a column in {@link #texts}. */
    String text(Path file, Field column) {
        return source.format() == FileSource.Format.CSV
                ? "t.c" + header(file).names().indexOf(column.name())
                : "t." + Sql.quoted(column.name());
    }

    /** Whether what a file has in a column can fail to be a value of its type. */
    boolean isChecked(Field column) {
        return switch (column.type()) {
            case DataType.StringType t -> t.maxLength().isPresent();
            case DataType.EmbeddingType t -> true;
            default -> isText(column.type());
        };
    }

    /** The value of a text, null where it says none of the type. */
    String strict(DataType type, String text) {
        return cast.strict(type, text);
    }

    /** How many columns a CSV file has. */
    int width(Path file) {
        return header(file).names().size();
    }

    private Schema schemaOf(List<FileColumn> columns) {
        return Schema.of(columns.stream()
                .map(column -> new Field(column.name(), column.type()))
                .toList());
    }

    private List<FileColumn> describe(String table) {
        try (ChunkStream rows = session.query("SELECT * FROM " + table + " LIMIT 0")) {
            return rows.columns();
        }
    }

    /** The columns with texts turned to values, or the query ended by one that is none. */
    private String checked(Schema schema, Function<Field, String> text) {
        return IntStream.range(0, schema.size())
                .mapToObj(i -> checked(i, schema.field(i), text.apply(schema.field(i))) + " AS "
                        + Sql.name(schema.field(i).name()))
                .collect(Collectors.joining(",\n  "));
    }

    private String checked(int number, Field column, String text) {
        if (!isChecked(column)) {
            return text;
        }
        return "coalesce(" + cast.strict(column.type(), text) + ", CASE WHEN " + text + " IS NOT NULL THEN CAST(error('"
                + MARK + number + ":' || CAST(" + text + " AS VARCHAR)) AS " + Sql.type(column.type()) + ") END)";
    }

    /** Whether values of a type are taken from texts: all in CSV, in JSON those that are not nested. */
    private boolean isText(DataType type) {
        return switch (source.format()) {
            case CSV -> true;
            case JSON_LINES -> !isNested(type);
            case PARQUET -> false;
        };
    }

    private static boolean isNested(DataType type) {
        return switch (type) {
            case DataType.ArrayType t -> true;
            case DataType.StructType t -> true;
            case DataType.MapType t -> true;
            case DataType.EmbeddingType t -> true;
            default -> false;
        };
    }

    private String json(List<Path> files, Schema schema) {
        String columns = schema.fields().stream()
                .map(field -> Sql.text(field.name()) + ": '"
                        + (isNested(field.type()) ? Sql.type(field.type()).replace("'", "''") : "VARCHAR") + "'")
                .collect(Collectors.joining(", "));
        return "read_json(" + paths(files) + ", format = 'newline_delimited', columns = {" + columns + "})";
    }

    private String csv(Schema schema) {
        List<String> parts = new ArrayList<>();
        List<Path> run = new ArrayList<>();
        CsvHeader header = null;
        for (Path path : source.paths()) {
            CsvHeader next = header(path);
            if (header != null && !next.equals(header)) {
                parts.add(csv(run, header, schema));
                run = new ArrayList<>();
            }
            header = next;
            run.add(path);
        }
        if (header != null) {
            parts.add(csv(run, header, schema));
        }
        return String.join("\nUNION ALL\n", parts);
    }

    private String csv(List<Path> files, CsvHeader header, Schema schema) {
        schema.names().forEach(name -> requireColumn(files.getFirst(), header.names(), name));
        return "SELECT " + checked(schema, column -> "t.c" + header.names().indexOf(column.name())) + "\nFROM "
                + csvTable(files, header) + " t";
    }

    private String csvTable(List<Path> files, CsvHeader header) {
        String columns = IntStream.range(0, header.names().size())
                .mapToObj(i -> "'c" + i + "': 'VARCHAR'")
                .collect(Collectors.joining(", "));
        return "read_csv(" + paths(files) + ", auto_detect = false, header = true" + dialect(header) + ", columns = {"
                + columns + "})";
    }

    private String dialect(CsvHeader header) {
        List<String> nulls = new ArrayList<>(source.nulls());
        nulls.add("");
        return ", delim = " + Sql.text(String.valueOf(header.delimiter())) + ", quote = '\"', escape = '\"', nullstr = "
                + Sql.texts(nulls) + ", allow_quoted_nulls = false";
    }

    private Schema inferCsv() {
        Path first = source.paths().getFirst();
        CsvHeader header = header(first);
        List<DataType> types = CsvTypes.of(
                session,
                "(SELECT * FROM " + csvTable(List.of(first), header) + " LIMIT " + SAMPLE + ")",
                header.names().size(),
                cast);
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < header.names().size(); i++) {
            String name = header.names().get(i);
            if (!name.isEmpty()) {
                fields.add(new Field(name, types.get(i)));
            }
        }
        return Schema.of(fields);
    }

    private CsvHeader header(Path file) {
        String line = firstLine(file)
                .orElseThrow(() -> SpiError.BAD_FILE.because(
                        "The file " + file + " is empty. Its first line should name the columns."));
        if (line.isEmpty()) {
            throw SpiError.BAD_FILE.because("The first line of the file " + file
                    + " is empty. It should name the columns: delete the empty lines above the names.");
        }
        return CsvHeader.parse(file, line);
    }

    private Optional<String> firstLine(Path file) {
        // One column and a delimiter that no text has: whole lines. Not strict, so that lines may end in different
        // ways.
        Frame lines = session.rows(
                "SELECT coalesce(line, '') AS line FROM read_csv(" + paths(List.of(file))
                        + ", auto_detect = false, strict_mode = false, header = false, delim = '\u0001', quote = '',"
                        + " escape = '', columns = {'line': 'VARCHAR'}) LIMIT 1",
                LINE);
        return lines.rows() == 0
                ? Optional.empty()
                : Optional.of((String) lines.column(0).valueAt(0));
    }

    /** One object a line is what is read; a file with an array of them would be one row with one column. */
    private void requireObjects(Path file) {
        firstLine(file).map(String::strip).filter(line -> !line.isEmpty()).ifPresent(line -> {
            if (!line.startsWith("{")) {
                throw SpiError.BAD_FILE.because("The file " + file + " begins with '" + line.substring(0, 1)
                        + "', but should have one JSON object, in { }, on each line. Write each object on a line of its"
                        + " own, without brackets or commas between them.");
            }
        });
    }

    private Schema inferJson() {
        source.paths().forEach(this::requireObjects);
        Path first = source.paths().getFirst();
        if (firstLine(first).isEmpty()) {
            throw SpiError.BAD_FILE.because(
                    "The file " + first
                            + " is empty, so it does not tell its columns. Name them with FileSource.withSchema, or leave the file out.");
        }
        return schemaOf(describe("read_json(" + paths(source.paths()) + ", format = 'newline_delimited', sample_size = "
                + SAMPLE + ")"));
    }

    private String parquet(Schema schema) {
        List<FileColumn> columns = parquetColumns();
        List<String> names = columns.stream().map(FileColumn::name).toList();
        List<String> parts = new ArrayList<>();
        for (Field field : schema.fields()) {
            requireColumn(source.paths().getFirst(), names, field.name());
            FileColumn column = columns.get(names.indexOf(field.name()));
            if (!Widening.isLossless(column.type(), field.type())) {
                throw SpiError.BAD_FILE.because("The column '" + field.name() + "' of the file "
                        + source.paths().getFirst() + " is " + column.type() + ", which does not always fit "
                        + field.type() + ". Declare it as " + column.type() + ", or convert the file.");
            }
            String value = "t." + Sql.quoted(field.name());
            String cast =
                    column.local() ? this.cast.local(value) : "CAST(" + value + " AS " + Sql.type(field.type()) + ")";
            parts.add(checked(parts.size(), field, cast) + " AS " + Sql.name(field.name()));
        }
        return "SELECT " + String.join(", ", parts) + "\nFROM read_parquet(" + paths(source.paths()) + ") t";
    }

    private List<FileColumn> parquetColumns() {
        return describe("read_parquet(" + paths(source.paths()) + ")");
    }

    private static void requireColumn(Path file, List<String> names, String name) {
        if (!names.contains(name)) {
            throw SpiError.BAD_FILE.because("The file " + file + " has no column '" + name + "'; it has " + names + "."
                    + Names.didYouMean(name, names));
        }
    }

    private static String paths(Collection<Path> files) {
        return files.stream()
                .map(file -> Sql.text(file.toAbsolutePath().normalize().toString()))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
