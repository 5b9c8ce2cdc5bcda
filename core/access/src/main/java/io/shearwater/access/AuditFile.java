package io.shearwater.access;

import io.shearwater.spi.DurableFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file of the log: a header, then a line for each entry.
 *
 * @param first the number of its first entry, as its name says
 */
record AuditFile(Path path, long first) {
    private static final Pattern NAME = Pattern.compile("audit-(\\d{19})\\.log");
    private static final int LONGEST_LINE = 1 << 20;

    /** Takes lines, one after the other. */
    interface LineReader {
        /** Whether there should be more. */
        boolean take(Line line);
    }

    /** The files of a log by the numbers of their entries. */
    static List<AuditFile> list(Path directory) throws IOException {
        List<AuditFile> files = new ArrayList<>();
        try (Stream<Path> paths = Files.list(directory)) {
            for (Path path : paths.sorted().toList()) {
                Matcher name = NAME.matcher(path.getFileName().toString());
                if (name.matches()) {
                    files.add(new AuditFile(path, Long.parseLong(name.group(1))));
                }
            }
        }
        return files;
    }

    /** A new file for entries after this place; it is there with its header or not at all. */
    static AuditFile create(Path directory, AuditChain place) throws IOException {
        Path path = directory.resolve(place.fileName());
        DurableFiles.write(path, place.header());
        OwnerOnly.restrict(path);
        return new AuditFile(path, place.number() + 1);
    }

    /** Reads lines until the reader has enough: their bytes, without the end of the line; the last may have no end. */
    void lines(long limit, LineReader reader) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
            byte[] buffer = new byte[1 << 12];
            int length = 0;
            long position = 0;
            while (position < limit) {
                int next = in.read();
                if (next < 0) {
                    break;
                }
                position++;
                if (next == '\n' || length == LONGEST_LINE) {
                    boolean goesOn = reader.take(new Line(buffer, length, position, next == '\n'));
                    if (!goesOn || next != '\n') {
                        return;
                    }
                    length = 0;
                    continue;
                }
                if (length == buffer.length) {
                    buffer = Arrays.copyOf(buffer, 2 * length);
                }
                buffer[length++] = (byte) next;
            }
            if (length > 0) {
                reader.take(new Line(buffer, length, position, false));
            }
        }
    }

    /**
     * A line; its bytes are overwritten by the next.
     *
     * @param end the position in the file behind it
     * @param ended whether the line has an end
     */
    record Line(byte[] bytes, int length, long end, boolean ended) {
        /** The text of the hash, if the line is long enough to have one. */
        @Nullable
        String hash() {
            return length > 65 && bytes[64] == ' ' ? new String(bytes, 0, 64, StandardCharsets.ISO_8859_1) : null;
        }

        boolean isHeader(AuditChain place) {
            byte[] expected = place.header().getBytes(StandardCharsets.US_ASCII);
            return ended && Arrays.equals(bytes, 0, length, expected, 0, expected.length - 1);
        }

        Optional<AuditEntry> entry() {
            return length > 65 ? AuditJson.read(bytes, 65, length) : Optional.empty();
        }

        /** The place after this entry if it is the one that follows, else null. */
        @Nullable
        AuditChain follows(AuditChain place) {
            String hash = hash();
            if (hash == null || !ended) {
                return null;
            }
            AuditChain next = place.after(bytes, 65, length);
            return next.hash().equals(hash) ? next : null;
        }
    }
}
