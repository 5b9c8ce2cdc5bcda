package io.shearwater.duckdb;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * On which line of a CSV file each row begins, for messages. A quoted text may go over several lines, and empty lines between
 * rows are none.
 */
final class CsvLines {
    private static final int BUFFER = 1 << 16;

    private CsvLines() {}

    /**
     * The lines, counted from 1, of rows counted from 1 without the header, in ascending order. Where the file cannot be
     * looked at, as if each row were a line.
     *
     * @param columns how many the file has; in a file of one column an empty line is a row
     */
    static List<Long> of(Path file, int columns, List<Long> rows) {
        List<Long> lines = new ArrayList<>();
        try (InputStream in = open(file)) {
            Scan scan = new Scan(in, columns == 1);
            long row = -1;
            for (long wanted : rows) {
                long line = 0;
                for (; row < wanted && line >= 0; row++) {
                    line = scan.next();
                }
                if (line < 0) {
                    break;
                }
                lines.add(line);
            }
        } catch (IOException unreadable) {
            lines.clear();
        }
        for (int i = lines.size(); i < rows.size(); i++) {
            lines.add(rows.get(i) + 1);
        }
        return lines;
    }

    private static InputStream open(Path file) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".zst")) {
            throw new IOException("Java reads no Zstandard");
        }
        InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        return name.endsWith(".gz") ? new GZIPInputStream(in, BUFFER) : in;
    }

    private static final class Scan {
        private final InputStream in;
        private final boolean emptyIsRow;
        private long line = 1;
        private int pending = -2;

        Scan(InputStream in, boolean emptyIsRow) {
            this.in = in;
            this.emptyIsRow = emptyIsRow;
        }

        private int read() throws IOException {
            int next = pending == -2 ? in.read() : pending;
            pending = -2;
            return next;
        }

        /** The line on which the next row begins, the header being the first; -1 at the end. */
        long next() throws IOException {
            long begin = line;
            boolean quoted = false;
            boolean empty = true;
            for (int c = read(); c >= 0; c = read()) {
                if (c == '\r') {
                    pending = in.read();
                    if (pending == '\n') {
                        pending = -2;
                    }
                }
                if (c == '\n' || c == '\r') {
                    line++;
                    if (!quoted && (!empty || emptyIsRow)) {
                        return begin;
                    }
                    if (!quoted) {
                        begin = line;
                    }
                } else {
                    empty = false;
                    quoted ^= c == '"';
                }
            }
            return empty ? -1 : begin;
        }
    }
}
