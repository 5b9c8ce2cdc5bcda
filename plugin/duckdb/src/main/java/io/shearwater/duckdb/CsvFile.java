package io.shearwater.duckdb;

import io.shearwater.model.IoReason;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TextForm;
import io.shearwater.spi.SpiError;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * A CSV file and where DuckDB reads it: mostly the file itself. One in another encoding than UTF-8, with blanks behind its
 * delimiters or with lines that end in different ways is first copied in the form that DuckDB takes exactly.
 *
 * @param file as it was named
 * @param readable what DuckDB reads
 * @param charset the encoding of {@code file}
 */
record CsvFile(Path file, Path readable, Charset charset, CsvHeader header) {
    // As long as the longest line that is read.
    private static final int LONGEST_HEADER = 2_000_000;
    private static final long LINE_ENDS_LOOKED_AT = 1 << 20;

    static CsvFile of(Path file, TextForm texts, Session session) {
        Charset charset = CsvEncoding.of(file, texts.charset());
        boolean plain = charset.equals(StandardCharsets.UTF_8);
        if (!plain && !charset.name().startsWith("UTF-")) {
            requireNotUtf8(file, charset);
        }
        try (FileText text = FileText.open(file, charset)) {
            CsvHeader header = CsvHeader.parse(file, firstLine(file, text));
            if (plain && !header.padded() && LineEnds.firstOther(file, LINE_ENDS_LOOKED_AT) < 0) {
                return new CsvFile(file, file, charset, header);
            }
            return new CsvFile(file, copy(file, text, header, session), charset, header);
        }
    }

    /** Whether DuckDB reads a copy, whose lines are not those of the file. */
    boolean isCopied() {
        return !readable.equals(file);
    }

    private static String firstLine(Path file, FileText text) {
        if (text.peek() < 0) {
            throw SpiError.BAD_FILE.because("The file " + file + " is empty. Its first line should name the columns.");
        }
        StringBuilder line = new StringBuilder();
        int c = text.read();
        for (; c >= 0 && c != '\n' && c != '\r'; c = text.read()) {
            if (Character.isISOControl(c) && c != '\t') {
                throw SpiError.BAD_FILE.because("The file " + file + " cannot be read: line 1, character "
                        + (line.length() + 1) + " is the control character U+"
                        + HexFormat.of().toHexDigits((char) c)
                        + ", which no column's name has. Is it a CSV file?");
            }
            line.append((char) c);
            if (line.length() > LONGEST_HEADER) {
                throw SpiError.BAD_FILE.because("The first line of the file " + file + " is longer than "
                        + LONGEST_HEADER + " characters, so it names no columns. Is it a CSV file?");
            }
        }
        if (c == '\r' && text.peek() == '\n') {
            text.read();
        }
        if (line.isEmpty()) {
            throw SpiError.BAD_FILE.because("The first line of the file " + file
                    + " is empty. It should name the columns: delete the empty lines above the names.");
        }
        return line.toString();
    }

    /** Bytes that are UTF-8 throughout are not by chance so, and would be read as other letters. */
    private static void requireNotUtf8(Path file, Charset said) {
        long line = 0;
        long character = 0;
        try (FileText text = FileText.open(file, StandardCharsets.UTF_8)) {
            for (int c = text.peek(); c >= 0; c = text.peek()) {
                if (c >= 0x80 && line == 0) {
                    line = text.line();
                    character = text.character();
                }
                text.read();
            }
        } catch (ShearwaterException another) {
            return;
        }
        if (line > 0) {
            throw SpiError.BAD_FILE.because("The file " + file + " is UTF-8, as line " + line + ", character "
                    + character + " shows, and not " + said.name() + " as was said. Leave the encoding away.");
        }
    }

    private static Path copy(Path file, FileText text, CsvHeader header, Session session) {
        try {
            Path copy = Files.createTempFile(session.scratch(), "rows-", ".csv");
            try (BufferedWriter out = Files.newBufferedWriter(copy, StandardCharsets.UTF_8)) {
                new CsvCopy(file, text, header, out).rows(session::checkCancelled);
            }
            return copy;
        } catch (IOException failure) {
            throw SpiError.IO.because(
                    "The file " + file + " has to be copied before it is read, into " + session.scratch()
                            + ", which failed: " + IoReason.of(failure) + ". Free some space there, or save it as UTF-8"
                            + " with lines that end alike and without blanks behind its delimiters.",
                    failure);
        }
    }
}
