package io.shearwater.duckdb;

import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.SpiError;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Copies the rows of a CSV file in the strictest form: one row a line, no blanks around a field that is not quoted where the
 * file has them behind its delimiters, quotes where the file has them. Used once, by one thread.
 */
final class CsvCopy {
    private static final int CHECKED_EVERY = 10_000;
    private static final int LONGEST_FIELD = 1 << 24;

    private final Path file;
    private final FileText text;
    private final CsvHeader header;
    private final Writer out;
    private final StringBuilder field = new StringBuilder();

    /** @param text what follows the first line */
    CsvCopy(Path file, FileText text, CsvHeader header, Writer out) {
        this.file = file;
        this.text = text;
        this.header = header;
        this.out = out;
    }

    /** Copies a first line, of which nothing is read, and all rows. */
    void rows(Runnable check) throws IOException {
        out.write("-");
        for (int i = 1; i < header.names().size(); i++) {
            out.write(header.delimiter());
        }
        out.write('\n');
        for (long row = 0; text.peek() >= 0; row++) {
            if (row % CHECKED_EVERY == 0) {
                check.run();
            }
            row();
        }
    }

    private void row() throws IOException {
        long line = text.line();
        int columns = header.names().size();
        int fields = 0;
        boolean more = true;
        while (more) {
            boolean quoted = field();
            more = text.peek() == header.delimiter();
            if (fields == 0 && !more && !quoted && field.isEmpty() && columns > 1) {
                // An empty line is no row.
                endLine();
                return;
            }
            if (fields++ > 0 && fields <= columns) {
                out.write(header.delimiter());
            }
            if (fields <= columns) {
                write(quoted);
            }
            if (more) {
                text.read();
            }
        }
        if (fields != columns) {
            throw SpiError.BAD_FILE.because("The file " + file + " cannot be read: line " + line + " has " + fields
                    + " fields where the first line names " + columns
                    + ". Correct the line; a field that holds the delimiter wants double quotes.");
        }
        endLine();
        out.write('\n');
    }

    private void endLine() {
        if (text.read() == '\r' && text.peek() == '\n') {
            text.read();
        }
    }

    private void write(boolean quoted) throws IOException {
        if (quoted) {
            out.write('"');
            out.append(field.toString().replace("\"", "\"\""));
            out.write('"');
        } else {
            out.append(field);
        }
    }

    /** Reads a field up to its delimiter or line end, and whether it was quoted. */
    private boolean field() {
        field.setLength(0);
        while (isBlank(text.peek())) {
            add(text.read());
        }
        if (text.peek() == '"') {
            field.setLength(0);
            quotedField();
            return true;
        }
        for (int c = text.peek(); !isEnd(c); c = text.peek()) {
            add(text.read());
        }
        if (header.padded()) {
            String stripped = field.toString().strip();
            field.setLength(0);
            field.append(stripped);
        }
        return false;
    }

    private void quotedField() {
        long line = text.line();
        text.read();
        while (true) {
            int c = text.read();
            if (c < 0) {
                throw unclosed(line);
            }
            if (c == '"' && text.peek() == '"') {
                text.read();
            } else if (c == '"') {
                break;
            }
            add(c);
        }
        while (isBlank(text.peek())) {
            text.read();
        }
        if (!isEnd(text.peek())) {
            throw unclosed(line);
        }
    }

    private ShearwaterException unclosed(long line) {
        return SpiError.BAD_FILE.because("The file " + file + " cannot be read: line " + line
                + " opens a quote that is not closed before a delimiter or the line's end. Close it; a quote inside a"
                + " quoted field is written twice.");
    }

    private void add(int c) {
        if (c >= 0x80 && c <= 0x9F) {
            throw SpiError.BAD_FILE.because("The file " + file + " cannot be read: line " + text.line() + " holds the"
                    + " control character U+00" + Integer.toHexString(c).toUpperCase(Locale.ROOT)
                    + ", which no text has. If its encoding was said to be ISO-8859-1, it is perhaps windows-1252.");
        }
        field.append((char) c);
        if (field.length() > LONGEST_FIELD) {
            throw SpiError.BAD_FILE.because("The file " + file + " cannot be read: line " + text.line()
                    + " has a field of more than " + LONGEST_FIELD + " characters. Is a quote not closed?");
        }
    }

    private boolean isBlank(int c) {
        return (c == ' ' || c == '\t') && c != header.delimiter();
    }

    private boolean isEnd(int c) {
        return c < 0 || c == '\n' || c == '\r' || c == header.delimiter();
    }
}
