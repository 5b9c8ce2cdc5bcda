package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TimeFormat;
import io.shearwater.spi.SpiError;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Says where in an outside file the fault lies that ended a query: file, line, column and value, as far as can be found. */
final class FileFailures implements Explanation {
    private static final Pattern VALUE =
            Pattern.compile(Pattern.quote(FileSourceSql.MARK) + "(\\d+):(.*)", Pattern.DOTALL);
    private static final Pattern CSV_LINE =
            Pattern.compile("CSV Error on Line: (\\d+)\nOriginal Line: ?(.*)", Pattern.DOTALL);
    private static final Pattern FIELDS = Pattern.compile("Expected Number of Columns: (\\d+) Found: (\\d+)");
    private static final Pattern CSV_SIZE = Pattern.compile("Maximum line size[^\n]*");
    private static final Pattern JSON_LINE = Pattern.compile(
            "in file \"(.*?)\",? (?:at byte \\d+ )?in (?:line|record/value) (\\d+): (.*)", Pattern.DOTALL);
    private static final Pattern PACKED = Pattern.compile("(?i).*\\.(gz|zst)");
    private static final Pattern DECIMAL_COMMA = Pattern.compile("\\s*[+-]?[\\d.' ]*,\\d+\\s*");
    private static final Schema FOUND = Schema.of(
            new Field("number", DataType.LONG),
            new Field("name", DataType.STRING),
            new Field("value", DataType.STRING));
    private static final Schema COUNTS = Schema.of(new Field("number", DataType.LONG), new Field("bad", DataType.LONG));
    private static final int SHOWN = 80;
    private static final int SHOWN_ROWS = 10;

    private final FileSourceSql files;
    private final Schema schema;

    FileFailures(FileSourceSql files, Schema schema) {
        this.files = files;
        this.schema = schema;
    }

    /** The failure in the words of the file, if the file is what failed. */
    @Override
    public Optional<ShearwaterException> explain(String message, Session session) {
        Matcher value = VALUE.matcher(message);
        if (value.find()) {
            int column = Integer.parseInt(value.group(1));
            return Optional.of(badValues(schema.field(column), value.group(2).strip(), session));
        }
        Matcher csv = CSV_LINE.matcher(message);
        if (csv.find()) {
            return Optional.of(badLine(file(message), csv, message));
        }
        Matcher json = JSON_LINE.matcher(message);
        if (json.find()) {
            return Optional.of(SpiError.BAD_FILE.because("The file " + json.group(1) + " cannot be read: line "
                    + json.group(2) + ": " + firstLine(json.group(3))
                    + ". Each line should be one whole JSON object; correct or remove this one."));
        }
        return isAboutFiles(message) ? Optional.of(unreadable(message)) : Optional.empty();
    }

    private ShearwaterException badLine(Path file, Matcher line, String message) {
        if (message.contains("Invalid unicode")) {
            return unreadable(file, "holds bytes that are not UTF-8. Say its encoding.");
        }
        String where = "The file " + name(message) + " cannot be read: line " + line.group(1) + ", which begins with '"
                + shortened(firstLine(line.group(2))) + "', ";
        Matcher fields = FIELDS.matcher(message);
        if (fields.find()) {
            return SpiError.BAD_FILE.because(where + "has " + fields.group(2) + " fields where the first line names "
                    + fields.group(1) + ". Correct the line; a field that holds the delimiter wants double quotes.");
        }
        if (message.contains("unterminated quote")) {
            return SpiError.BAD_FILE.because(where + "opens a quote that is not closed before a delimiter or the line's"
                    + " end. Close it; a quote inside a quoted field is written twice.");
        }
        Matcher size = CSV_SIZE.matcher(message);
        return SpiError.BAD_FILE.because(where
                + (size.find() ? "is too long: " + firstLine(size.group()) : "is not a row of this file's form")
                + ". Correct the line.");
    }

    private ShearwaterException unreadable(String message) {
        String file = "The file " + name(message) + " cannot be read as " + formatName() + ": ";
        if (files.source().format() == FileSource.Format.PARQUET) {
            boolean cut = message.contains("No magic bytes") || message.contains("too small to be a Parquet");
            return SpiError.BAD_FILE.because(file
                    + (cut
                            ? "it has no Parquet footer, so it is empty, was cut off, or is of another format"
                            : "its contents are damaged")
                    + ". Copy or write it again.");
        }
        if (PACKED.matcher(file(message).toString()).matches() && !message.contains("state machine")) {
            return unreadable(
                    file(message),
                    "cannot be read as " + formatName() + ": " + reason(message) + ". Copy or write it again.");
        }
        if (message.contains("state machine reached an invalid state")) {
            long line = LineEnds.firstOther(file(message), Long.MAX_VALUE);
            return SpiError.BAD_FILE.because(file
                    + (line < 0
                            ? "its quotes are not in pairs. Close each; a quote inside a quoted field is written twice."
                            : "line " + line + " ends otherwise than the first one: CR LF, LF or CR. Make the line ends"
                                    + " alike (dos2unix), then read it again."));
        }
        return SpiError.BAD_FILE.because(file + reason(message)
                + ". Correct the file, or name its columns and types with" + " FileSource.withSchema.");
    }

    /** DuckDB's reason without the name of its exception. */
    private static String reason(String message) {
        return firstLine(Failures.withoutSource(message)).replaceFirst("^([A-Z][A-Za-z]* )+Error: ", "");
    }

    private boolean isAboutFiles(String message) {
        // A damaged Parquet file shows itself in many ways.
        return files.source().format() == FileSource.Format.PARQUET
                || named(message).isPresent();
    }

    private String formatName() {
        return switch (files.source().format()) {
            case PARQUET -> "Parquet";
            case CSV -> "CSV";
            case JSON_LINES -> "JSON lines";
        };
    }

    /** Reads a file until that ends the reading which ended DuckDB's: it tells the place. */
    private static ShearwaterException unreadable(Path file, String otherwise) {
        try (FileText text = FileText.open(file, StandardCharsets.UTF_8)) {
            while (text.peek() >= 0) {
                text.read();
            }
            return SpiError.BAD_FILE.because("The file " + file + " " + otherwise);
        } catch (ShearwaterException found) {
            return found;
        }
    }

    private String name(String message) {
        List<Path> paths = files.source().paths();
        return named(message)
                .map(Path::toString)
                .orElseGet(() -> paths.size() == 1 ? paths.getFirst().toString() : paths.toString());
    }

    /** The file that a message is about; the first where it does not say. */
    private Path file(String message) {
        return named(message).orElse(files.source().paths().getFirst());
    }

    private Optional<Path> named(String message) {
        return files.source().paths().stream()
                .filter(path -> message.contains(files.readable(path).toString()))
                .findFirst();
    }

    /** Looks for the texts that say no value of their columns' types: how many rows have such, and the first of them. */
    private ShearwaterException badValues(Field column, String text, Session session) {
        for (Path file : files.source().paths()) {
            List<String> faults = faults(file);
            Frame counts = session.rows(
                    "SELECT count(*) AS number, count(*) FILTER (WHERE " + String.join(" IS NOT NULL OR ", faults)
                            + " IS NOT NULL) AS bad FROM " + files.rows(file, schema) + " t",
                    COUNTS);
            long bad = (long) counts.column("bad").valueAt(0);
            if (bad > 0) {
                Frame found = session.rows(
                        "SELECT number, fault.name AS name, fault.value AS value FROM (SELECT number, unnest(faults) AS"
                                + " fault FROM (SELECT * FROM (SELECT number, list_filter([" + String.join(", ", faults)
                                + "], lambda fault: fault IS NOT NULL) AS faults FROM (SELECT row_number() OVER () AS number,"
                                + " * FROM " + files.rows(file, schema) + ") t) WHERE len(faults) > 0 LIMIT "
                                + SHOWN_ROWS
                                + "))",
                        FOUND);
                return badValues(
                        bad + " of " + counts.column("number").valueAt(0) + " rows of the file " + file
                                + " cannot be read" + (bad > SHOWN_ROWS ? ", these first" : "") + ":",
                        lines(file, found));
            }
        }
        return badValues("The file " + name("") + " cannot be read:", List.of(fault("", column, text)));
    }

    private static ShearwaterException badValues(String head, List<String> faults) {
        return SpiError.BAD_FILE.because(
                head + "\n  " + String.join("\n  ", faults)
                        + "\nCorrect the values, read the columns as other types, or list the texts among those that mean null.");
    }

    /** For each column that can be wrong an expression that is null where it is right. */
    private List<String> faults(Path file) {
        return schema.fields().stream()
                .filter(files::isChecked)
                .map(column -> {
                    String value = files.text(file, column);
                    return "CASE WHEN " + value + " IS NOT NULL AND NOT " + files.isNull(column, value) + " AND "
                            + files.strict(column, value) + " IS NULL THEN {'name': " + Sql.text(column.name())
                            + ", 'value': CAST(" + value
                            + " AS VARCHAR)} END";
                })
                .toList();
    }

    private List<String> lines(Path file, Frame found) {
        List<Long> rows = IntStream.range(0, found.rows())
                .mapToObj(i -> (Long) found.column("number").valueAt(i))
                .toList();
        List<Long> distinct = rows.stream().distinct().toList();
        List<Long> lines = files.source().format() == FileSource.Format.CSV
                ? CsvLines.of(files.csvFile(file), distinct)
                : distinct;
        String word = files.source().format() == FileSource.Format.PARQUET ? "row " : "line ";
        return IntStream.range(0, found.rows())
                .mapToObj(i -> fault(
                        word + lines.get(distinct.indexOf(rows.get(i))) + ": ",
                        schema.field((String) found.column("name").valueAt(i)),
                        (String) found.column("value").valueAt(i)))
                .toList();
    }

    private String fault(String where, Field column, String text) {
        TimeFormat format = files.source().texts().times().get(column.name());
        String hint = format == null ? hint(column.type(), text) : " (its format is '" + format + "')";
        return where + "the column '" + column.name() + "' is " + column.type() + ", not '" + shortened(text) + "'"
                + hint;
    }

    private static String hint(DataType type, String text) {
        return switch (type) {
            case DataType.TimestampType t -> " (write times like 2024-12-31T23:59:00Z)";
            case DataType.DateType t -> " (write days like 2024-12-31)";
            case DataType.StringType t -> "";
            default -> DECIMAL_COMMA.matcher(text).matches() ? " (write numbers with a point: 1.5)" : "";
        };
    }

    private static String firstLine(String text) {
        String line = text.strip().lines().findFirst().orElse("").strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    private static String shortened(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }
}
