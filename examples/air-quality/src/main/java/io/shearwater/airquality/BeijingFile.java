package io.shearwater.airquality;

import io.shearwater.model.IoReason;
import io.shearwater.model.ShearwaterException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the hourly file "Beijing PM2.5" of the UCI Machine Learning Repository (Song Chen, 2015, CC BY 4.0): one line an
 * hour in the order of time, local time (UTC+8), {@code NA} where nothing was measured.
 */
final class BeijingFile {
    private static final List<String> COLUMNS =
            List.of("No", "year", "month", "day", "hour", "pm2.5", "DEWP", "TEMP", "PRES", "cbwd", "Iws", "Is", "Ir");
    private static final String NOT_MEASURED = "NA";

    private final Path file;
    private int line;

    private BeijingFile(Path file) {
        this.file = file;
    }

    /**
     * All hours of a file.
     *
     * @throws ShearwaterException UNREADABLE_FILE, or BAD_FILE naming line, column and value
     */
    static List<Hour> read(Path file) {
        return new BeijingFile(file).read();
    }

    private List<Hour> read() {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            line = 1;
            checkHeader(reader.readLine());
            List<Hour> hours = new ArrayList<>();
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                if (!text.isBlank()) {
                    Hour hour = hour(fields(text));
                    checkOrder(hours, hour);
                    hours.add(hour);
                }
            }
            return hours;
        } catch (CharacterCodingException binary) {
            throw bad("it is not text in UTF-8. Is it the unpacked CSV file?", binary);
        } catch (NoSuchFileException missing) {
            throw unreadable("There is no file " + file + ".", missing);
        } catch (IOException failed) {
            throw unreadable("The file '" + file + "' cannot be read: " + IoReason.of(failed) + ".", failed);
        }
    }

    private void checkHeader(@Nullable String header) {
        String text = header == null ? "" : header.replaceFirst("^\uFEFF", ""); // the mark of some editors
        List<String> names = List.of(text.split(",", -1));
        for (int i = 0; i < Math.max(names.size(), COLUMNS.size()); i++) {
            String name = i < names.size() ? names.get(i).strip() : "";
            String wanted = i < COLUMNS.size() ? COLUMNS.get(i) : "";
            if (!name.equals(wanted)) {
                throw bad(
                        "column " + (i + 1) + " is '" + name + "' instead of '" + wanted
                                + "'. The first line should be " + String.join(",", COLUMNS) + ".",
                        null);
            }
        }
    }

    private String[] fields(String text) {
        String[] fields = text.split(",", -1);
        if (fields.length != COLUMNS.size()) {
            throw bad(fields.length + " values for " + COLUMNS.size() + " columns: '" + text + "'.", null);
        }
        return fields;
    }

    private Hour hour(String[] fields) {
        return new Hour(
                time(fields),
                notNegative(fields, "pm2.5"),
                number(fields, "DEWP"),
                number(fields, "TEMP"),
                number(fields, "PRES"),
                measured(fields, "cbwd"),
                notNegative(fields, "Iws"),
                notNegative(fields, "Is"),
                notNegative(fields, "Ir"));
    }

    private LocalDateTime time(String[] fields) {
        int year = whole(fields, "year");
        int month = whole(fields, "month");
        int day = whole(fields, "day");
        int hour = whole(fields, "hour");
        try {
            return LocalDateTime.of(year, month, day, hour, 0);
        } catch (DateTimeException impossible) {
            throw bad(
                    "columns year, month, day, hour: there is no " + year + "-" + month + "-" + day + " " + hour
                            + ":00.",
                    impossible);
        }
    }

    private void checkOrder(List<Hour> hours, Hour hour) {
        if (!hours.isEmpty() && !hour.time().isAfter(hours.getLast().time())) {
            throw bad(
                    "columns year, month, day, hour: " + hour.time() + " comes after "
                            + hours.getLast().time() + "; hours should ascend.",
                    null);
        }
    }

    private int whole(String[] fields, String column) {
        String value = value(fields, column);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException wrong) {
            throw bad("column " + column + ": '" + value + "' is not a whole number.", wrong);
        }
    }

    private @Nullable Double number(String[] fields, String column) {
        String value = measured(fields, column);
        if (value == null) {
            return null;
        }
        // Java would read "NaN", "1e3", "0x1p3" and "5d" too; no instrument writes them.
        if (!value.matches("-?[0-9]+(\\.[0-9]+)?")) {
            throw bad(
                    "column " + column + ": '" + value + "' is neither a number nor " + NOT_MEASURED
                            + ", not measured.",
                    null);
        }
        return Double.valueOf(value);
    }

    private @Nullable Double notNegative(String[] fields, String column) {
        Double number = number(fields, column);
        if (number != null && number < 0) {
            throw bad("column " + column + ": '" + value(fields, column) + "' is negative.", null);
        }
        return number;
    }

    private @Nullable String measured(String[] fields, String column) {
        String value = value(fields, column);
        return value.equals(NOT_MEASURED) ? null : value;
    }

    private static String value(String[] fields, String column) {
        return fields[COLUMNS.indexOf(column)].strip();
    }

    private ShearwaterException bad(String what, @Nullable Throwable cause) {
        return new ShearwaterException(AirQualityError.BAD_FILE, file + ", line " + line + ": " + what, cause);
    }

    private static ShearwaterException unreadable(String what, Throwable cause) {
        return new ShearwaterException(AirQualityError.UNREADABLE_FILE, what, cause);
    }
}
