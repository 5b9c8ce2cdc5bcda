package io.shearwater.testing;

import io.shearwater.model.Commit;
import io.shearwater.model.GroupRef;
import io.shearwater.plan.TableRef;
import io.shearwater.spi.AuditRecord;
import io.shearwater.spi.CommitIntent;
import io.shearwater.spi.CommitRecord;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.Measurement;
import io.shearwater.spi.OutboxEntry;
import io.shearwater.spi.RegistryErrors;
import io.shearwater.spi.RegistryReader;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads one state. Not thread-safe. */
class InMemoryRegistryReader implements RegistryReader {
    private final RegistryState state;
    private boolean ended;

    InMemoryRegistryReader(RegistryState state) {
        this.state = state;
    }

    final RegistryState state() {
        if (ended) {
            throw RegistryErrors.ended();
        }
        return state;
    }

    final void end() {
        ended = true;
    }

    @Override
    public List<String> projects() {
        return state().definitions.keySet().stream()
                .map(DefinitionKey::project)
                .filter(project -> !project.equals(DefinitionKey.STORE))
                .distinct()
                .toList();
    }

    @Override
    public Optional<Definition> find(DefinitionKey key) {
        return Optional.ofNullable(state().definitions.get(key));
    }

    @Override
    public List<Definition> list(String project, DefinitionKey.Kind kind) {
        return state().definitions.values().stream()
                .filter(definition -> definition.key().project().equals(project))
                .filter(definition -> definition.key().kind() == kind)
                .toList();
    }

    @Override
    public List<Definition> versions(String project, DefinitionKey.Kind kind, String name) {
        return list(project, kind).stream()
                .filter(definition -> definition.key().name().equals(name))
                .toList();
    }

    @Override
    public long changes(String project, DefinitionKey.Kind kind) {
        return state().counters.getOrDefault(changesOf(project, kind), 0L);
    }

    static RegistryState.Counter changesOf(String project, DefinitionKey.Kind kind) {
        return new RegistryState.Counter(project, "changed:" + kind);
    }

    @Override
    public List<DefinitionKey> dependants(DefinitionKey key) {
        return state().definitions.values().stream()
                .filter(definition -> definition.dependsOn().contains(key))
                .map(Definition::key)
                .toList();
    }

    @Override
    public Map<String, String> tags(DefinitionKey key) {
        return Map.copyOf(state().tags.getOrDefault(key, Map.of()));
    }

    @Override
    public Optional<String> pointer(TableRef table) {
        return Optional.ofNullable(state().pointers.get(table));
    }

    @Override
    public List<CommitRecord> commits(String project, GroupRef group) {
        return commitsOf(project, group).toList();
    }

    @Override
    public Optional<CommitRecord> commit(String project, GroupRef group, long id) {
        return commitsOf(project, group)
                .filter(record -> record.commit().id() == id)
                .findFirst();
    }

    @Override
    public Optional<CommitRecord> commitOfSequence(String project, GroupRef group, long sequence) {
        return commitsOf(project, group)
                .filter(record -> record.commit().sequence() == sequence)
                .filter(record -> record.commit().operation() != Commit.Operation.COMPACT)
                .findFirst();
    }

    @Override
    public Optional<CommitRecord> latestCommit(String project, GroupRef group) {
        return latestCommit(project, group, Instant.MAX);
    }

    @Override
    public Optional<CommitRecord> latestCommit(String project, GroupRef group, Instant notAfter) {
        return commitsOf(project, group)
                .filter(record -> !record.commit().at().isAfter(notAfter))
                .reduce((earlier, later) -> later);
    }

    @Override
    public Optional<CommitRecord> commitWithKey(String project, GroupRef group, String idempotencyKey) {
        return commitsOf(project, group)
                .filter(record -> record.idempotencyKey().equals(Optional.of(idempotencyKey)))
                .findFirst();
    }

    @Override
    public Set<GroupRef> written(String project) {
        return state().commits.values().stream()
                .filter(record -> record.project().equals(project))
                .map(record -> record.commit().group())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<GroupRef> unfinished(String project) {
        Stream<GroupRef> begun = state().intents.values().stream()
                .filter(intent -> intent.project().equals(project))
                .map(CommitIntent::group);
        Stream<GroupRef> waiting = state().outbox.values().stream()
                .filter(entry -> entry.project().equals(project))
                .map(OutboxEntry::group);
        return Stream.concat(begun, waiting).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public List<CommitIntent> intents(String project, GroupRef group) {
        return state().intents.values().stream()
                .filter(intent -> intent.project().equals(project))
                .filter(intent -> intent.group().equals(group))
                .toList();
    }

    @Override
    public List<OutboxEntry> outbox(String project, GroupRef group) {
        return state().outbox.values().stream()
                .filter(entry -> entry.project().equals(project))
                .filter(entry -> entry.group().equals(group))
                .toList();
    }

    @Override
    public List<Measurement> measurements(String project, String series, String name, long from, int most) {
        return ordered(project, series)
                .filter(point -> point.name().equals(name))
                .skip(from)
                .limit(most)
                .toList();
    }

    @Override
    public List<Measurement> latestMeasurements(String project, String series) {
        Map<String, Measurement> latest = new TreeMap<>();
        ordered(project, series).forEach(point -> latest.put(point.name(), point));
        return List.copyOf(latest.values());
    }

    private Stream<Measurement> ordered(String project, String series) {
        return state().measured.getOrDefault(new RegistryState.Series(project, series), List.of()).stream()
                .sorted(Comparator.comparingLong(Measurement::step).thenComparing(Measurement::at));
    }

    @Override
    public List<AuditRecord> audit(String project, int most) {
        return state().audit.reversed().stream()
                .filter(audited -> audited.project().equals(project))
                .limit(most)
                .map(RegistryState.Audited::record)
                .toList();
    }

    private Stream<CommitRecord> commitsOf(String project, GroupRef group) {
        return state().commits.values().stream()
                .filter(record -> record.project().equals(project))
                .filter(record -> record.commit().group().equals(group));
    }
}
