package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.SpiError;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says where in an outside file the fault lies that ended a query: file, line, column and value, as far as can be found. */
final class FileFailures {
    private static final Pattern VALUE =
            Pattern.compile(Pattern.quote(FileSourceSql.MARK) + "(\\d+):(.*)", Pattern.DOTALL);
    private static final Pattern CSV_LINE =
            Pattern.compile("CSV Error on Line: (\\d+)\nOriginal Line: ?(.*)", Pattern.DOTALL);
    private static final Pattern CSV_FAULT = Pattern.compile(
            "(Expected Number of Columns: .*|Value with unterminated quote found|Invalid unicode[^\n]*|Maximum line size[^\n]*)");
    private static final Pattern JSON_LINE = Pattern.compile(
            "in file \"(.*?)\",? (?:at byte \\d+ )?in (?:line|record/value) (\\d+): (.*)", Pattern.DOTALL);
    private static final Schema FOUND =
            Schema.of(new Field("number", DataType.LONG), new Field("value", DataType.STRING));
    private static final Schema COUNT = Schema.of(new Field("count", DataType.LONG));
    private static final int SHOWN = 80;

    private final FileSourceSql files;
    private final Schema schema;

    FileFailures(FileSourceSql files, Schema schema) {
        this.files = files;
        this.schema = schema;
    }

    /** The failure in the words of the file, if the file is what failed. */
    Optional<ShearwaterException> explain(String message, Session session) {
        Matcher value = VALUE.matcher(message);
        if (value.find()) {
            int column = Integer.parseInt(value.group(1));
            return Optional.of(badValue(schema.field(column), value.group(2).strip(), session));
        }
        Matcher csv = CSV_LINE.matcher(message);
        if (csv.find()) {
            Matcher fault = CSV_FAULT.matcher(message);
            return Optional.of(SpiError.BAD_FILE.because("The file " + name(message) + " cannot be read: line "
                    + csv.group(1) + ", which begins with '" + shortened(firstLine(csv.group(2))) + "': "
                    + (fault.find() ? firstLine(fault.group(1)) : "not a row of this file's form") + "."));
        }
        Matcher json = JSON_LINE.matcher(message);
        if (json.find()) {
            return Optional.of(SpiError.BAD_FILE.because("The file " + json.group(1) + " cannot be read: line "
                    + json.group(2) + ": " + firstLine(json.group(3)) + "."));
        }
        return isAboutFiles(message)
                ? Optional.of(SpiError.BAD_FILE.because("The file " + name(message) + " cannot be read as "
                        + formatName() + ": " + firstLine(Failures.withoutSource(message)) + "."))
                : Optional.empty();
    }

    private boolean isAboutFiles(String message) {
        // A damaged Parquet file shows itself in many ways.
        return files.source().format() == FileSource.Format.PARQUET
                || files.source().paths().stream().anyMatch(path -> message.contains(path.toString()));
    }

    private String formatName() {
        return switch (files.source().format()) {
            case PARQUET -> "Parquet";
            case CSV -> "CSV";
            case JSON_LINES -> "JSON lines";
        };
    }

    private String name(String message) {
        List<Path> paths = files.source().paths();
        return paths.stream()
                .filter(path -> message.contains(path.toString()))
                .findFirst()
                .or(() -> paths.size() == 1 ? Optional.of(paths.getFirst()) : Optional.empty())
                .map(Path::toString)
                .orElseGet(paths::toString);
    }

    /** Looks for the first text of a column that says no value of its type. */
    private ShearwaterException badValue(Field column, String text, Session session) {
        for (Path file : files.source().paths()) {
            String value = files.text(file, column);
            Frame found = session.rows(
                    "SELECT number, value FROM (SELECT row_number() OVER () AS number, " + value + " AS value, "
                            + files.strict(column.type(), value) + " AS strict FROM " + files.texts(file, schema)
                            + " t) WHERE strict IS NULL AND value IS NOT NULL LIMIT 1",
                    FOUND);
            if (found.rows() > 0) {
                long row = (long) found.column("number").valueAt(0);
                return badValue("line " + line(file, row, session) + " of the file " + file, column, text);
            }
        }
        return badValue("the file " + name(""), column, text);
    }

    private ShearwaterException badValue(String where, Field column, String text) {
        return SpiError.BAD_FILE.because("The column '" + column.name() + "' is " + column.type() + ", but in " + where
                + " it is '" + shortened(text) + "'. Correct the value, read the column as another type, or list the"
                + " text among those that mean null.");
    }

    /** The line on which a row begins; a quoted text may go over several. */
    private long line(Path file, long row, Session session) {
        if (files.source().format() != FileSource.Format.CSV) {
            return row;
        }
        Frame breaks = session.rows(
                "SELECT CAST(coalesce(sum(length(t.text) - length(replace(t.text, chr(10), ''))), 0) AS BIGINT)"
                        + " FROM (SELECT concat(*COLUMNS(*)) AS text FROM " + files.texts(file, schema) + " LIMIT "
                        + (row - 1) + ") t",
                COUNT);
        return 1 + row + (long) breaks.column(0).valueAt(0);
    }

    private static String firstLine(String text) {
        String line = text.strip().lines().findFirst().orElse("").strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    private static String shortened(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }
}
