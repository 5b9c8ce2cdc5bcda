package io.shearwater.cli;

import io.shearwater.model.DataType;
import io.shearwater.model.FileSource;
import io.shearwater.model.Names;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TimeFormat;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Files that a command reads, and how what is written in them is to be understood. Filled by picocli before the command runs. */
final class FileOptions {
    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "CSV, Parquet or JSON lines, also compressed (.gz, .zst); several, or a pattern in quotes, are "
                            + "read as one.")
    private List<String> files = List.of();

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            converter = ZoneName.class,
            description = "Zone of times that are written without one (default: ${DEFAULT-VALUE}).")
    private ZoneId zone = ZoneId.of("UTC");

    @Option(
            names = "--null",
            paramLabel = "TEXT",
            description = "A text that means null, beside the empty field; can be said several times.")
    private List<String> nulls = List.of();

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            converter = EncodingName.class,
            description =
                    "Encoding of CSV files that are not UTF-8, such as windows-1252 (default: UTF-8, or UTF-16 where "
                            + "the first bytes say so).")
    private @Nullable Charset encoding;

    @Option(
            names = "--time-format",
            paramLabel = "[COLUMN=]PATTERN",
            description = "How the times or days of the event time, or of another column, are written, such as "
                    + "'dd.MM.yyyy HH:mm' or epoch-seconds; can be said several times.")
    private List<String> timeFormats = List.of();

    @Option(
            names = "--type",
            paramLabel = "COLUMN=TYPE",
            description = "Type of a column, where its values would be taken for another; can be said several times.")
    private Map<String, String> types = Map.of();

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec command;

    /** The files as they were named. */
    List<String> named() {
        return files;
    }

    /** The files, without types. */
    FileSource source() {
        Set<Path> paths = new LinkedHashSet<>();
        files.forEach(file -> paths.addAll(FileSource.matching(file).paths()));
        FileSource source = FileSource.of(List.copyOf(paths)).withZone(zone).withNulls(nulls.toArray(String[]::new));
        return encoding == null ? source : source.withCharset(encoding);
    }

    /** What --type says, by column. */
    Map<String, DataType> types() {
        Map<String, DataType> parsed = new LinkedHashMap<>();
        types.forEach((column, type) -> {
            try {
                parsed.put(column, DataType.parse(type));
            } catch (ShearwaterException wrong) {
                throw usage("--type " + column + "=" + type + ": " + wrong.getMessage());
            }
        });
        return parsed;
    }

    /**
     * What --time-format says, by column.
     *
     * @param eventTime the column that is meant where none is named
     */
    Map<String, TimeFormat> timeFormats(Optional<String> eventTime) {
        Map<String, TimeFormat> parsed = new LinkedHashMap<>();
        for (String said : timeFormats) {
            int equals = said.indexOf('=');
            String column = equals > 0
                    ? said.substring(0, equals)
                    : eventTime.orElseThrow(() -> usage("Of which column is --time-format '" + said
                            + "'? Name the event time with --event-time, or say --time-format COLUMN=PATTERN."));
            try {
                parsed.put(column, TimeFormat.of(said.substring(equals + 1)));
            } catch (ShearwaterException wrong) {
                throw usage(String.valueOf(wrong.getMessage()));
            }
        }
        return parsed;
    }

    ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    /** A zone by its name, or the nearest to suggest. */
    static final class ZoneName implements ITypeConverter<ZoneId> {
        @Override
        public ZoneId convert(String name) {
            try {
                return ZoneId.of(name);
            } catch (DateTimeException unknown) {
                throw refused(
                        "'" + name + "' is no time zone; they are named as Europe/Stockholm, UTC or +02:00."
                                + Names.didYouMean(name, ZoneId.getAvailableZoneIds()),
                        unknown);
            }
        }
    }

    /** An encoding by its name, or the nearest to suggest. */
    static final class EncodingName implements ITypeConverter<Charset> {
        @Override
        public Charset convert(String name) {
            try {
                return Charset.forName(name);
            } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
                throw refused(
                        "'" + name + "' is no encoding; they are named as windows-1252, ISO-8859-1 or UTF-16."
                                + Names.didYouMean(
                                        name, Charset.availableCharsets().keySet()),
                        unknown);
            }
        }
    }

    static TypeConversionException refused(String message, Exception cause) {
        TypeConversionException refused = new TypeConversionException(message);
        refused.initCause(cause);
        return refused;
    }
}
