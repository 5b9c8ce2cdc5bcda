package io.shearwater.model;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Files to read rows from.
 *
 * @param paths one or more files of one format and with the same columns, in any order
 * @param schema the columns and types to read; inferred when absent
 * @param texts how the texts of CSV and JSON lines are to be understood
 */
public record FileSource(List<Path> paths, Format format, Optional<Schema> schema, TextForm texts) {
    /** A file format. */
    public enum Format {
        PARQUET,
        CSV,
        /** One JSON object a line. */
        JSON_LINES
    }

    public FileSource {
        paths = List.copyOf(paths);
        if (paths.isEmpty()) {
            throw ModelError.BAD_DEFINITION.because("No file was named to read from.");
        }
    }

    /** A file whose ending tells its format: .parquet, .csv, .tsv, .jsonl, .ndjson, .json, also with .gz or .zst. */
    public static FileSource of(Path path) {
        return of(List.of(path));
    }

    /**
     * Files whose endings tell their one format.
     *
     * @throws ShearwaterException BAD_DEFINITION when they tell none, or several
     */
    public static FileSource of(List<Path> paths) {
        Set<Format> formats = new LinkedHashSet<>();
        for (Path path : paths) {
            formats.add(format(path));
            if (formats.size() > 1) {
                throw ModelError.BAD_DEFINITION.because("'" + paths.getFirst() + "' and '" + path
                        + "' are of different formats. Read each format by itself.");
            }
        }
        return new FileSource(
                paths, formats.isEmpty() ? Format.CSV : formats.iterator().next(), Optional.empty(), TextForm.PLAIN);
    }

    /**
     * The files whose names match a pattern, by name, as a shell would find them: {@code *} and {@code ?} for what is within a
     * name, {@code **} for any directories, {@code [a-c]}, {@code {2023,2024}}.
     *
     * @throws ShearwaterException BAD_DEFINITION when there is none
     */
    public static FileSource matching(String pattern) {
        return of(FilePattern.files(pattern));
    }

    /** The columns and types to read, which are then not inferred. */
    public FileSource withSchema(Schema columns) {
        return new FileSource(paths, format, Optional.of(columns), texts);
    }

    /** The texts that mean null in CSV, beside the empty field. */
    public FileSource withNulls(String... markers) {
        return withTexts(texts.withNulls(List.of(markers)));
    }

    /** The zone of times that are written without one. */
    public FileSource withZone(ZoneId zone) {
        return withTexts(texts.withZone(zone));
    }

    /** The encoding of CSV. */
    public FileSource withCharset(Charset charset) {
        return withTexts(texts.withCharset(charset));
    }

    /** How the times or days of a column are written. */
    public FileSource withTimeFormat(String column, String pattern) {
        return withTexts(texts.withTime(column, TimeFormat.of(pattern)));
    }

    /** A column that the files do not have: the texts of several, in this order, with a blank between; null where one is. */
    public FileSource withJoined(String name, List<String> columns) {
        return withTexts(texts.withJoined(name, columns));
    }

    /** A column that the files do not have, with one text in every row: what they are about as a whole. */
    public FileSource withConstant(String name, String value) {
        return withTexts(texts.withConstant(name, value));
    }

    private FileSource withTexts(TextForm next) {
        return new FileSource(paths, format, schema, next);
    }

    /**
     * The format that a file's ending tells.
     *
     * @throws ShearwaterException BAD_DEFINITION when it tells none
     */
    public static Format format(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        String plain = name.replaceAll("\\.(gz|zst)$", "");
        if (plain.endsWith(".parquet")) {
            return Format.PARQUET;
        }
        if (plain.endsWith(".csv") || plain.endsWith(".tsv")) {
            return Format.CSV;
        }
        if (plain.endsWith(".jsonl") || plain.endsWith(".ndjson") || plain.endsWith(".json")) {
            return Format.JSON_LINES;
        }
        throw ModelError.BAD_DEFINITION.because("The format of '" + path
                + "' is not known by its ending. Use .parquet, .csv, .tsv, .jsonl, .ndjson or .json.");
    }
}
