package io.shearwater.duckdb;

import io.shearwater.model.ShearwaterException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * On which line of a CSV file each row begins, for messages. A quoted text may go over several lines, and empty lines between
 * rows are none.
 */
final class CsvLines {
    private CsvLines() {}

    /**
     * The lines, counted from 1, of rows counted from 1 without the header, in ascending order. Where the file cannot be
     * looked at, as if each row were a line.
     */
    static List<Long> of(CsvFile file, List<Long> rows) {
        List<Long> lines = new ArrayList<>();
        // Only delimiters matter: bytes of UTF-8 may be looked at one by one.
        Charset charset = file.charset().equals(StandardCharsets.UTF_8) ? StandardCharsets.ISO_8859_1 : file.charset();
        try (FileText text = FileText.open(file.file(), charset)) {
            Scan scan = new Scan(text, file.header());
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
        } catch (ShearwaterException unreadable) {
            lines.clear();
        }
        for (int i = lines.size(); i < rows.size(); i++) {
            lines.add(rows.get(i) + 1);
        }
        return lines;
    }

    private static final class Scan {
        private final FileText text;
        private final CsvHeader header;

        Scan(FileText text, CsvHeader header) {
            this.text = text;
            this.header = header;
        }

        /** The line on which the next row begins, the header being the first; -1 at the end. */
        long next() {
            while (text.peek() >= 0) {
                long begin = text.line();
                if (isRow()) {
                    return begin;
                }
            }
            return -1;
        }

        /** Passes over a line, or the lines of a row with quoted ends; whether it is a row. */
        private boolean isRow() {
            boolean quoted = false;
            // In a file of one column an empty line is a row.
            boolean row = header.names().size() == 1;
            for (int c = text.read(); c >= 0; c = text.read()) {
                if (!quoted && (c == '\n' || c == '\r')) {
                    if (c == '\r' && text.peek() == '\n') {
                        text.read();
                    }
                    return row;
                }
                row |= !header.padded() || (c != ' ' && c != '\t');
                quoted ^= c == '"';
            }
            return row;
        }
    }
}
