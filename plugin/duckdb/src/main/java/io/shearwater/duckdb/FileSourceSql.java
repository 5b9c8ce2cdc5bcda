package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.FileSource;
import io.shearwater.model.Names;
import io.shearwater.model.Schema;
import io.shearwater.model.TextForm;
import io.shearwater.model.TimeFormat;
import io.shearwater.spi.SpiError;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    // Rows of JSON lines looked at to tell their types.
    private static final int SAMPLE = 200_000;

    private final FileSource source;
    private final Session session;
    private final TextCast cast;
    private final CsvSource csv;

    FileSourceSql(FileSource source, Session session) {
        this.source = source;
        this.session = session;
        this.cast = new TextCast(source.texts().zone());
        this.csv = new CsvSource(source.paths(), source.texts(), session);
        requireFiles();
        requireTexts();
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
            if (path.toString().toLowerCase(Locale.ROOT).endsWith(".zst")) {
                // DuckDB takes the end of a file that was cut off for the end of the rows.
                FileText.requireWhole(path);
            }
        }
    }

    /** What is said of texts is about texts. */
    private void requireTexts() {
        TextForm texts = source.texts();
        if (source.format() != FileSource.Format.CSV
                && !texts.charset().map(StandardCharsets.UTF_8::equals).orElse(true)) {
            throw SpiError.BAD_FILE.because("The file " + source.paths().getFirst() + " cannot be read as "
                    + texts.charset().get().name()
                    + ": only CSV has an encoding; JSON lines are UTF-8. Leave the encoding away.");
        }
        for (String column : texts.times().keySet()) {
            if (source.format() == FileSource.Format.PARQUET && !texts.joined().containsKey(column)) {
                throw SpiError.BAD_FILE.because("The file " + source.paths().getFirst() + " is Parquet, whose column '"
                        + column + "' has a type of its own. Leave its time format away.");
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
                yield "SELECT " + checked(schema, column -> text(source.paths().getFirst(), column)) + "\nFROM "
                        + json(source.paths(), schema) + " t";
            }
            case CSV -> csv(schema);
        };
    }

    /** The columns that the files have, with the types that hold their values. */
    Schema infer() {
        session.register(new FileFailures(this, Schema.of()));
        List<Field> found = switch (source.format()) {
            case PARQUET -> new ParquetSource(source.paths(), session).infer();
            case JSON_LINES -> inferJson();
            case CSV -> csv.infer(cast, source.texts().times().keySet());
        };
        return said(found);
    }

    /** The columns that were found and those that are joined, each of the type that its format says. */
    private Schema said(List<Field> found) {
        List<String> names = found.stream().map(Field::name).toList();
        TextForm texts = source.texts();
        Path first = source.paths().getFirst();
        texts.joined().forEach((name, parts) -> {
            parts.forEach(part -> requireColumn(first, names, part));
            requireNew(first, names, name);
        });
        texts.constants().keySet().forEach(name -> requireNew(first, names, name));
        List<Field> fields = new ArrayList<>(found);
        texts.joined().keySet().forEach(name -> fields.add(new Field(name, DataType.TIMESTAMP)));
        texts.constants().keySet().forEach(name -> fields.add(new Field(name, DataType.STRING)));
        List<String> all = fields.stream().map(Field::name).toList();
        texts.times().keySet().forEach(column -> requireColumn(first, all, column));
        return Schema.of(fields.stream()
                .map(field -> Optional.ofNullable(texts.times().get(field.name()))
                        .map(time -> new Field(field.name(), time.hasTime() ? DataType.TIMESTAMP : DataType.DATE))
                        .orElse(field))
                .toList());
    }

    private static void requireNew(Path file, List<String> names, String name) {
        if (names.contains(name)) {
            throw SpiError.BAD_FILE.because("The file " + file + " has a column '" + name
                    + "', so that none of this name can be added. Choose another name.");
        }
    }

    /** One file's rows as they are in it, for messages; {@code t} in the expressions. */
    String rows(Path file, Schema schema) {
        return switch (source.format()) {
            case CSV -> csv.table(List.of(csv.file(file)));
            case JSON_LINES -> json(List.of(file), schema);
            case PARQUET -> "read_parquet(" + Sql.paths(List.of(file)) + ")";
        };
    }

    /** What a column is read from, in {@link #rows}. */
    String text(Path file, Field column) {
        List<String> parts = source.texts().joined().get(column.name());
        String constant = source.texts().constants().get(column.name());
        if (constant != null) {
            return Sql.text(constant);
        }
        return parts == null
                ? text(file, column.name())
                : parts.stream().map(part -> part(file, part)).collect(Collectors.joining(" || ' ' || ", "(", ")"));
    }

    private String part(Path file, String column) {
        String text = "CAST(" + text(file, column) + " AS VARCHAR)";
        return source.format() == FileSource.Format.CSV
                ? "CASE WHEN NOT " + csv.isNull(text) + " THEN trim(" + text + ") END"
                : text;
    }

    private String text(Path file, String column) {
        return source.format() == FileSource.Format.CSV ? csv.text(csv.file(file), column) : "t." + Sql.quoted(column);
    }

    /** Whether a text means null in a column. */
    String isNull(Field column, String text) {
        return source.format() == FileSource.Format.CSV && !(column.type() instanceof DataType.StringType)
                ? csv.isNull(text)
                : "false";
    }

    /** Whether what a file has in a column can fail to be a value of its type. */
    boolean isChecked(Field column) {
        return switch (column.type()) {
            case DataType.StringType t -> t.maxLength().isPresent();
            case DataType.EmbeddingType t -> true;
            default -> isText(column);
        };
    }

    /** The value of a column that a text says, null where it says none. */
    String strict(Field column, String text) {
        TimeFormat format = source.texts().times().get(column.name());
        return format == null ? cast.strict(column.type(), text) : cast.strict(column.type(), text, format);
    }

    /** The file that DuckDB reads for one that was named. */
    Path readable(Path file) {
        return source.format() == FileSource.Format.CSV
                ? csv.known(file).map(CsvFile::readable).orElse(file)
                : file;
    }

    /** A file of CSV. */
    CsvFile csvFile(Path file) {
        return csv.file(file);
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
        String none = isNull(column, text);
        String value = "coalesce(" + strict(column, text) + ", CASE WHEN " + text + " IS NOT NULL AND NOT " + none
                + " THEN CAST(error('" + MARK + number + ":' || CAST(" + text + " AS VARCHAR)) AS "
                + Sql.type(column.type()) + ") END)";
        // A marker may look like a value, as -999 does.
        return none.equals("false") || source.texts().nulls().isEmpty()
                ? value
                : "CASE WHEN NOT coalesce(" + none + ", false) THEN " + value + " END";
    }

    /** Whether values are taken from texts: all in CSV, in JSON those that are not nested, and what is joined. */
    private boolean isText(Field column) {
        return isAdded(column)
                || switch (source.format()) {
                    case CSV -> true;
                    case JSON_LINES -> !isNested(column.type());
                    case PARQUET -> false;
                };
    }

    /** Whether the files do not have a column. */
    private boolean isAdded(Field column) {
        return source.texts().joined().containsKey(column.name())
                || source.texts().constants().containsKey(column.name());
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
        Map<String, String> columns = new LinkedHashMap<>();
        for (Field field : schema.fields()) {
            List<String> parts = source.texts().joined().get(field.name());
            if (source.texts().constants().containsKey(field.name())) {
                continue;
            }
            if (parts == null) {
                columns.put(field.name(), isNested(field.type()) ? Sql.type(field.type()) : "VARCHAR");
            } else {
                parts.forEach(part -> columns.putIfAbsent(part, "VARCHAR"));
            }
        }
        return "read_json(" + Sql.paths(files) + ", format = 'newline_delimited', columns = {"
                + columns.entrySet().stream()
                        .map(column -> Sql.text(column.getKey()) + ": " + Sql.text(column.getValue()))
                        .collect(Collectors.joining(", "))
                + "})";
    }

    private String csv(Schema schema) {
        return csv.runs().stream()
                .map(run -> "SELECT "
                        + checked(schema, column -> text(run.getFirst().file(), column)) + "\nFROM " + csv.table(run)
                        + " t")
                .collect(Collectors.joining("\nUNION ALL\n"));
    }

    /** The first character of a file that is none of the blanks. */
    private static Optional<Character> begin(Path file) {
        try (FileText text = FileText.open(file, StandardCharsets.UTF_8)) {
            while (text.peek() >= 0 && Character.isWhitespace(text.peek())) {
                text.read();
            }
            return text.peek() < 0 ? Optional.empty() : Optional.of((char) text.peek());
        }
    }

    /** One object a line is what is read; a file with an array of them would be one row with one column. */
    private void requireObjects(Path file) {
        begin(file).filter(first -> first != '{').ifPresent(first -> {
            throw SpiError.BAD_FILE.because("The file " + file + " begins with '" + first
                    + "', but should have one JSON object, in { }, on each line. Write each object on a line of its"
                    + " own, without brackets or commas between them.");
        });
    }

    private List<Field> inferJson() {
        source.paths().forEach(this::requireObjects);
        Path first = source.paths().getFirst();
        if (begin(first).isEmpty()) {
            throw SpiError.BAD_FILE.because(
                    "The file " + first
                            + " is empty, so it does not tell its columns. Name them with FileSource.withSchema, or leave the file out.");
        }
        return FileColumn.fields(FileColumn.of(
                session,
                "read_json(" + Sql.paths(source.paths()) + ", format = 'newline_delimited', sample_size = " + SAMPLE
                        + ", union_by_name = true)"));
    }

    private String parquet(Schema schema) {
        ParquetSource parquet = new ParquetSource(source.paths(), session);
        return parquet.runs().stream()
                .map(run -> "SELECT "
                        + checked(
                                schema,
                                column -> isAdded(column)
                                        ? text(run.files().getFirst(), column)
                                        : run.value(column, cast))
                        + "\nFROM read_parquet(" + Sql.paths(run.files()) + ") t")
                .collect(Collectors.joining("\nUNION ALL\n"));
    }

    static void requireColumn(Path file, List<String> names, String name) {
        if (!names.contains(name)) {
            throw SpiError.BAD_FILE.because("The file " + file + " has no column '" + name + "'; it has " + names + "."
                    + Names.didYouMean(name, names));
        }
    }
}
