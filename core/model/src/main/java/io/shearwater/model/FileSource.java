package io.shearwater.model;

import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Files to read rows from.
 *
 * @param paths one or more files of one format and one schema
 * @param schema the columns and types to read; inferred when absent
 * @param nulls texts that mean null in CSV, beside the empty field
 * @param zone the zone of times that are written without one
 */
public record FileSource(List<Path> paths, Format format, Optional<Schema> schema, List<String> nulls, ZoneId zone) {
    /** A file format. */
    public enum Format {
        PARQUET,
        CSV,
        /** One JSON object a line. */
        JSON_LINES
    }

    public FileSource {
        paths = List.copyOf(paths);
        nulls = List.copyOf(nulls);
        if (paths.isEmpty()) {
            throw ModelError.BAD_DEFINITION.because("No file was named to read from.");
        }
    }

    /** A file whose ending tells its format: .parquet, .csv, .jsonl, .ndjson, .json, also with .gz or .zst. */
    public static FileSource of(Path path) {
        return new FileSource(List.of(path), format(path), Optional.empty(), List.of(), ZoneOffset.UTC);
    }

    public FileSource withSchema(Schema columns) {
        return new FileSource(paths, format, Optional.of(columns), nulls, zone);
    }

    public FileSource withNulls(String... markers) {
        return new FileSource(paths, format, schema, List.of(markers), zone);
    }

    public FileSource withZone(ZoneId next) {
        return new FileSource(paths, format, schema, nulls, next);
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
