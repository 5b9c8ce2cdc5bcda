package io.shearwater.access;

import java.time.Instant;
import java.util.Optional;

/**
 * Which entries of the log to give: those that fit all that is said, the newest first. Immutable.
 *
 * @param asset whole, or what it begins with where it ends in {@code *}
 * @param action likewise
 * @param from this instant or later
 * @param until before this instant
 * @param before only entries with a smaller number: the last one of the page before
 * @param most how many at most, 1 to 10,000
 */
public record AuditFilter(
        Optional<String> project,
        Optional<String> principal,
        Optional<String> action,
        Optional<String> asset,
        Optional<AuditEvent.Outcome.Kind> outcome,
        Optional<Instant> from,
        Optional<Instant> until,
        long before,
        int most) {
    private static final int MOST = 10_000;

    public AuditFilter {
        if (most < 1 || most > MOST) {
            throw AccessError.BAD_REQUEST.because(
                    "A page of " + most + " entries of the audit is not possible; ask for 1 to " + MOST + ".");
        }
    }

    /** The newest hundred. */
    public static AuditFilter all() {
        Optional<String> any = Optional.empty();
        return new AuditFilter(
                any, any, any, any, Optional.empty(), Optional.empty(), Optional.empty(), Long.MAX_VALUE, 100);
    }

    public AuditFilter ofProject(String name) {
        return new AuditFilter(Optional.of(name), principal, action, asset, outcome, from, until, before, most);
    }

    public AuditFilter ofPrincipal(String text) {
        return new AuditFilter(project, Optional.of(text), action, asset, outcome, from, until, before, most);
    }

    public AuditFilter ofAction(String text) {
        return new AuditFilter(project, principal, Optional.of(text), asset, outcome, from, until, before, most);
    }

    public AuditFilter ofAsset(String text) {
        return new AuditFilter(project, principal, action, Optional.of(text), outcome, from, until, before, most);
    }

    public AuditFilter withOutcome(AuditEvent.Outcome.Kind kind) {
        return new AuditFilter(project, principal, action, asset, Optional.of(kind), from, until, before, most);
    }

    /** From an instant on, and before another. */
    public AuditFilter between(Instant first, Instant end) {
        return new AuditFilter(
                project, principal, action, asset, outcome, Optional.of(first), Optional.of(end), before, most);
    }

    /** The page after the one whose last entry has this number. */
    public AuditFilter before(long number) {
        return new AuditFilter(project, principal, action, asset, outcome, from, until, number, most);
    }

    public AuditFilter atMost(int entries) {
        return new AuditFilter(project, principal, action, asset, outcome, from, until, before, entries);
    }

    boolean fits(AuditEntry entry) {
        AuditEvent event = entry.event();
        return entry.number() < before
                && is(project, event.project())
                && is(principal, event.principal())
                && fits(action, event.action())
                && fits(asset, event.asset())
                && outcome.map(kind -> kind == event.outcome().kind()).orElse(true)
                && from.map(at -> !event.at().isBefore(at)).orElse(true)
                && until.map(at -> event.at().isBefore(at)).orElse(true);
    }

    /** Whether anything between two instants, both included, can fit. */
    boolean mayFit(Instant earliest, Instant latest) {
        return from.map(at -> !latest.isBefore(at)).orElse(true)
                && until.map(at -> earliest.isBefore(at)).orElse(true);
    }

    private static boolean is(Optional<String> wanted, String value) {
        return wanted.map(value::equals).orElse(true);
    }

    private static boolean fits(Optional<String> wanted, String value) {
        return wanted.map(text -> text.endsWith("*")
                        ? value.startsWith(text.substring(0, text.length() - 1))
                        : value.equals(text))
                .orElse(true);
    }
}
