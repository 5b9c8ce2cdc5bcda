package io.shearwater.testing;

import io.shearwater.model.GroupRef;
import io.shearwater.model.Times;
import io.shearwater.plan.TableRef;
import io.shearwater.spi.Actor;
import io.shearwater.spi.AuditRecord;
import io.shearwater.spi.CommitIntent;
import io.shearwater.spi.CommitRecord;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.Lease;
import io.shearwater.spi.Measurement;
import io.shearwater.spi.OutboxEntry;
import io.shearwater.spi.RegistryErrors;
import io.shearwater.spi.RegistryTransaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Changes a copy of the state, which becomes the state when the transaction ends well. Not thread-safe. */
final class InMemoryRegistryTransaction extends InMemoryRegistryReader implements RegistryTransaction {
    private final Actor actor;
    private final InstantSource clock;
    private final Predicate<Lease> held;
    private boolean changed;
    private boolean audited;

    InMemoryRegistryTransaction(RegistryState copy, Actor actor, InstantSource clock, Predicate<Lease> held) {
        super(copy);
        this.actor = actor;
        this.clock = clock;
        this.held = held;
    }

    void requireAudit() {
        if (changed && !audited) {
            throw RegistryErrors.unaudited();
        }
    }

    @Override
    public Definition put(Definition definition) {
        long stored = find(definition.key()).map(Definition::revision).orElse(0L);
        if (definition.revision() == 0 && stored != 0) {
            throw RegistryErrors.alreadyExists(definition.key());
        }
        if (definition.revision() != stored) {
            throw RegistryErrors.staleRevision(definition, stored);
        }
        changed(definition.key());
        Definition next = new Definition(definition.key(), definition.json(), stored + 1, definition.dependsOn());
        state().definitions.put(next.key(), next);
        return next;
    }

    @Override
    public void remove(DefinitionKey key) {
        requireFound(key);
        changed(key);
        state().definitions.remove(key);
        state().tags.remove(key);
    }

    @Override
    public void setTag(DefinitionKey key, String name, String value) {
        requireFound(key);
        changed = true;
        state().tags.computeIfAbsent(key, absent -> new TreeMap<>()).put(name, value);
    }

    @Override
    public void removeTag(DefinitionKey key, String name) {
        requireFound(key);
        changed = true;
        state().tags.getOrDefault(key, new TreeMap<>()).remove(name);
    }

    @Override
    public void swapPointer(TableRef table, Optional<String> expected, Optional<String> next) {
        if (!pointer(table).equals(expected)) {
            throw RegistryErrors.stalePointer(table, expected, pointer(table));
        }
        changed = true;
        next.ifPresentOrElse(
                location -> state().pointers.put(table, location),
                () -> state().pointers.remove(table));
    }

    @Override
    public long nextCommitId() {
        return nextNumber("", "commit");
    }

    @Override
    public long nextSequence(String project, GroupRef group) {
        return nextNumber(project, "sequence:" + group.tableName());
    }

    @Override
    public long nextNumber(String project, String counter) {
        return state().counters.merge(new RegistryState.Counter(project, counter), 1L, Long::sum);
    }

    @Override
    public Instant nextCommitInstant() {
        Instant now = Times.truncated(clock.instant());
        Instant last = state().lastCommit;
        Instant next = now.isAfter(last) ? now : last.plusNanos(1_000);
        state().lastCommit = next;
        return next;
    }

    @Override
    public void measure(String project, String series, List<Measurement> points) {
        state().measured
                .merge(
                        new RegistryState.Series(project, series),
                        List.copyOf(points),
                        (before, more) ->
                                Stream.concat(before.stream(), more.stream()).toList());
    }

    @Override
    public void forgetMeasurements(String project, String series) {
        state().measured.remove(new RegistryState.Series(project, series));
    }

    @Override
    public void begin(CommitIntent intent) {
        state().intents.put(intent.commit(), intent);
    }

    @Override
    public void abandon(CommitIntent intent) {
        state().intents.remove(intent.commit());
    }

    @Override
    public void record(CommitRecord commit, Optional<OutboxEntry> outbox) {
        GroupRef group = commit.commit().group();
        commit.idempotencyKey()
                .flatMap(key -> commitWithKey(commit.project(), group, key))
                .ifPresent(other -> {
                    throw RegistryErrors.repeatedKey(
                            group,
                            commit.idempotencyKey().orElseThrow(),
                            other.commit().id());
                });
        if (state().commits.containsKey(commit.commit().id())) {
            throw RegistryErrors.repeatedCommit(commit.commit().id());
        }
        changed = true;
        state().commits.put(commit.commit().id(), commit);
        state().intents.remove(commit.commit().id());
        outbox.ifPresent(entry -> state().outbox.put(entry.commit(), entry));
    }

    @Override
    public void done(OutboxEntry entry) {
        state().outbox.remove(entry.commit());
    }

    @Override
    public void forgetCommits(String project, GroupRef group) {
        changed = true;
        commits(project, group)
                .forEach(record -> state().commits.remove(record.commit().id()));
        intents(project, group).forEach(intent -> state().intents.remove(intent.commit()));
        outbox(project, group).forEach(entry -> state().outbox.remove(entry.commit()));
    }

    @Override
    public void fence(Lease lease) {
        if (!held.test(lease)) {
            throw RegistryErrors.leaseLost(lease);
        }
    }

    @Override
    public void audit(String project, String action, String subject) {
        audited = true;
        long number = nextNumber("", "audit");
        AuditRecord record = new AuditRecord(number, Times.truncated(clock.instant()), actor.name(), action, subject);
        state().audit.add(new RegistryState.Audited(project, record));
    }

    private void changed(DefinitionKey key) {
        changed = true;
        state().counters.merge(changesOf(key.project(), key.kind()), 1L, Long::sum);
    }

    private void requireFound(DefinitionKey key) {
        if (find(key).isEmpty()) {
            throw RegistryErrors.notFound(key);
        }
    }
}
