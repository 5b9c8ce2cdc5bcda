package io.shearwater.access;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Follows the chain from where it starts to where it has to end. Not thread-safe. */
final class AuditCheck {
    private final AuditHead head;
    private AuditChain place;

    /** @param head what the registry or the writer knows */
    AuditCheck(AuditHead head) {
        this.head = head;
        this.place = head.start();
    }

    AuditVerdict run(Path directory, AuditEnd end) throws IOException {
        List<AuditFile> files = AuditFile.list(directory).stream()
                .filter(file -> file.first() > head.start().number() && end.reaches(file))
                .toList();
        for (AuditFile file : files) {
            Optional<AuditVerdict.Fault> fault = check(file, end.within(file));
            if (fault.isPresent()) {
                return verdict(fault);
            }
        }
        if (place.number() < head.last().number()) {
            String where = files.isEmpty() ? directory.toString() : name(files.getLast());
            return verdict(Optional.of(new AuditVerdict.Fault(
                    place.number() + 1,
                    where,
                    "missing: the log was written up to " + head.last().number())));
        }
        return verdict(Optional.empty());
    }

    private AuditVerdict verdict(Optional<AuditVerdict.Fault> fault) {
        return new AuditVerdict(place.number() - head.start().number(), fault);
    }

    private Optional<AuditVerdict.Fault> check(AuditFile file, long limit) throws IOException {
        if (file.first() != place.number() + 1) {
            return fault(file, "missing: the next file begins with " + file.first());
        }
        AtomicReference<String> wrong = new AtomicReference<>("the file has no first line");
        file.lines(limit, line -> {
            String found = wrong.get() == null ? entry(line) : header(line);
            wrong.set(found);
            return found == null;
        });
        String found = wrong.get();
        return found == null ? Optional.empty() : fault(file, found);
    }

    private @Nullable String header(AuditFile.Line line) {
        return line.isHeader(place) ? null : "altered: the first line of the file does not follow the file before it";
    }

    private @Nullable String entry(AuditFile.Line line) {
        AuditChain next = line.follows(place);
        if (next == null) {
            return why(line);
        }
        place = next;
        if (place.number() == head.last().number()
                && !place.hash().equals(head.last().hash())) {
            place = new AuditChain(place.number() - 1, place.hash());
            return "altered: it and what is before it fit together, but are not what was written";
        }
        return null;
    }

    private String why(AuditFile.Line line) {
        if (!line.ended()) {
            return "truncated: the file ends in the middle of it";
        }
        long number = line.entry().map(AuditEntry::number).orElse(place.number() + 1);
        return number == place.number() + 1 ? "altered" : "missing or moved: in its place is " + number;
    }

    private Optional<AuditVerdict.Fault> fault(AuditFile file, String what) {
        return Optional.of(new AuditVerdict.Fault(place.number() + 1, name(file), what));
    }

    private static String name(AuditFile file) {
        return file.path().getFileName().toString();
    }
}
