package io.shearwater.access;

import io.shearwater.spi.DurableFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds where a log goes on when it is opened, after a crash or after somebody was at its files. What a crash tore is cut;
 * what does not fit otherwise is left as it is, and a new file begins behind it that does not follow, so that a check will
 * always find it.
 *
 * @param file what is written to
 * @param place after which entry
 * @param notes what the log itself shall say about it, by name; empty if all is as it should be
 */
record AuditRecovery(AuditFile file, AuditChain place, Map<String, String> notes) {

    static AuditRecovery run(Path directory, AuditHead head) throws IOException {
        DurableFiles.createDirectories(directory);
        OwnerOnly.restrict(directory);
        List<AuditFile> files = AuditFile.list(directory);
        for (AuditFile file : files) {
            if (file.first() <= head.start().number()) {
                // Given up already: a crash came between the registry and the deletion.
                Files.delete(file.path());
            }
        }
        List<AuditFile> kept = files.stream()
                .filter(file -> file.first() > head.start().number())
                .toList();
        if (kept.isEmpty()) {
            Map<String, String> notes =
                    head.last().number() > head.start().number() ? missing(head.start(), head) : Map.of();
            return goOn(directory, head.last(), notes);
        }
        return new Tail(kept.getLast(), head).recover(directory);
    }

    private static AuditRecovery goOn(Path directory, AuditChain place, Map<String, String> notes) throws IOException {
        return new AuditRecovery(AuditFile.create(directory, place), place, notes);
    }

    private static Map<String, String> missing(AuditChain place, AuditHead head) {
        return Map.of("missing", (place.number() + 1) + " to " + head.last().number());
    }

    /** Reads the last file, which is the only one that a crash can have torn. */
    private static final class Tail {
        private final AuditFile file;
        private final AuditHead head;
        private AuditChain place;
        private boolean begun;
        private boolean broken;
        private boolean forged;
        private long good;
        private long end;
        private long greatest;

        Tail(AuditFile file, AuditHead head) {
            this.file = file;
            this.head = head;
            this.place = new AuditChain(file.first() - 1, AuditChain.BEGINNING.hash());
        }

        AuditRecovery recover(Path directory) throws IOException {
            file.lines(Long.MAX_VALUE, this::take);
            if (!begun || broken || forged) {
                long here = Math.max(Math.max(greatest, place.number()), file.first());
                long last = Math.max(here, head.last().number());
                // What follows does not claim to follow what was altered.
                return goOn(
                        directory,
                        new AuditChain(last, head.last().hash()),
                        Map.of("altered", file.path().getFileName().toString()));
            }
            Map<String, String> notes = new TreeMap<>();
            if (end > good) {
                cut();
                notes.put("torn_bytes", Long.toString(end - good));
            }
            if (place.number() < head.last().number()) {
                notes.putAll(missing(place, head));
                return goOn(directory, head.last(), notes);
            }
            return new AuditRecovery(file, place, notes);
        }

        private boolean take(AuditFile.Line line) {
            end = line.end();
            if (!begun) {
                begun = begins(line);
                good = end;
                return begun;
            }
            line.entry().ifPresent(entry -> greatest = Math.max(greatest, entry.number()));
            AuditChain next = line.follows(place);
            if (next == null) {
                broken |= line.ended();
                return true;
            }
            if (broken) {
                return true;
            }
            place = next;
            good = end;
            forged |= place.number() == head.last().number()
                    && !place.hash().equals(head.last().hash());
            return true;
        }

        /** The hash before the file is taken from its own first line; whether it is right is for a check to say. */
        private boolean begins(AuditFile.Line line) {
            String text = new String(line.bytes(), 0, line.length(), StandardCharsets.ISO_8859_1);
            AuditChain claimed = new AuditChain(file.first() - 1, text.substring(Math.max(0, text.length() - 64)));
            if (claimed.hash().matches("[0-9a-f]{64}") && line.isHeader(claimed)) {
                place = claimed;
                return true;
            }
            return false;
        }

        private void cut() throws IOException {
            try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
                channel.truncate(good);
                channel.force(true);
            }
        }
    }
}
