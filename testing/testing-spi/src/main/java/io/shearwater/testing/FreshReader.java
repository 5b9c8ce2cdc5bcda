package io.shearwater.testing;

import io.shearwater.model.GroupRef;
import io.shearwater.plan.TableRef;
import io.shearwater.spi.AuditRecord;
import io.shearwater.spi.CommitIntent;
import io.shearwater.spi.CommitRecord;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.Measurement;
import io.shearwater.spi.OutboxEntry;
import io.shearwater.spi.RegistryReader;
import io.shearwater.spi.RegistryStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks a registry each question by itself, so that every answer is of now. Thread-safe. */
public final class FreshReader implements RegistryReader {
    private final RegistryStore store;

    public FreshReader(RegistryStore store) {
        this.store = store;
    }

    @Override
    public List<String> projects() {
        return store.read(RegistryReader::projects);
    }

    @Override
    public Optional<Definition> find(DefinitionKey key) {
        return store.read(reader -> reader.find(key));
    }

    @Override
    public List<Definition> list(String project, DefinitionKey.Kind kind) {
        return store.read(reader -> reader.list(project, kind));
    }

    @Override
    public List<Definition> versions(String project, DefinitionKey.Kind kind, String name) {
        return store.read(reader -> reader.versions(project, kind, name));
    }

    @Override
    public long changes(String project, DefinitionKey.Kind kind) {
        return store.read(reader -> reader.changes(project, kind));
    }

    @Override
    public List<DefinitionKey> dependants(DefinitionKey key) {
        return store.read(reader -> reader.dependants(key));
    }

    @Override
    public Map<String, String> tags(DefinitionKey key) {
        return store.read(reader -> reader.tags(key));
    }

    @Override
    public Optional<String> pointer(TableRef table) {
        return store.read(reader -> reader.pointer(table));
    }

    @Override
    public List<CommitRecord> commits(String project, GroupRef group) {
        return store.read(reader -> reader.commits(project, group));
    }

    @Override
    public Optional<CommitRecord> commit(String project, GroupRef group, long id) {
        return store.read(reader -> reader.commit(project, group, id));
    }

    @Override
    public Optional<CommitRecord> latestCommit(String project, GroupRef group) {
        return store.read(reader -> reader.latestCommit(project, group));
    }

    @Override
    public Optional<CommitRecord> latestCommit(String project, GroupRef group, Instant notAfter) {
        return store.read(reader -> reader.latestCommit(project, group, notAfter));
    }

    @Override
    public Optional<CommitRecord> commitOfSequence(String project, GroupRef group, long sequence) {
        return store.read(reader -> reader.commitOfSequence(project, group, sequence));
    }

    @Override
    public Optional<CommitRecord> commitWithKey(String project, GroupRef group, String idempotencyKey) {
        return store.read(reader -> reader.commitWithKey(project, group, idempotencyKey));
    }

    @Override
    public Set<GroupRef> written(String project) {
        return store.read(reader -> reader.written(project));
    }

    @Override
    public Set<GroupRef> unfinished(String project) {
        return store.read(reader -> reader.unfinished(project));
    }

    @Override
    public List<CommitIntent> intents(String project, GroupRef group) {
        return store.read(reader -> reader.intents(project, group));
    }

    @Override
    public List<OutboxEntry> outbox(String project, GroupRef group) {
        return store.read(reader -> reader.outbox(project, group));
    }

    @Override
    public List<Measurement> measurements(String project, String series, String name, long from, int most) {
        return store.read(registry -> registry.measurements(project, series, name, from, most));
    }

    @Override
    public List<Measurement> latestMeasurements(String project, String series) {
        return store.read(registry -> registry.latestMeasurements(project, series));
    }

    @Override
    public List<AuditRecord> audit(String project, int most) {
        return store.read(reader -> reader.audit(project, most));
    }
}
