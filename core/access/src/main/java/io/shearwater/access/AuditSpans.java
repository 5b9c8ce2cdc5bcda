package io.shearwater.access;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What files hold that nothing is written to any more, read once. Thread-safe. */
final class AuditSpans {
    private final Map<AuditFile, Span> known = new ConcurrentHashMap<>();

    /**
     * What a file holds.
     *
     * @param earliest of its entries; {@link Instant#MAX} if there are none
     * @param latest of its entries; {@link Instant#MIN} if there are none
     * @param last the place after its last entry, if all are whole
     */
    record Span(Instant earliest, Instant latest, AuditChain last, boolean isWhole) {
        boolean isBefore(Instant instant) {
            return latest.isBefore(instant);
        }
    }

    /** Only for files that are complete. */
    Span of(AuditFile file) throws IOException {
        Span span = known.get(file);
        if (span == null) {
            span = new Reading(file).span();
            known.put(file, span);
        }
        return span;
    }

    private static final class Reading {
        private final AuditFile file;
        private Instant earliest = Instant.MAX;
        private Instant latest = Instant.MIN;
        private boolean whole = true;
        private AuditChain last;

        Reading(AuditFile file) {
            this.file = file;
            this.last = new AuditChain(file.first() - 1, AuditChain.BEGINNING.hash());
        }

        Span span() throws IOException {
            boolean[] begun = {false};
            file.lines(Long.MAX_VALUE, line -> {
                if (begun[0]) {
                    take(line);
                }
                begun[0] = true;
                return true;
            });
            return new Span(earliest, latest, last, whole);
        }

        private void take(AuditFile.Line line) {
            String hash = line.hash();
            if (hash == null || !line.ended() || line.entry().isEmpty()) {
                whole = false;
                return;
            }
            AuditEntry entry = line.entry().get();
            Instant at = entry.event().at();
            earliest = at.isBefore(earliest) ? at : earliest;
            latest = at.isAfter(latest) ? at : latest;
            last = new AuditChain(entry.number(), hash);
        }
    }
}
