package io.shearwater.testing;

import io.shearwater.plan.TableRef;
import io.shearwater.spi.AuditRecord;
import io.shearwater.spi.CommitIntent;
import io.shearwater.spi.CommitRecord;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.Measurement;
import io.shearwater.spi.OutboxEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that a registry holds. Copied for each change, so that a reader keeps what it began with. */
final class RegistryState {
    static final Comparator<DefinitionKey> ORDER = Comparator.comparing(DefinitionKey::project)
            .thenComparing(key -> key.kind().name())
            .thenComparing(DefinitionKey::name)
            .thenComparingInt(DefinitionKey::version);

    final Map<DefinitionKey, Definition> definitions = new TreeMap<>(ORDER);
    final Map<DefinitionKey, Map<String, String>> tags = new HashMap<>();
    final Map<TableRef, String> pointers = new HashMap<>();
    final Map<Long, CommitRecord> commits = new TreeMap<>();
    final Map<Long, CommitIntent> intents = new TreeMap<>();
    final Map<Long, OutboxEntry> outbox = new TreeMap<>();
    final Map<Counter, Long> counters = new HashMap<>();
    final Map<Series, List<Measurement>> measured = new HashMap<>();
    final List<Audited> audit = new ArrayList<>();
    Instant lastCommit = Instant.MIN;

    /** A number that counts up, of a project. */
    record Counter(String project, String name) {}

    /** Points that a program reported, of a project. */
    record Series(String project, String name) {}

    /** An audit record and the project it belongs to. */
    record Audited(String project, AuditRecord record) {}

    RegistryState copy() {
        RegistryState copy = new RegistryState();
        copy.definitions.putAll(definitions);
        tags.forEach((key, values) -> copy.tags.put(key, new TreeMap<>(values)));
        copy.pointers.putAll(pointers);
        copy.commits.putAll(commits);
        copy.intents.putAll(intents);
        copy.outbox.putAll(outbox);
        copy.counters.putAll(counters);
        copy.measured.putAll(measured);
        copy.audit.addAll(audit);
        copy.lastCommit = lastCommit;
        return copy;
    }
}
