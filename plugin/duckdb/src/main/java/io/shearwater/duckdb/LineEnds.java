package io.shearwater.duckdb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How the lines of a CSV file end: LF, CR LF or CR; inside quotes is no end. */
final class LineEnds {
    private static final int BUFFER = 1 << 16;

    private long line = 1;
    private boolean quoted;
    private boolean afterReturn;
    private @Nullable Kind first;

    private LineEnds() {}

    /**
     * The first line, counted from 1, that ends otherwise than the first one; -1 if there is none.
     *
     * @param most so many bytes are looked at
     */
    static long firstOther(Path file, long most) {
        try (InputStream in = FileText.bytes(file)) {
            LineEnds ends = new LineEnds();
            byte[] buffer = new byte[BUFFER];
            long seen = 0;
            for (int read = in.read(buffer); read > 0 && seen < most; read = in.read(buffer)) {
                seen += read;
                for (int i = 0; i < read; i++) {
                    if (ends.isOther(buffer[i])) {
                        return ends.line;
                    }
                }
            }
            return -1;
        } catch (IOException failure) {
            throw FileText.unreadable(file, failure);
        }
    }

    /** Takes the next byte; whether it shows a line that ended otherwise. A CR is told to be alone by what follows it. */
    private boolean isOther(int next) {
        Kind end = null;
        if (afterReturn) {
            end = next == '\n' ? Kind.BOTH : Kind.RETURN;
        } else if (next == '\n' && !quoted) {
            end = Kind.FEED;
        }
        quoted ^= next == '"';
        afterReturn = next == '\r' && !quoted;
        if (end == null) {
            return false;
        }
        if (first != null && first != end) {
            return true;
        }
        first = end;
        line++;
        return false;
    }

    private enum Kind {
        FEED,
        RETURN,
        BOTH
    }
}
